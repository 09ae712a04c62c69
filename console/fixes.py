"""The edits that put a fault of a query right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kg.queries.fault import Fault
from kg.queries.tokens import tokens
from kg.vocab import PREFIXES

__all__ = ["Edit", "Fix", "fixes_of"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the text: what stands from ``start`` to ``end`` is replaced."""

    start: int
    end: int
    insert: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to put something right; ``phrase`` names what it is called, ``value`` fills it in."""

    phrase: str
    value: str
    edits: tuple[Edit, ...]


def fixes_of(text: str, fault: Fault, end: int, well_known: Mapping[str, str]) -> Iterator[Fix]:
    """Give the ways to put a fault right that ends at an offset; the likeliest first."""
    start = fault.offset
    match fault.code:
        case "prefix":
            yield from _prefix_fixes(text, fault.found, well_known)
        case "keyword":
            yield Fix("fix_write", fault.meant, (Edit(start, end, fault.meant),))
        case "missing":
            yield Fix("fix_add", fault.meant, (Edit(start, start, f"{fault.meant} "),))
        case "surplus":
            yield Fix("fix_remove", fault.found, (Edit(start, end, ""),))
        case "unclosed":
            last = len(text.rstrip())
            comment = "#" in text[text.rfind("\n", 0, last) + 1 : last]
            insert = ("\n" if comment or fault.meant == "}" else "") + fault.meant
            yield Fix("fix_add", fault.meant, (Edit(last, last, insert),))
        case "string":
            ends = text.find("\n", start)
            stop = len(text) if ends < 0 else ends
            yield Fix("fix_add", fault.found, (Edit(stop, stop, fault.found),))


def _prefix_fixes(text: str, prefix: str, well_known: Mapping[str, str]) -> Iterator[Fix]:
    """Declare a prefix that is known elsewhere, or write one that is near wherever it stands."""
    if prefix in well_known:
        line = f"PREFIX {prefix}: <{well_known[prefix]}>\n"
        yield Fix("fix_prefix", prefix, (Edit(0, 0, line),))
        return
    length = len(prefix)
    places = [
        token.start
        for token in tokens(text)
        if token.kind == "pname" and token.text.partition(":")[0] == prefix
    ]
    for near in get_close_matches(prefix, PREFIXES, n=2, cutoff=0.5):
        yield Fix("fix_write", f"{near}:", tuple(Edit(one, one + length, near) for one in places))
