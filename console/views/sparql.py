"""``/sparql``: the endpoint of the SPARQL 1.1 Protocol, and for browsers its page.

``/sparql.csv`` and its sisters answer in the format of their suffix whatever is accepted: links
that a reader can follow.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from console.description import described, service_description
from console.documents import unpacked
from console.engine import query_key
from console.guard import check_query
from console.manners import READING, Closing, made_from, unchanged
from console.negotiation import choose
from console.problems import Problem
from console.protocol import FORM, METHODS, QUERY, QueryRequest, read_fields, read_request
from console.site import this_asker, this_site
from console.spreadsheet import safe_rows
from console.tables import TABLES, table_file
from console.views.workbench import query_page
from console.workers.formats import GRAPHS, SOLUTIONS, offers
from console.workers.tables import Page

__all__ = ["blueprint"]

blueprint = Blueprint("sparql", __name__)

HTML: Final = "text/html"
_NOT_SAFE: Final = frozenset({"", "0", "false", "no", "off"})
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
    if choose(accept, [*SOLUTIONS, *GRAPHS, HTML]) == HTML:
        return _page()
    if request.method in {"GET", "HEAD"} and _read() is None:
        # https://www.w3.org/TR/sparql11-service-description/#accessing
        missing = Problem("no-query", "the request has no field 'query'", expected="one query")
        return described(service_description(this_site()), missing)
    asked = _query()
    media_type = choose(accept, offers(asked.text))
    if media_type is None:
        raise Problem(
            "not-acceptable",
            f"the request accepts {accept}",
            expected="one of " + ", ".join(offers(asked.text)),
        )
    return _answer(asked, media_type)


@blueprint.route("/sparql/", methods=METHODS, provide_automatic_options=False)
def endpoint_with_slash() -> Response:
    """Answer at the address with a slash, as many clients write it, as without."""
    return endpoint()


@blueprint.route("/sparql.<suffix>", methods=("GET", "HEAD", "POST"))
def download(suffix: str) -> Response:
    """Answer the query of the request in the format of the suffix, as a file.

    ``safe=1`` asks for CSV that a spreadsheet does not run, which is not exact. A form is for
    queries that are too long for an address.
    """
    media_type = _SUFFIXES.get(suffix) or TABLES.get(suffix)
    if media_type is None:
        known = ", ".join([*_SUFFIXES, *TABLES])
        raise Problem("not-found", f"there is no format .{suffix}", expected=known)
    asked = _query()
    if suffix in TABLES:
        return _table(asked, suffix, media_type)
    offered = offers(asked.text)
    if media_type not in offered:
        raise Problem(
            "not-acceptable",
            f"this query's answer has no form .{suffix}",
            expected="one of "
            + ", ".join(f".{one}" for one, kind in _SUFFIXES.items() if kind in offered),
        )
    response = _answer(asked, media_type)
    if suffix == "csv" and _is_safe() and response.status_code == 200:
        response.response = Closing(safe_rows(response.iter_encoded()), response.response)
        del response.headers["Content-Length"]
    response.headers["Content-Disposition"] = f'attachment; filename="answer.{suffix}"'
    return response


def _table(asked: QueryRequest, suffix: str, media_type: str) -> Response:
    """Answer with a file of typed columns."""
    site = this_site()
    # a workbook has the time of its making in it, so that no two are equal
    etag = _etag(asked, media_type) if suffix == "parquet" else ""
    if etag and (known := unchanged(etag)):
        return known
    made = table_file(asked, suffix, site.engine, this_asker())
    response = Response(made, content_type=media_type)
    response.content_length = made.size
    if etag and made.release == site.settings.release:
        response.set_etag(etag)
        response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Content-Disposition"] = f'attachment; filename="answer.{suffix}"'
    return response


def _page() -> Response:
    """Show the page, with the answer or what is wrong with the query."""
    asked = None
    try:
        asked = _read()
        shown = _shown(asked) if asked else None
    except Problem as problem:
        return query_page(asked.text if asked else "", problem=problem)
    return query_page(asked.text if asked else "", shown=shown)


def _shown(asked: QueryRequest) -> Page:
    site = this_site()
    check_query(asked.text, site.settings)
    return site.engine.page(asked, site.settings.page_rows, this_asker())


def _read() -> QueryRequest | None:
    return read_request(
        request.method, request.query_string, request.headers.get("Content-Type", ""), _body()
    )


def _body() -> bytes:
    return unpacked(
        request.get_data(parse_form_data=False),
        request.headers.get("Content-Encoding", ""),
        this_site().settings.largest_body,
    )


def _is_safe() -> bool:
    """Tell whether CSV is asked for that a spreadsheet does not run, in the address or the form."""
    fields = list(read_fields(request.query_string, "query string"))
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() == FORM:
        fields += read_fields(_body(), "body")
    said = {value.strip().lower() for name, value in fields if name == "safe"}
    return bool(said - _NOT_SAFE)


def _query() -> QueryRequest:
    """Give the query of the request; `Problem` where there is none or the guard refuses it."""
    asked = _read()
    if asked is None:
        raise Problem("no-query", "the request has no field 'query'", expected="one query")
    check_query(asked.text, this_site().settings)
    return asked


def _answer(asked: QueryRequest, media_type: str) -> Response:
    """Answer in this media type; the server closes the answer when the client has it or leaves."""
    site = this_site()
    etag = _etag(asked, media_type)
    if etag and (known := unchanged(etag)):
        return known
    answer = site.engine.answer(asked, media_type, this_asker())
    text = media_type.startswith("text/")
    response = Response(
        answer.chunks, content_type=f"{media_type}; charset=utf-8" if text else media_type
    )
    if answer.length is not None:
        response.content_length = answer.length
    if answer.release:
        response.headers["Link"] = made_from(answer.release)
    if etag and answer.release == site.settings.release:
        response.set_etag(etag)
        response.headers["Cache-Control"] = "public, no-cache"
    return response


def _etag(asked: QueryRequest, media_type: str) -> str:
    """Give the ETag of an answer, empty where a second answer may differ from the first."""
    _, mark = query_key(this_site().settings.release, asked, media_type) or ("", "")
    return f"{mark}-safe" if mark and _is_safe() else mark


def _options() -> Response:
    response = Response(
        status=204,
        headers={
            "Allow": ", ".join(METHODS),
            "Access-Control-Allow-Methods": ", ".join(METHODS),
            "Access-Control-Allow-Headers": f"{READING}, Content-Encoding, Content-Type",
            "Access-Control-Max-Age": "86400",
            "Accept-Post": f"{FORM}, {QUERY}",
            "Accept-Query": f"{FORM}, {QUERY}",
        },
    )
    del response.headers["Content-Type"]
    return response
