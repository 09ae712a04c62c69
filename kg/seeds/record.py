"""The seed records as frozen values: what a document states, and the entities it speaks of.

References are texts: an entity is ``kind/slug`` (``place/Shenzhen``), a code of a known scheme is
its slug, an object of unknown kind is ``kind/slug`` or ``scheme/code``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import Place
from kg.seeds.values import Stated

__all__ = [
    "Amount",
    "Claim",
    "Dimensions",
    "Discrepancy",
    "Document",
    "Entity",
    "Growth",
    "Literal",
    "Post",
    "Presence",
    "Rank",
    "Relation",
    "Seeds",
    "Share",
    "Statement",
    "Texts",
]

Texts = Mapping[str, str]
"""The same text by language tag."""

Literal = str | int | Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that a document states at a span of its text.

    ``span`` counts Unicode code points from 0, the end exclusive; ``note`` is in our own words.
    """

    id: str
    span: tuple[int, int]
    note: str
    attributed_to: str | None = None
    status: str = "actual"
    origin: str = "curated"
    review: str = "accepted"
    where: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimensions:
    """What a figure measures: with the unit, the coordinates of one cell of the statistics."""

    indicator: str
    area: str
    period: str
    unit: str | None = None
    direction: str | None = None
    product: str | None = None
    ownership: str | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure(Statement):
    """A number with its dimensions.

    ``revises`` is the id of the earlier figure that its producer replaced by this one.
    """

    dimensions: Dimensions
    period_inferred: bool = False
    revises: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(_Figure):
    """How much there is of what is measured, in the unit of its dimensions."""

    stated: Stated
    qualifier: str
    equivalent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth(_Figure):
    """By how many percent the amount with these dimensions grew, on some basis."""

    stated: Stated
    qualifier: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(_Figure):
    """What percentage the amount with these dimensions is of the whole."""

    stated: Stated
    qualifier: str
    whole: Dimensions


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank(_Figure):
    """The place of the amount with these dimensions among others: listed n-th of the first m.

    ``ordered`` says that the source calls the place a rank; else it is only a place in a list.
    """

    listed: int
    within: int
    scope: Texts
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Statement):
    """What somebody holds to be so: an assessment, cause, forecast or recommendation."""

    about: tuple[str, ...]
    type: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Statement):
    """Who holds which post where."""

    person: str
    title: Texts
    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence(Statement):
    """Where a platform has an establishment, and of what kinds."""

    platform: str
    place: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Statement):
    """One property of one entity: exactly one of ``object`` and ``value`` is given."""

    subject: str
    property: str
    object: str | None = None
    value: Literal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source document, as far as it may be published, with its statements.

    ``sha256`` and ``length`` (in code points) identify the text that the spans point into.
    """

    id: str
    title: Texts
    publisher: str
    address: str
    accessed: str
    language: str
    sha256: str
    length: int
    published: str | None = None
    modified: str | None = None
    author: tuple[str, ...] = ()
    credited: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    where: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An entity of the register, with its names and the background knowledge we keep of it."""

    id: str
    types: tuple[str, ...]
    label: Texts
    alias: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    definition: Texts = field(default_factory=dict)
    note: str | None = None
    coordinates: tuple[str, str] | None = None
    exact_match: tuple[str, ...] = ()
    properties: tuple[tuple[str, Literal], ...] = ()
    where: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """A disagreement between figures that people have looked at.

    ``between`` names the reported figures that the disagreeing ones are or were computed from.
    ``found_by`` is ``people`` for a question that no comparison of numbers can find.
    """

    id: str
    between: tuple[str, ...]
    kind: str
    resolution: str
    note: str
    by: str
    when: str
    found_by: str = "audit"
    where: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """All records of a folder: the register by id, the documents by id, and the discrepancies."""

    entities: Mapping[str, Entity]
    documents: tuple[Document, ...]
    discrepancies: tuple[Discrepancy, ...] = ()
