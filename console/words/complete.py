"""What may stand at a place of a query: the names that begin so, narrowed by what is known there.

``Place`` says what the query tells of the place. Properties that a shape asks of the things at
the subject come first, then those that such things have, then all others; `fitting` knows which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from console.words.expressions import Narrow
from console.words.fitting import classes_at, classes_of, named, properties_of, values_of
from console.words.folding import fold
from console.words.graphs import graphs_of
from console.words.index import Index
from console.words.prefixes import prefixed, well_known
from console.words.ranking import Found, Held, label_of
from kg.vocab import PREFIXES

__all__ = ["MOST", "POSITIONS", "Item", "Place", "Position", "complete", "item_of"]

Position = Literal["subject", "predicate", "object", "class", "graph", "prefix", "any"]
POSITIONS: Final[tuple[Position, ...]] = get_args(Position)
MOST: Final = 50
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "subject": ("individual", "class", "property"),
    "predicate": ("property",),
    "object": (),
    "class": ("class",),
    "graph": ("graph",),
    "any": (),
}
# "it is an owl:Class" says no more than that it is a class
_FORMAL: Final = (PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"])
_LED: Final = 5
"""So many names stand before the prefixes that begin as what was typed."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a query: what stands there, of which classes its subject is, by what property.

    Where a property or a class stands, ``properties`` are those of which its subject is a value,
    and ``having`` those that the query says its subject has.
    """

    position: Position = "any"
    classes: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    having: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may stand there; ``count`` is how often it is used, by its kind."""

    iri: str
    name: str
    label: str
    language: str
    kind: str
    detail: str
    count: int
    required: bool = False
    usual: bool = False
    matched: str = ""

    def document(self) -> dict[str, Any]:
        """Give it as it is sent."""
        return {name: getattr(self, name) for name in self.__slots__}


def complete(index: Index, text: str, place: Place, language: str) -> list[Item]:
    """Give what may stand at a place and is meant by a text, the likeliest first, 50 at most.

    ``prefix:local`` looks in that namespace; an empty text gives what is usual there.
    """
    if place.position == "prefix":
        return _prefixes(index, text)
    kinds = _KINDS[place.position]
    if place.position == "graph":
        found = [(one, False, False) for one in graphs_of(index, text, language)]
    elif place.position == "predicate":
        told = classes_at(index, place.properties, place.having, mostly=True)
        classes = place.classes or told
        found = properties_of(index, text, classes, language)
    elif place.position == "class":
        found = classes_of(index, text, classes_at(index, place.properties, place.having), language)
    elif place.position == "object" and place.properties:
        found = values_of(index, text, place.properties, language)
    else:
        narrow = Narrow(kinds, place.classes if place.position == "subject" else ())
        found = [(one, False, False) for one in named(index, text, narrow, language)]
    found = found[:MOST]
    details = index.known(one.narrowest for one, *_ in found if one.narrowest)
    items = [item_of(one, details, language, must, usual) for one, must, usual in found]
    # the values of a property are told apart already
    of_property = place.position == "object" and place.properties
    if text.isalnum() and not (items and of_property):
        items = _led(items, _leading(index, text, kinds), text)
    return items[:MOST]


def item_of(
    found: Found,
    classes: Mapping[str, Found],
    language: str,
    required: bool = False,
    usual: bool = False,
) -> Item:
    """Give the item of a thing; ``classes`` has the class that names its kind."""
    label = label_of(found.names, language)
    name = prefixed(found.iri)
    narrowest = classes.get(found.narrowest)
    detail = label_of(narrowest.names, language) if narrowest else None
    kind = "" if found.narrowest.startswith(_FORMAL) else prefixed(found.narrowest)
    return Item(
        found.iri,
        name,
        label.text if label else name,
        label.language if label else "",
        found.kind,
        detail.text if detail else kind if found.narrowest else "",
        found.uses,
        required,
        usual,
        found.match.name.text if found.match else "",
    )


def _prefixes(index: Index, text: str) -> list[Item]:
    """Give the prefixes that begin so: those that need no declaration first."""
    asked = fold(text.strip().removesuffix(":"))
    found: dict[str, Item] = {}
    for known, ours in _spaces(index):
        for name, space in sorted(known.items()):
            if name.startswith(asked) and name not in found:
                found[name] = Item(
                    space, f"{name}:", space, "", "prefix", space, ours, matched=name
                )
    return list(found.values())[:MOST]


def _leading(index: Index, text: str, kinds: tuple[str, ...]) -> list[Item]:
    """Give the prefixes that begin so and stand for a namespace with such things in the store."""
    return [one for one in _prefixes(index, text) if index.under(one.iri, "", "", kinds, 1)]


def _led(items: list[Item], prefixes: list[Item], text: str) -> list[Item]:
    """Give both together: a prefix that is all that was typed first, others after a few names."""
    exact = [one for one in prefixes if one.matched == text]
    others = [one for one in prefixes if one.matched != text]
    return [*exact, *items[:_LED], *others, *items[_LED:]]


def _spaces(index: Index) -> Iterator[tuple[Mapping[str, str], int]]:
    yield PREFIXES, 1
    yield index.prefixes(), 1
    yield well_known(), 0


def labels(found: Iterable[Held]) -> dict[str, str]:
    """Give the labels by language, the first of each."""
    spoken: dict[str, str] = {}
    for name in found:
        if name.source == 0:
            spoken.setdefault(name.language, name.text)
    return spoken
