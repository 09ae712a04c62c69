"""What the engine must not be asked: nesting that ends the process, and calls of other servers.

The engine (pyoxigraph 0.5) has no limits of its own. What exhausts its stack ends the whole
process without a word, and SERVICE really fetches. Every reading of a text is looked at, so that
a query cannot show one face here and another to the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kg.errors import QueryError
from kg.queries.tokens import Reach, calls_service, readings

__all__ = [
    "DEEPEST_NESTING",
    "MOST_PARTS",
    "Nesting",
    "check_limits",
    "check_local",
    "is_surely_flat",
    "nesting",
]

DEEPEST_NESTING: Final = 100
MOST_PARTS: Final = 1_000
_WORDS: Final = frozenset(
    {"AS", "BIND", "EXISTS", "FILTER", "GRAPH", "LATERAL", "MINUS", "OPTIONAL", "UNION"}
)
_JOINS: Final = frozenset({".", ";"})
_OPERATORS: Final = frozenset({"!", "&&", "*", "+", "-", "/", "^", "|", "||"})


@dataclass(frozen=True, slots=True)
class Nesting:
    """How deep brackets stand, and what is written side by side.

    ``parts`` are what the engine nests all the same, and ``joined`` the triple patterns and groups
    that it has to put into an order: its time for that grows with the cube of their number.
    """

    depth: int
    parts: int
    joined: int


def nesting(reach: Reach) -> Nesting:
    """Give the greatest nesting of any reading of a text."""
    parts = sum(
        token.text.upper() in _WORDS
        if token.kind == "word"
        else token.kind == "operator" and token.text in _OPERATORS
        for token in reach.tokens
    )
    joined = sum(token.kind == "operator" and token.text in _JOINS for token in reach.tokens)
    joined += sum(one.text == "}" and other.text == "{" for one, other in pairwise(reach.tokens))
    return Nesting(reach.depth, parts, joined)


def check_limits(text: str) -> None:
    """Do nothing if the engine survives this text; else raise QueryError.

    >>> check_limits("SELECT * " + "{" * 5_000 + "}" * 5_000)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kg.errors.QueryError: brackets stand 5,000 deep
    ...
    """
    if is_surely_flat(text):
        return
    found = nesting(readings(text))
    if found.depth > DEEPEST_NESTING:
        raise QueryError(
            f"brackets stand {found.depth:,} deep",
            expected=f"at most {DEEPEST_NESTING}",
            remedy="write the query with fewer brackets, or ask in several queries",
        )
    if found.parts > MOST_PARTS:
        raise QueryError(
            f"the query has {found.parts:,} operators and clauses such as OPTIONAL",
            expected=f"at most {MOST_PARTS:,}",
            remedy="use VALUES for a list of values, or ask in several queries",
        )


def check_local(text: str) -> None:
    """Do nothing if the text asks no other server; else raise QueryError.

    >>> check_local("SELECT * { SERVICE <http://x.example/> {} }")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kg.errors.QueryError: SERVICE is refused: no other server is called
    ...
    """
    if calls_service(text):
        raise QueryError(
            "SERVICE is refused: no other server is called",
            expected="a query of this graph alone",
            remedy="query the other endpoint yourself and join the answers",
        )


def is_surely_flat(
    text: str, depth: int = DEEPEST_NESTING, parts: int = MOST_PARTS, joined: int | None = None
) -> bool:
    """Tell of most texts, without reading their tokens, that they are within these limits."""
    count, length = text.count, len(text)
    if length > depth and count("{") + count("(") + count("[") + count("<<") > depth:
        return False
    if joined is not None and length > joined and count(".") + count(";") + count("}") > joined:
        return False
    if length <= parts:
        return True
    upper = text.upper()
    return sum(upper.count(part) for part in (*_WORDS, *_OPERATORS)) <= parts
