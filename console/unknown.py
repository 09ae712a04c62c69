"""Names in a query that nothing in the store bears, and those that may have been meant."""

from __future__ import annotations

import time
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from console.addresses import is_iri
from console.advice import Advice
from console.fixes import Edit, Fix
from console.problems import Problem
from console.reading import occurs
from console.words.index import Index
from console.words.keeper import this_index
from console.words.prefixes import prefixed
from kg.queries.terms import terms_named
from kg.queries.tokens import tokens
from kg.vocab import BASE, PREFIXES

__all__ = ["unknown"]

_NAMES_SECONDS: Final = 1.0
_UNKNOWN: Final = 20
# https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes, as far as RDF has them
_NAMES: Final = (
    "string", "boolean", "decimal", "integer", "double", "float", "date", "time", "dateTime",
    "dateTimeStamp", "gYear", "gMonth", "gDay", "gYearMonth", "gMonthDay", "duration",
    "yearMonthDuration", "dayTimeDuration", "byte", "short", "int", "long", "unsignedByte",
    "unsignedShort", "unsignedInt", "unsignedLong", "positiveInteger", "nonNegativeInteger",
    "negativeInteger", "nonPositiveInteger", "hexBinary", "base64Binary", "anyURI", "language",
    "normalizedString", "token", "NMTOKEN", "Name", "NCName",
)  # fmt: skip
_DATATYPES: Final = frozenset(PREFIXES["xsd"] + name for name in _NAMES)


def unknown(text: str) -> Iterator[Advice]:
    """Give the names that nothing in the store bears, each with the nearest that is borne.

    Of datatypes of XML Schema it is told which exist.
    """
    spaces = (BASE, *PREFIXES.values())
    wanted = {
        iri: written
        for iri, written in terms_named(text).items()
        if iri.startswith(spaces) and is_iri(iri) and iri not in spaces
    }
    if not wanted:
        return
    try:
        index = this_index(patience=0.0)
    except Problem:
        return  # no names yet: nothing is said of them
    known = index.known(wanted)
    strange = [iri for iri in wanted if iri not in known and iri not in _DATATYPES]
    sequence = list(tokens(text))
    end = time.monotonic() + _NAMES_SECONDS
    for iri in strange[:_UNKNOWN]:
        if time.monotonic() > end:
            return
        if occurs(iri):
            continue
        near = _near(index, iri)
        for token in sequence:
            if token.text != wanted[iri]:
                continue
            fixes = tuple(
                Fix("fix_write", name, (Edit(token.start, token.end, name),))
                for name in map(prefixed, near)
            )
            values = {"found": token.text}
            yield Advice("warning", "unknown", token.start, token.end, values, fixes)


def _near(index: Index, iri: str) -> list[str]:
    """Give the names of the same namespace that may have been meant, two at most."""
    if iri.startswith(PREFIXES["xsd"]):
        return get_close_matches(iri, sorted(_DATATYPES), n=1)
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    return [
        one.iri
        for one in index.find(iri[cut:], limit=20)
        if one.iri.startswith(iri[:cut]) and one.iri != iri
    ][:2]
