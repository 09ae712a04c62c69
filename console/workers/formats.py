"""The formats of an answer, by the media types that clients ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from kg.queries.results import GRAPH_FORMATS, SOLUTION_FORMATS, SolutionFormat
from kg.queries.tokens import query_form
from kg.rdf.formats import Format

__all__ = ["GRAPHS", "SOLUTIONS", "ResultKind", "form_of", "offered_to", "offers", "result_kind"]

ResultKind = Literal["boolean", "graph", "rows"]

# what clients ask for by a more general name, and what they mean by it
_ALSO: Final = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "ntriples",
}
SOLUTIONS: Final[Mapping[str, SolutionFormat]] = {
    form.media_type: form for form in SOLUTION_FORMATS
} | {also: form for also, name in _ALSO.items() for form in SOLUTION_FORMATS if form.name == name}
GRAPHS: Final[Mapping[str, Format]] = {form.media_type: form for form in GRAPH_FORMATS} | {
    also: form for also, name in _ALSO.items() for form in GRAPH_FORMATS if form.name == name
}


_GRAPH_FORMS: Final = frozenset({"construct", "describe"})
_SOLUTION_TYPES: Final = tuple(SOLUTIONS)
_GRAPH_TYPES: Final = tuple(GRAPHS)


def result_kind(text: str) -> ResultKind:
    """Give what a query answers with, told by its form and without evaluating it.

    >>> result_kind("DESCRIBE <urn:x>")
    'graph'
    """
    form = query_form(text)
    if form in _GRAPH_FORMS:
        return "graph"
    return "boolean" if form == "ask" else "rows"


def offers(text: str) -> tuple[str, ...]:
    """Give the media types in which this query can be answered, the usual one first."""
    return offered_to(query_form(text))


def offered_to(form: str) -> tuple[str, ...]:
    """Give those of a query of this form, as `kg.queries.tokens.query_form` names it."""
    return _GRAPH_TYPES if form in _GRAPH_FORMS else _SOLUTION_TYPES


def form_of(media_type: str) -> str:
    """Give the name of the format of a media type, or '' where there is none."""
    form = SOLUTIONS.get(media_type) or GRAPHS.get(media_type)
    return form.name if form else ""
