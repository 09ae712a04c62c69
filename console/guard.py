"""What is refused before a query reaches the engine.

The engine has no limits of its own: it fetches what SERVICE names, and nesting that exhausts its
stack ends the whole process. The guard looks at every reading of the text, so that a query cannot
show it one face and the engine another.
"""

from __future__ import annotations

from typing import Final

from console.problems import Problem
from console.settings import Settings
from kg.queries.tokens import calls_service, query_form, readings

__all__ = ["check_query"]

_NESTING_WORDS: Final = frozenset(
    {"AS", "BIND", "EXISTS", "FILTER", "GRAPH", "LATERAL", "MINUS", "OPTIONAL", "UNION"}
)
_NESTING_OPERATORS: Final = frozenset({"!", "&&", "*", "+", "-", "/", "^", "|", "||"})


def check_query(text: str, settings: Settings) -> None:
    """Raise `Problem` where the query is too long, too deep, an update, or calls elsewhere."""
    if len(text) > settings.longest_query:
        raise Problem(
            "too-long",
            f"the query has {len(text):,} characters",
            expected=f"at most {settings.longest_query:,}",
        )
    reach = readings(text)
    if reach.depth > settings.deepest_nesting:
        raise Problem(
            "too-nested",
            f"brackets stand {reach.depth} deep",
            expected=f"at most {settings.deepest_nesting}",
        )
    parts = sum(
        token.text.upper() in _NESTING_WORDS
        if token.kind == "word"
        else token.kind == "operator" and token.text in _NESTING_OPERATORS
        for token in reach.tokens
    )
    if parts > settings.most_parts:
        raise Problem(
            "too-nested",
            f"the query has {parts:,} operators and clauses such as OPTIONAL",
            expected=f"at most {settings.most_parts:,}",
            remedy="use VALUES for a list of values, or ask in several queries",
        )
    if query_form(text) == "update":
        raise Problem(
            "update",
            "updates are refused: a release never changes",
            remedy="change the seeds and build a new release",
        )
    if calls_service(text):
        raise Problem(
            "service",
            "SERVICE is refused: this server calls no other",
            remedy="query the other endpoint yourself and join the answers",
        )
