"""Patterns that would join two variables of a query, by what the data says of their classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from console.words.fitting import classes_at
from console.words.index import Index
from console.words.prefixes import prefixed
from kg.queries.query_parts import Group, Part, Query
from kg.queries.terms import iri_of
from kg.queries.tokens import Token, prefix_declarations, tokens
from kg.vocab import PREFIXES

__all__ = ["joining"]

_TYPE: Final = PREFIXES["rdf"] + "type"
_MOST: Final = 2


def joining(index: Index, query: Query, text: str, one: str, other: str) -> list[str]:
    """Give the likeliest triple patterns of two variables, the most used first, two at most."""
    spaces = {**PREFIXES, **prefix_declarations(text)}
    statements = list(_statements(query.where, spaces)) if query.where else []
    found: list[tuple[int, str]] = []
    for start, end in ((one, other), (other, one)):
        starts, ends = (_classes(index, statements, name) for name in (start, end))
        likely = set(index.below(ends)) | set(index.above(ends))
        for iri, (_, count) in index.customs(starts).items():
            values = index.values([iri])[1].classes
            if count and likely & set(values):
                found.append((-count, f"?{start} {prefixed(iri)} ?{end}"))
    return [pattern for _, pattern in sorted(found)[:_MOST]]


def _classes(index: Index, statements: list[tuple[str, str, str]], name: str) -> tuple[str, ...]:
    """Give the classes that a query gives a variable, by name or by its properties."""
    variable = f"?{name}"
    named = [value for subject, verb, value in statements if subject == variable and verb == _TYPE]
    if named:
        return tuple(one for one in named if not one.startswith("?"))
    having = [verb for subject, verb, _ in statements if subject == variable]
    led = [verb for _, verb, value in statements if value == variable]
    return classes_at(index, led, having, mostly=True)


def _statements(group: Group, spaces: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Give subject, property and value of the plain triple patterns, wherever they stand."""
    left = [group]
    while left:
        here = left.pop()
        for part in here.parts:
            left.extend(part.groups)
            terms = _terms(part, spaces)
            if len(terms) == 3 and not terms[1].startswith("?"):
                yield terms[0], terms[1], terms[2]


def _terms(part: Part, spaces: dict[str, str]) -> list[str]:
    if part.kind != "triple":
        return []
    return [_term(token, spaces) for token in tokens(part.text)]


def _term(token: Token, spaces: dict[str, str]) -> str:
    if token.kind == "variable":
        return f"?{token.text[1:]}"
    return _TYPE if token.text == "a" else iri_of(token, spaces)
