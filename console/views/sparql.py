"""``/sparql``: the endpoint of the SPARQL 1.1 Protocol, and for browsers its page.

``/sparql.csv`` and its sisters answer in the format of their suffix whatever is accepted: links
that a reader can follow.
"""

from __future__ import annotations

import io
from typing import Final

from flask import Blueprint, Response, request
from pyoxigraph import QueryTriples

from console import engine
from console.guard import check_query
from console.negotiation import choose
from console.problems import Problem
from console.protocol import METHODS, QueryRequest, read_request
from console.site import this_site
from console.views import pages
from kg.queries.results import (
    GRAPH_FORMATS,
    SOLUTION_FORMATS,
    SolutionFormat,
    write_solutions,
    write_triples,
)
from kg.rdf.formats import Format
from kg.store.base import Result

__all__ = ["blueprint"]

blueprint = Blueprint("sparql", __name__)

HTML: Final = "text/html"
# what clients ask for by a more general name, and what they mean by it
_ALSO: Final = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "ntriples",
}
_SOLUTIONS: Final[dict[str, SolutionFormat]] = {
    form.media_type: form for form in SOLUTION_FORMATS
} | {also: form for also, name in _ALSO.items() for form in SOLUTION_FORMATS if form.name == name}
_GRAPHS: Final[dict[str, Format]] = {form.media_type: form for form in GRAPH_FORMATS} | {
    also: form for also, name in _ALSO.items() for form in GRAPH_FORMATS if form.name == name
}
_SUFFIXES: Final = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "xml": "application/sparql-results+xml",
}


@blueprint.route("/sparql", methods=METHODS, provide_automatic_options=False)
def endpoint() -> Response:
    """Answer a query in the format that the client accepts, or show the page."""
    if request.method == "OPTIONS":
        return _options()
    accept = request.headers.get("Accept")
    html = choose(accept, [*_SOLUTIONS, *_GRAPHS, HTML]) == HTML
    asked = None
    try:
        asked = _read()
        result = _result(asked) if asked else None
    except Problem as problem:
        if not html:
            raise
        return pages.query_page(asked.text if asked else "", problem=problem)
    if html:
        return pages.query_page(asked.text if asked else "", result=result)
    if result is None:
        raise Problem("no-query", "the request has no field 'query'", expected="one query")
    media_type = choose(accept, list(_offers(result)))
    if media_type is None:
        raise Problem(
            "not-acceptable",
            f"the request accepts {accept}",
            expected="one of " + ", ".join(_offers(result)),
        )
    return _answer(result, media_type)


@blueprint.route("/sparql.<suffix>", methods=("GET", "HEAD"))
def download(suffix: str) -> Response:
    """Answer the query of the query string in the format of the suffix, as a file."""
    media_type = _SUFFIXES.get(suffix)
    if media_type is None:
        raise Problem("not-found", f"there is no format .{suffix}", expected=", ".join(_SUFFIXES))
    asked = _read()
    if asked is None:
        raise Problem("no-query", "the request has no field 'query'", expected="one query")
    result = _result(asked)
    if media_type not in _offers(result):
        raise Problem(
            "not-acceptable",
            f"this query's answer has no form .{suffix}",
            expected="one of "
            + ", ".join(f".{one}" for one, kind in _SUFFIXES.items() if kind in _offers(result)),
        )
    response = _answer(result, media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="answer.{suffix}"'
    return response


def _read() -> QueryRequest | None:
    body = request.get_data(cache=False, parse_form_data=False)
    return read_request(
        request.method, request.query_string, request.headers.get("Content-Type", ""), body
    )


def _result(asked: QueryRequest) -> Result:
    site = this_site()
    check_query(asked.text, site.settings)
    return engine.evaluate(site.store, asked)


def _offers(result: Result) -> dict[str, SolutionFormat] | dict[str, Format]:
    return _GRAPHS if isinstance(result, QueryTriples) else _SOLUTIONS


def _answer(result: Result, media_type: str) -> Response:
    stream = io.BytesIO()
    if isinstance(result, QueryTriples):
        write_triples(result, _GRAPHS[media_type], stream)
    else:
        write_solutions(result, _SOLUTIONS[media_type], stream)
    text = media_type.startswith("text/")
    return Response(
        stream.getvalue(), content_type=f"{media_type}; charset=utf-8" if text else media_type
    )


def _options() -> Response:
    return Response(
        status=204,
        headers={
            "Allow": ", ".join(METHODS),
            "Access-Control-Allow-Methods": ", ".join(METHODS),
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "86400",
        },
    )
