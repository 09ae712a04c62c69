"""The SPARQL 1.1 Protocol without I/O: from the parts of an HTTP request to a query request.

https://www.w3.org/TR/sparql11-protocol/#query-operation. Form bodies and query strings are
decoded exactly once, so that an IRI with percent signs comes through as it was sent. Parameters
that the protocol does not know do no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from console.addresses import is_iri
from console.problems import Problem

__all__ = [
    "FORM",
    "METHODS",
    "QUERY",
    "UPDATE",
    "UPDATE_METHODS",
    "QueryRequest",
    "read_fields",
    "read_request",
    "read_update",
]

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
METHODS: Final = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
UPDATE_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
MOST_FIELDS: Final = 100

Fields = Sequence[tuple[str, str]]


class QueryRequest(NamedTuple):
    """A query and the dataset that the request, not the query, describes for it.

    An empty tuple of graphs means that the request says nothing about them; where it names any
    graph, it overrules the query's own FROM (section 2.1.4).
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def names_dataset(self) -> bool:
        """Whether the request describes the dataset."""
        return bool(self.default_graphs or self.named_graphs)


def read_request(
    method: str, query_string: bytes, content_type: str = "", body: bytes = b""
) -> QueryRequest | None:
    """Give the query of a request, or None for a GET that holds none.

    Raises `Problem` for what the protocol does not allow.
    """
    if method in {"GET", "HEAD"}:
        fields = read_fields(query_string, "query string")
        if not _values(fields, "query") and not _values(fields, "update"):
            return None
        return _request(fields, ())
    # https://www.ietf.org/archive/id/draft-ietf-httpbis-safe-method-w-body: as POST, but safe
    if method not in {"POST", "QUERY"}:
        raise Problem(
            "method", f"{method} is not a way to query", headers={"Allow": ", ".join(METHODS)}
        )
    media_type = _media_type(content_type)
    # one place for the query, but whoever names a dataset in the other one means it
    beside = read_fields(query_string, "query string")
    if media_type == FORM:
        return _request(read_fields(body, "body"), beside)
    if media_type == QUERY:
        return _request([("query", _decode(body, "body"))], beside)
    if media_type == UPDATE:
        raise _no_update()
    raise Problem(
        "media-type",
        f"the body is {media_type}" if media_type else "the request has no Content-Type",
        expected=f"{FORM} or {QUERY}",
        headers={"Accept-Post": f"{FORM}, {QUERY}", "Accept-Query": f"{FORM}, {QUERY}"},
    )


def read_update(query_string: bytes, content_type: str = "", body: bytes = b"") -> QueryRequest:
    """Give the update of a POST, and the dataset that the request names for its patterns.

    https://www.w3.org/TR/sparql11-protocol/#update-operation. ``default_graphs`` are those of
    ``using-graph-uri``. Raises `Problem` for what the protocol does not allow.
    """
    media_type = _media_type(content_type)
    beside = read_fields(query_string, "query string")
    if media_type == FORM:
        fields = read_fields(body, "body")
    elif media_type == UPDATE:
        fields = [("update", _decode(body, "body"))]
    else:
        raise Problem(
            "media-type",
            f"the body is {media_type}" if media_type else "the request has no Content-Type",
            expected=f"{UPDATE} or {FORM}",
            headers={"Accept-Post": f"{UPDATE}, {FORM}"},
        )
    updates = _values(fields, "update")
    # section 2.2 knows no update in an address, where a form of another site could put it
    if stray := _values(beside, "update") or _values(beside, "query"):
        raise Problem(
            "bad-request",
            f"the address has {len(stray)} fields with an update or a query",
            expected="the update in the body",
        )
    fields = [*fields, *beside]
    if len(updates) != 1 or _values(fields, "query"):
        raise Problem(
            "no-update" if not updates else "bad-request",
            f"the request has {len(updates)} fields 'update'",
            expected="one update and no query",
        )
    return QueryRequest(
        updates[0], _graphs(fields, "using-graph-uri"), _graphs(fields, "using-named-graph-uri")
    )


def _request(fields: Fields, beside: Fields) -> QueryRequest:
    """Give the request of these fields; those beside a body may name the dataset alone."""
    everything = [*fields, *beside]
    if _values(everything, "update"):
        raise _no_update()
    queries = _values(fields, "query")
    if not queries:
        raise Problem("no-query", "the request has no field 'query'", expected="one query")
    if len(given := _values(everything, "query")) > 1:
        raise Problem("many-queries", f"the request has {len(given)}", expected="one query")
    return QueryRequest(
        queries[0],
        _graphs(everything, "default-graph-uri"),
        _graphs(everything, "named-graph-uri"),
    )


def _no_update() -> Problem:
    return Problem(
        "update",
        "updates are refused here: this operation only reads, and a release never changes",
        remedy="send it to the update operation, if this server writes",
    )


def _graphs(fields: Fields, name: str) -> tuple[str, ...]:
    graphs = tuple(_values(fields, name))
    for iri in graphs:
        if not is_iri(iri):
            raise Problem("graph-iri", f"{name} is {iri!r}", expected="an absolute IRI")
    return graphs


def _values(fields: Fields, name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def read_fields(data: bytes, what: str) -> Fields:
    """Give the fields of a form or a query string, decoded once; raises `Problem`."""
    text = _decode(data, what)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise Problem("encoding", f"the {what} holds bytes that are not UTF-8") from error
    except ValueError as error:
        raise Problem("bad-request", f"the {what} has more than {MOST_FIELDS} fields") from error


def _decode(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("encoding", f"byte {error.start} of the {what} is not UTF-8") from error


def _media_type(content_type: str) -> str:
    """Give the media type in lower case; a charset other than UTF-8 is a Problem."""
    media_type, *parameters = (part.strip() for part in content_type.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in {
            "utf-8",
            "utf8",
            "us-ascii",
        }:
            raise Problem("media-type", f"the charset is {value}", expected="UTF-8")
    return media_type.lower()
