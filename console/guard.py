"""What is refused before a query reaches the engine.

The engine has no limits of its own: it fetches what SERVICE names, and nesting that exhausts its
stack ends the whole process. The guard looks at every reading of the text, so that a query cannot
show it one face and the engine another.
"""

from __future__ import annotations

from typing import Final

from console.problems import Problem
from console.settings import Settings
from kg.queries.limits import is_surely_flat, nesting
from kg.queries.tokens import Reach, Token, calls_service, query_form, readings

__all__ = ["check_query", "check_update", "plain_form"]

_FORMS: Final = frozenset({"ask", "construct", "describe", "select"})


def plain_form(text: str, settings: Settings) -> str:
    """Give the form of a query that `check_query` has nothing against, as most show at a glance.

    It is empty where one has to look closer.
    """
    plain = (
        len(text) <= settings.longest_query
        and is_surely_flat(
            text, settings.deepest_nesting, settings.most_parts, settings.most_joined
        )
        and "service" not in text.lower()
    )
    form = query_form(text) if plain else ""
    return form if form in _FORMS else ""


def check_query(text: str, settings: Settings) -> None:
    """Raise `Problem` where the query is too long, too deep, an update, or calls elsewhere."""
    if plain_form(text, settings):
        return
    reach = _within_bounds(text, settings.longest_query, settings)
    if query_form(text) == "update":
        raise Problem(
            "update",
            "updates are refused here: this operation only reads, and a release never changes",
            remedy="send it to the update operation, if this server writes",
        )
    if (joined := nesting(reach).joined) > settings.most_joined:
        raise Problem(
            "too-nested",
            f"the query joins about {joined:,} triple patterns and groups",
            expected=f"at most {settings.most_joined}",
            remedy="use VALUES for a list of values, or ask in several queries",
        )
    _refuse_services(text)


def check_update(text: str, settings: Settings) -> None:
    """Raise `Problem` where the update is too long, too deep, a query, or reaches elsewhere."""
    reach = _within_bounds(text, settings.largest_body, settings)
    if query_form(text) in {"select", "ask", "construct", "describe"}:
        raise Problem("no-update", "this is a query", remedy="send it to the query operation")
    # nothing else that an update may hold begins so, with a space behind it or without
    if any(
        token.text[:4].upper() == "LOAD" and _is_operation(token, reach) for token in reach.tokens
    ):
        raise Problem(
            "service",
            "LOAD is refused: this server fetches nothing",
            remedy="fetch the document yourself and send it to the graph store",
        )
    _refuse_services(text)


def _is_operation(token: Token, reach: Reach) -> bool:
    """Tell whether a token that begins with LOAD may be the operation."""
    if token.kind == "word":
        return True
    if token.kind != "pname":
        return False
    before = max((one for one in reach.tokens if one.end <= token.start), key=_end, default=None)
    return before is None or before.text in {";", "}"} or before.kind == "iri"


def _end(token: Token) -> int:
    return token.end


def _within_bounds(text: str, longest: int, settings: Settings) -> Reach:
    if len(text) > longest:
        raise Problem(
            "too-long", f"the query has {len(text):,} characters", expected=f"at most {longest:,}"
        )
    reach = readings(text)
    found = nesting(reach)
    if found.depth > settings.deepest_nesting:
        raise Problem(
            "too-nested",
            f"brackets stand {found.depth} deep",
            expected=f"at most {settings.deepest_nesting}",
        )
    if found.parts > settings.most_parts:
        raise Problem(
            "too-nested",
            f"the query has {found.parts:,} operators and clauses such as OPTIONAL",
            expected=f"at most {settings.most_parts:,}",
            remedy="use VALUES for a list of values, or ask in several queries",
        )
    return reach


def _refuse_services(text: str) -> None:
    """Raise `Problem` where any reading of the text calls another endpoint.

    No setting allows one: the engine fetches from its worker, and a worker that may reach one
    address may reach every one.
    """
    if calls_service(text):
        raise Problem(
            "service",
            "SERVICE is refused: this server calls no other",
            remedy="query the other endpoint yourself and join the answers, as Comunica does",
        )
