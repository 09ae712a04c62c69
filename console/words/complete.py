"""What may stand at a place of a query: the names that begin so, narrowed by what is known there.

``Place`` says what the query tells of the place. Properties that a shape asks of the things at
the subject come first, then those that such things have, then all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from console.words.folding import fold
from console.words.index import CANDIDATES, Index, Narrow
from console.words.prefixes import prefixed, well_known
from console.words.ranking import EXACT, NEAR, Found, Held, label_of
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
_TYPE: Final = PREFIXES["rdf"] + "type"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a query: what stands there, of which classes its subject is, by what property.

    Where a property stands, ``properties`` are those of which its subject is a value.
    """

    position: Position = "any"
    classes: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()


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
    if place.position == "predicate":
        found = _properties(index, text, place, language)
    elif place.position == "object" and place.properties:
        found = _values(index, text, place, language)
    else:
        kinds = _KINDS[place.position]
        narrow = Narrow(kinds, place.classes if place.position == "subject" else ())
        found = [(one, False, False) for one in _found(index, text, narrow, language)]
    found = found[:MOST]
    details = index.known(one.narrowest for one, *_ in found if one.narrowest)
    items = [item_of(one, details, language, must, usual) for one, must, usual in found]
    if place.position == "any" and text:
        items = (items + [one for one in _prefixes(index, text) if one.count])[:MOST]
    return items


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


Offered = tuple[Found, bool, bool]


def _found(index: Index, text: str, narrow: Narrow, language: str) -> list[Found]:
    """Give what a text means; ``place:Shen`` means the names in that namespace."""
    prefix, colon, local = text.partition(":")
    known = {**index.prefixes(), **PREFIXES}
    if colon and prefix in known:
        found = index.under(known[prefix], local, language)
        return [one for one in found if not narrow.kinds or one.kind in narrow.kinds]
    return index.find(text.strip("<>"), language, narrow)


def _properties(index: Index, text: str, place: Place, language: str) -> list[Offered]:
    classes = place.classes or index.values(place.properties)[1].classes
    customs = index.customs(classes) if classes else {}
    known = index.known(customs)
    wanted = [one for one in known.values() if one.kind == "property"]
    if not text and not wanted:
        return [(one, False, False) for one in _found(index, text, Narrow(("property",)), language)]
    matching = _found(index, text, Narrow(("property",)), language) if text else []
    offered = {one.iri: one for one in matching}
    # what is usual but was cut off among all that match
    for one in index.match(wanted, text.partition(":")[2] or text, language) if text else wanted:
        if not text or (one.match and one.match.step < NEAR):
            offered.setdefault(one.iri, one)
    place_of = {iri: number for number, iri in enumerate(offered)}
    ranked = sorted(
        offered.values(),
        key=lambda one: (
            bool(one.match and one.match.step >= NEAR),
            not customs.get(one.iri, (False, 0))[0],
            one.iri not in customs,
            -customs.get(one.iri, (False, 0))[1] if not text else 0,
            one.match.step if one.match else EXACT,
            place_of[one.iri],
            one.iri,
        ),
    )
    return [
        (one, customs.get(one.iri, (False, 0))[0], customs.get(one.iri, (False, 0))[1] > 0)
        for one in ranked
    ]


def _values(index: Index, text: str, place: Place, language: str) -> list[Offered]:
    if _TYPE in place.properties:
        return [(one, False, False) for one in _found(index, text, Narrow(("class",)), language)]
    usual, narrow = index.values(place.properties)
    known = sorted(index.known(usual).values(), key=lambda one: (-usual[one.iri], one.iri))
    if not text:
        rest = index.find("", language, narrow) if narrow.classes or narrow.schemes else []
    else:
        matched = index.match(known, text.partition(":")[2] or text, language)
        known = [one for one in matched if one.match and one.match.step < NEAR]
        known.sort(key=lambda one: one.match.step if one.match else EXACT)
        within = bool(narrow.classes or narrow.schemes) and ":" not in text
        rest = index.find(text, language, narrow) if within else []
        if len(rest) + len(known) < MOST:
            rest += _found(index, text, Narrow(("individual",)), language)
    offered: dict[str, Offered] = {one.iri: (one, False, True) for one in known}
    for one in rest[:CANDIDATES]:
        offered.setdefault(one.iri, (one, False, False))
    return list(offered.values())


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
