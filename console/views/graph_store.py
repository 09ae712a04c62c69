"""``/graphs``: the SPARQL 1.1 Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/. A graph is named directly, ``/graphs/entities``
for ``https://w3id.org/cbec/graph/entities``, or indirectly, ``/graphs?graph=IRI`` and
``/graphs?default``. Reading is open; writing needs a token and makes a new release.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, request

from console.access import Writes, carry_out, require, this_writes, written
from console.addresses import is_iri
from console.conditions import require_conditions, turn
from console.documents import MEDIA_TYPES, Document, read_document, unpacked
from console.guard import check_update
from console.kept import pattern
from console.manners import tag, unchanged
from console.multipart import MULTIPART, read_multipart
from console.negotiation import choose
from console.problems import Problem
from console.protocol import UPDATE, QueryRequest, read_fields, read_update
from console.site import this_asker, this_site
from console.views.update import options
from console.workers.formats import GRAPHS
from kg.change import Change
from kg.vocab import BASE
from kg.vocab import GRAPHS as NAMES

__all__ = ["blueprint"]

blueprint = Blueprint("graph_store", __name__)

READING: Final = ("GET", "HEAD", "OPTIONS")
METHODS: Final = ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS")
_ACCEPTED: Final = ", ".join((*MEDIA_TYPES, MULTIPART))
_COMPUTED: Final = frozenset(
    NAMES + name for name in ("audit", "derived", "description", "entailed", "named", "report")
)
"""The graphs that nobody writes to; ``named`` tells which graphs stand empty."""
_DEFAULT: Final = ""


@blueprint.route("/graphs", methods=METHODS, provide_automatic_options=False)
def indirect() -> Response:
    """Work on the graph that the query string names, or add a new one."""
    if request.method == "OPTIONS":
        named = any(field in {"default", "graph"} for field, _ in _fields())
        return _options(_named_graph() if named else None)
    return _work(_named_graph())


@blueprint.route("/graphs/<path:name>", methods=METHODS, provide_automatic_options=False)
def direct(name: str) -> Response:
    """Work on the graph that the address names."""
    if request.method == "OPTIONS":
        return _options(NAMES + name)
    if not is_iri(NAMES + name):
        raise Problem("graph-iri", f"no graph is called {name[:100]!r}")
    if any(field in {"default", "graph"} for field, _ in _fields()):
        raise Problem(
            "bad-request", "the address and its query name a graph each", expected="one of them"
        )
    return _work(NAMES + name)


def _named_graph() -> str | None:
    """Give the IRI of the graph, '' for the default graph, None where none is named.

    Section 4.2: exactly one of ``default`` and ``graph``, and ``graph`` once.
    """
    fields = _fields()
    named = [value for name, value in fields if name == "graph"]
    defaults = [value for name, value in fields if name == "default"]
    if len(named) + len(defaults) > 1:
        raise Problem(
            "bad-request", "more than one graph is named", expected="graph=IRI or default"
        )
    if defaults:
        return _DEFAULT
    if not named:
        return None
    if not is_iri(named[0]):
        raise Problem("graph-iri", f"graph is {named[0][:200]!r}", expected="an absolute IRI")
    return named[0]


def _fields() -> Sequence[tuple[str, str]]:
    return read_fields(request.query_string, "query string")


def _work(graph: str | None) -> Response:
    if request.method in {"GET", "HEAD"}:
        return _get(graph)
    writes = require("write")
    if graph is None and request.method != "POST":
        raise Problem(
            "bad-request", "no graph is named", expected="?default, ?graph=IRI or /graphs/NAME"
        )
    if graph in _COMPUTED:
        raise Problem(
            "computed",
            f"{graph} follows from the other graphs and cannot be written",
            remedy="change what it follows from",
        )
    if given := request.headers.get("Content-Range"):
        # https://www.rfc-editor.org/rfc/rfc9110#section-14.5: a part would pass for the whole
        raise Problem("bad-request", f"the body is the part {given[:100]}", expected="a whole one")
    with turn():
        require_conditions(
            [_tag(graph or _DEFAULT, media_type) for media_type in GRAPHS],
            this_site().settings.modified,
            lambda: graph is not None and (not graph or _exists(graph)),
        )
        if request.method == "DELETE":
            return _delete(writes, graph or _DEFAULT)
        if request.method == "PATCH":
            return _patch(writes, graph or _DEFAULT)
        return _put(writes, graph)


def _get(graph: str | None) -> Response:
    accept = request.headers.get("Accept")
    media_type = choose(accept, list(GRAPHS))
    if media_type is None:
        raise Problem(
            "not-acceptable",
            f"the request accepts {accept}",
            expected="one of " + ", ".join(GRAPHS),
        )
    if graph is None:
        raise Problem(
            "bad-request",
            "no graph is named",
            expected="?default, ?graph=IRI or /graphs/NAME",
            remedy="ask for all: SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }",
        )
    if graph and not _exists(graph):
        raise _no_graph(graph)
    etag = _tag(graph, media_type)
    if known := unchanged(etag):
        return known
    where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    asked = QueryRequest(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}")
    answer = this_site().engine.answer(asked, media_type, this_asker())
    text = media_type.startswith("text/")
    response = Response(
        answer.chunks, content_type=f"{media_type}; charset=utf-8" if text else media_type
    )
    if answer.length is not None:
        response.content_length = answer.length
    if answer.release == this_site().settings.release:
        response.set_etag(etag)
    response.headers["Allow"] = ", ".join(_methods(graph))
    if "POST" in _methods(graph):
        response.headers["Accept-Post"] = _ACCEPTED
    return response


def _methods(graph: str | None) -> tuple[str, ...]:
    """Give the methods that work on a graph here."""
    return READING if this_writes() is None or graph in _COMPUTED else METHODS


def _tag(graph: str, media_type: str) -> str:
    return tag("graph", graph, media_type)


def _exists(graph: str) -> bool:
    """Tell whether the graph has triples, or is kept although it has none."""
    where = f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} }} UNION {{ {pattern(graph)} }}"
    asked = QueryRequest(f"ASK {{ {where} }}")
    return this_site().engine.answer(asked, "text/csv", this_asker()).read().strip() == b"true"


def _put(writes: Writes, graph: str | None) -> Response:
    made = graph is None
    name = f"{NAMES}{secrets.token_hex(8)}" if graph is None else graph
    document = _document(name or NAMES)
    outcome = carry_out(
        writes,
        Change(
            "replace" if request.method == "PUT" else "merge",
            graph=name or None,
            media_type=document.media_type,
            body=document.body,
            base=name or NAMES,
        ),
    )
    new = made or not outcome.existed
    return written(outcome, 201 if new else 204, location=_address(name) if made else "")


def _delete(writes: Writes, graph: str) -> Response:
    return _of_one_there(writes, Change("delete", graph=graph or None))


def _of_one_there(writes: Writes, change: Change) -> Response:
    """Carry out a change of a graph that has to be there when its turn has come."""
    if change.graph and not _exists(change.graph):
        raise _no_graph(change.graph)
    outcome = carry_out(writes, change)
    if change.graph and not outcome.existed:  # another write took it away meanwhile
        raise _no_graph(change.graph)
    return written(outcome, 204)


def _no_graph(graph: str) -> Problem:
    return Problem("not-found", f"there is no graph {graph[:300]}")


def _patch(writes: Writes, graph: str) -> Response:
    """Apply an update to this graph alone, which is its default graph."""
    settings = this_site().settings
    given = request.headers.get("Content-Type", "")
    if given.partition(";")[0].strip().lower() != UPDATE:
        raise Problem(
            "media-type", f"the patch is {given}", expected=UPDATE, headers={"Accept-Patch": UPDATE}
        )
    body = unpacked(
        request.get_data(cache=False, parse_form_data=False),
        request.headers.get("Content-Encoding", ""),
        settings.largest_body,
    )
    asked = read_update(b"", given, body)
    check_update(asked.text, settings)
    change = Change("patch", asked.text, graph=graph or None, base=graph or BASE)
    return _of_one_there(writes, change)


def _document(base: str) -> Document:
    settings = this_site().settings
    request.max_content_length = settings.largest_document
    kind = request.headers.get("Content-Type", "")
    coding = request.headers.get("Content-Encoding", "")
    body = request.get_data(cache=False, parse_form_data=False)
    if request.method == "POST" and kind.partition(";")[0].strip().lower() == MULTIPART:
        return read_multipart(kind, body, coding, base, this_site().engine, settings)
    return read_document(
        kind,
        body,
        coding,
        largest=settings.largest_document,
        deepest=settings.deepest_document,
    )


def _address(graph: str) -> str:
    return f"{request.root_path}/graphs/{quote(graph.removeprefix(NAMES), safe='/')}"


def _options(graph: str | None) -> Response:
    methods = _methods(graph)
    response = options(methods, _ACCEPTED if "POST" in methods else "")
    if "PATCH" in methods:
        response.headers["Accept-Patch"] = UPDATE
    return response
