"""Which properties and values fit a place of a query, by what the query already says there.

Letters that a name begins with count first, then what shapes require, what such things have, what
the ontology allows, and only then all others: nothing that fits is cut off by what is used more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from console.words.expressions import Narrow
from console.words.index import CANDIDATES, Index
from console.words.prefixes import well_known
from console.words.ranking import EXACT, NEAR, PART, Found
from kg.vocab import BASE, PREFIXES

__all__ = [
    "Offered",
    "classes_at",
    "classes_of",
    "named",
    "properties_of",
    "split",
    "values_of",
]

Offered = tuple[Found, bool, bool]
"""A thing, whether it is required at the place, and whether it is usual there."""

_TYPE: Final = PREFIXES["rdf"] + "type"
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")
_QUESTIONS: Final = f"{BASE}examples/"
_LITERALS: Final = (
    PREFIXES["xsd"],
    PREFIXES["rdf"] + "langString",
    PREFIXES["rdfs"] + "Literal",
)


def split(index: Index, text: str) -> tuple[str, str]:
    """Give the namespace that a text names by its prefix, '' where none, and what follows."""
    prefix, colon, local = text.partition(":")
    space = {**well_known(), **index.prefixes(), **PREFIXES}.get(prefix, "") if colon else ""
    return (space, local) if space else ("", text.strip("<>"))


def named(index: Index, text: str, narrow: Narrow, language: str) -> list[Found]:
    """Give what a text means; ``place:Shen`` means the names in that namespace.

    The questions of the library are no terms of a query and never among them.
    """
    space, local = split(index, text)
    if space:
        found = index.under(space, local, language, narrow.kinds)
        if not found:
            every = index.find(local, language, narrow, 10 * CANDIDATES)
            found = [one for one in every if one.iri.startswith(space)]
    elif _ADDRESS.match(local):
        found = index.under(local, "", language, narrow.kinds)
    else:
        found = index.find(local, language, narrow)
    return [one for one in found if not one.iri.startswith(_QUESTIONS)]


def classes_at(
    index: Index, led_by: Sequence[str], having: Sequence[str], *, mostly: bool = False
) -> tuple[str, ...]:
    """Give the classes of a thing that is a value of these properties and has those; () is any.

    With ``mostly`` they are those whose things most often have them, where there are such.
    """
    led = index.values(led_by)[1].classes if led_by else ()
    most, every = index.bearing(having) if having else ((), ())
    bearing = most if mostly and most else every
    both = set(bearing) & set(index.below(led)) if led else set[str]()
    return tuple(one for one in bearing if one in both or not both) or led


def classes_of(index: Index, text: str, fitting: Sequence[str], language: str) -> list[Offered]:
    """Give the classes that a text means; those that the query allows come first.

    Without a text, or where one of those is meant, nothing else is among them.
    """
    likely = set(index.below(fitting)) if fitting else set[str]()
    if likely and not text:
        known = index.known(likely).values()
        found = sorted((one for one in known if one.uses), key=lambda one: (-one.uses, one.iri))
    else:
        found = named(index, text, Narrow(("class",)), language)
    fit = [(one, False, True) for one in found if one.iri in likely]
    close = any(one.match and one.match.step < NEAR for one, *_ in fit) if text else fit
    return (
        fit if close else [*fit, *((one, False, False) for one in found if one.iri not in likely)]
    )


def properties_of(index: Index, text: str, classes: Sequence[str], language: str) -> list[Offered]:
    """Give the properties that things of these classes may have and a text means."""
    customs = index.customs(classes) if classes else {}
    allowed = index.allowed(classes) if classes else frozenset()
    space, local = split(index, text)
    wanted = [
        one
        for one in index.known({*customs, *allowed}).values()
        if one.kind == "property" and one.iri.startswith(space)
    ]
    if local:
        matched = index.match(wanted, local, language)
        wanted = [one for one in matched if one.match and one.match.step < NEAR]
    others = [] if wanted and not text else named(index, text, Narrow(("property",)), language)
    offered = {one.iri: one for one in (*others, *wanted)}
    place_of = {one.iri: number for number, one in enumerate(others)}
    ranked = sorted(
        offered.values(),
        key=lambda one: (
            _likeness(one, space, local),
            _fit(one.iri, customs, allowed),
            -customs.get(one.iri, (False, 0))[1],
            one.match.step if one.match else EXACT,
            place_of.get(one.iri, len(others)),
            one.iri,
        ),
    )
    most = max((count for _, count in customs.values()), default=0)
    return [
        (one, must, 0 < most <= 2 * count)
        for one in ranked
        for must, count in [customs.get(one.iri, (False, 0))]
    ]


def values_of(index: Index, text: str, properties: Sequence[str], language: str) -> list[Offered]:
    """Give the things that may be a value of these properties and that a text means.

    Where the data or the ontology tell what the values are, nothing else is among them, unless
    none of those is called so.
    """
    if _TYPE in properties:
        classes = named(index, text, Narrow(("class",)), language)
        return [(one, False, False) for one in classes]
    usual, narrow = index.values(properties)
    if not usual and narrow.classes and all(one.startswith(_LITERALS) for one in narrow.classes):
        return []
    told = bool(narrow.classes or narrow.schemes)
    space, local = split(index, text)
    known = sorted(index.known(usual).values(), key=lambda one: (-usual[one.iri], one.iri))
    known = [one for one in known if one.iri.startswith(space)]
    rest: list[Found] = []
    if local:
        matched = index.match(known, local, language)
        known = [one for one in matched if one.match and one.match.step < NEAR]
        known.sort(key=lambda one: one.match.step if one.match else EXACT)
    if space:
        rest = named(index, text, Narrow(("individual",)), language)
    elif told:
        rest = index.find(local, language, narrow)
    if not known and not rest and (text or not told):
        rest = named(index, text, Narrow(("individual",)), language)
    offered: dict[str, Offered] = {one.iri: (one, False, True) for one in known}
    for one in rest[:CANDIDATES]:
        offered.setdefault(one.iri, (one, False, False))
    return list(offered.values())


def _likeness(found: Found, space: str, local: str) -> int:
    """Give how well the letters that were typed fit: exactly, as a beginning, inside, nearly."""
    step = found.match.step if found.match else EXACT
    if not local or step == EXACT:
        return 0
    if step >= PART:
        return step
    begun = found.iri[len(space) :].casefold().startswith(local.casefold())
    return 1 if begun or not space else 2


def _fit(iri: str, customs: Mapping[str, tuple[bool, int]], allowed: frozenset[str]) -> int:
    required, count = customs.get(iri, (False, 0))
    if required:
        return 0
    if count:
        return 1
    return 2 if iri in customs or iri in allowed else 3
