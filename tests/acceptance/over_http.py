"""The tests of the protocols, spoken over HTTP to a started server.

The manifests speak of one address for queries and updates; a server may have two, so a request
goes to the one of its operation. Where a test as written contradicts its own name or another
clause, ``errata.yaml`` says so and what is sent or expected instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

import httpx
import pyoxigraph as ox
import yaml

from tests.acceptance.answers import graphs_differ, read_rows
from tests.acceptance.language import Verdict
from tests.acceptance.manifest import Node, Test, local, path_of

__all__ = ["Site", "Spoken", "errata"]

_UPDATE: Final = "application/sparql-update"
_FORM: Final = "application/x-www-form-urlencoded"
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_BOOLEAN: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_TABLES: Final = {*_BOOLEAN, "text/csv", "text/tab-separated-values"}
_RDF: Final = {"application/n-triples", "application/rdf+xml", "text/turtle"}


@dataclass(frozen=True)
class Site:
    """Where a server answers, and what lets a client write."""

    query: str
    update: str
    graphs: str
    token: str = ""


@dataclass(frozen=True)
class _Request:
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]
    response: Node


class Spoken:
    """Runs the tests of the protocols against one server, one after another."""

    def __init__(self, site: Site, client: httpx.Client) -> None:
        self._site = site
        self._client = client
        self._new = ""

    def run(self, test: Test) -> Verdict:
        """Run one test; those of a manifest build on each other."""
        if test.kind == "ServiceDescriptionTest":
            why = self._description(test)
        else:
            why = self._protocol(test)
        return Verdict(test, "failed" if why else "passed", why)

    def _protocol(self, test: Test) -> str:
        for data in test.node.all("ut:graphData"):
            self._put(data)
        found = test.action.one("ht:requests")
        assert found, f"{test.name} has no requests"
        for node in found.items():
            request = _corrected(test, _request(node))
            answer = self._send(request, store=test.kind == "GraphStoreProtocolTest")
            contains = bool(errata().get(test.name, {}).get("contains"))
            if why := self._wrong(request, answer, contains=contains):
                return f"{request.method} {request.path}: {why}"
        return ""

    def _put(self, data: Node) -> None:
        graph = data.one("ut:graph")
        assert graph, "there is a file"
        answer = self._client.put(
            self._site.graphs,
            params={"graph": data.text("rdfs:label")},
            content=path_of(graph.value).read_bytes(),
            headers={"Content-Type": "application/n-triples", **self._authority()},
        )
        assert answer.is_success, answer.text

    def _authority(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._site.token}"} if self._site.token else {}

    def _send(self, request: _Request, *, store: bool) -> httpx.Response:
        kind = dict(request.headers).get("content-type", "")
        if store:
            address = self._graph_address(request.path)
        else:
            updating = kind.startswith(_UPDATE) or b"update=" in request.body[:7]
            base = self._site.update if updating else self._site.query
            address = base + ("?" + query if (query := urlsplit(request.path).query) else "")
        headers = dict(request.headers)
        if store or address.startswith(self._site.update):
            headers |= self._authority()
        answer = self._client.request(
            request.method, address, content=request.body, headers=headers
        )
        if place := answer.headers.get("Location"):
            self._new = str(answer.url.join(place))
        return answer

    def _graph_address(self, path: str) -> str:
        """Give the address of a path in which the store is called ``$GRAPHSTORE$``."""
        if path == "$NEWPATH$":
            return self._new
        rest = path.removeprefix("$GRAPHSTORE$")
        if rest.startswith("?graph="):
            name = rest.removeprefix("?graph=").replace("$GRAPHSTORE$/", "")
            return f"{self._site.graphs}?graph={quote(_direct_name(name), safe='')}"
        return self._site.graphs + rest

    def _wrong(self, request: _Request, answer: httpx.Response, *, contains: bool) -> str:
        if not any(_is_status(answer.status_code, one) for one in request.statuses):
            return f"{answer.status_code}, not {' or '.join(request.statuses)}"
        media_type = answer.headers.get("Content-Type", "").partition(";")[0]
        form = request.response.text("mf:expectedFormat")
        allowed = {"boolean": set(_BOOLEAN), "tabular": _TABLES, "RDF": _RDF}.get(form)
        if allowed and media_type not in allowed:
            return f"{media_type} for {form}"
        if truth := request.response.text("mf:expectedBoolean"):
            given = read_rows(answer.content, _BOOLEAN[media_type]).truth
            return "" if given is (truth == "true") else f"{given}, not {truth}"
        if request.response.one("mf:expectation"):
            # the only one: a relative IRI has been resolved
            rows = read_rows(answer.content, _BOOLEAN[media_type]).rows
            good = len(rows) == 1 and ":" in str(rows[0]["o"])
            return "" if good else f"{rows}"
        if body := request.response.one("ht:body"):
            wanted = _with_prefixes(self._filled(body.text("cnt:chars")))
            return _graph_differs(wanted, answer, contains=contains)
        return ""

    def _filled(self, text: str) -> str:
        return text.replace("$HOST$/", "host/").replace("$GRAPHSTORE$", "store")

    def _description(self, test: Test) -> str:
        answer = self._client.get(self._site.query, headers={"Accept": "text/turtle"})
        if answer.headers["Content-Type"].partition(";")[0] != "text/turtle":
            return f"{answer.headers['Content-Type']}"
        triples = [q.triple for q in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)]
        if test.name == "returns-rdf":
            return "" if triples else "nothing"
        ends = [t for t in triples if t.predicate.value == _SD + "endpoint"]
        if test.name == "has-endpoint-triple":
            named = [t.object.value for t in ends if isinstance(t.object, ox.NamedNode)]
            return "" if named == [self._site.query] else f"{named}"
        return _unlike_schema(triples)


def _unlike_schema(triples: list[ox.Triple]) -> str:
    """Say what breaks the domains, ranges and cardinalities of the vocabulary itself."""
    types: dict[object, set[str]] = {}
    for triple in triples:
        if triple.predicate.value.endswith("#type") and isinstance(triple.object, ox.NamedNode):
            types.setdefault(triple.subject, set()).add(local(triple.object.value))
    for triple in triples:
        name = triple.predicate.value.removeprefix(_SD)
        if name not in _SCHEMA:
            if triple.predicate.value.startswith(_SD):
                return f"sd:{name} is no property of the vocabulary"
            continue
        domain, kinds = _SCHEMA[name]
        if domain and domain not in types.get(triple.subject, set()):
            return f"{triple.subject} has sd:{name} and is no sd:{domain}"
        if kinds and not kinds & types.get(triple.object, set()):
            return f"sd:{name} leads to {triple.object}, which is no sd:{' or sd:'.join(kinds)}"
        if isinstance(triple.object, ox.Literal):
            return f"sd:{name} leads to a literal"
    ends = [triple.object for triple in triples if triple.predicate.value == _SD + "endpoint"]
    return "" if len(ends) == len(set(ends)) == 1 else f"{len(ends)} endpoints"


# property: the class that has it, and the classes of which its value is one, where it says so here
_SCHEMA: Final[Mapping[str, tuple[str, set[str]]]] = {
    "availableGraphs": ("Service", {"GraphCollection"}),
    "defaultDataset": ("Service", {"Dataset"}),
    "defaultEntailmentRegime": ("Service", set()),
    "defaultGraph": ("Dataset", {"Graph"}),
    "defaultSupportedEntailmentProfile": ("Service", set()),
    "endpoint": ("Service", set()),
    "entailmentRegime": ("NamedGraph", set()),
    "extensionAggregate": ("Service", set()),
    "extensionFunction": ("Service", set()),
    "feature": ("Service", set()),
    "graph": ("NamedGraph", {"Graph"}),
    "inputFormat": ("Service", set()),
    "languageExtension": ("Service", set()),
    "name": ("NamedGraph", set()),
    "namedGraph": ("", {"NamedGraph"}),
    "propertyFeature": ("Service", set()),
    "resultFormat": ("Service", set()),
    "supportedEntailmentProfile": ("NamedGraph", set()),
    "supportedLanguage": ("Service", set()),
}


def _request(node: Node) -> _Request:
    headers = []
    if listed := node.one("ht:headers"):
        for header in listed.items():
            headers.append((header.text("ht:fieldName").lower(), header.text("ht:fieldValue")))
    named = tuple((name, value) for name, value in headers if name not in {"host", "location"})
    body = node.one("ht:body")
    text = body.text("cnt:chars") if body else ""
    coding = body.text("cnt:characterEncoding", "utf-8") if body else "utf-8"
    response = node.one("ht:resp")
    assert response, "an answer is expected"
    statuses = [one.value for one in response.all("ht:statusCodeValue")]
    statuses += [local(one.value) for one in response.all("mf:expectedStatus")]
    return _Request(
        node.text("ht:methodName"),
        node.text("ht:absolutePath"),
        named,
        text.replace("$HOST$/", "host/").replace("$GRAPHSTORE$", "store").encode(coding),
        tuple(statuses),
        response,
    )


def _direct_name(name: str) -> str:
    return f"https://w3id.org/cbec/graph/{name}"


def _is_status(status: int, wanted: str) -> bool:
    """Tell whether a status is the one wanted, such as ``204`` or ``StatusCode2xx``.

    https://www.w3.org/TR/sparql11-http-rdf-update/#http-put lets a server choose 200 or 204.
    """
    wanted = wanted.removeprefix("StatusCode")
    if wanted.endswith("xx"):
        return str(status)[0] == wanted[0]
    return str(status) == wanted or {str(status), wanted} == {"200", "204"}


def _with_prefixes(text: str) -> str:
    """Declare what some bodies use without saying so."""
    return (
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
        "@prefix v: <http://www.w3.org/2006/vcard/ns#> .\n" + text
    )


def _graph_differs(wanted: str, answer: httpx.Response, *, contains: bool) -> str:
    expected = list(ox.parse(wanted.encode(), format=ox.RdfFormat.TURTLE))
    given = list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    if contains:
        # the others are left out by their predicates, which the expected ones do not have
        used = {quad.predicate for quad in expected}
        types = {quad.object for quad in expected}
        given = [q for q in given if q.predicate in used and (q.object in types or _is_open(q))]
    return graphs_differ(expected, given)


def _is_open(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.BlankNode)


@cache
def errata() -> dict[str, dict[str, Any]]:
    """Give what is corrected in which test, and why."""
    found = yaml.safe_load(Path(__file__).with_name("errata.yaml").read_text("utf-8"))
    assert isinstance(found, dict), "it is a table by the names of tests"
    return found


def _corrected(test: Test, request: _Request) -> _Request:
    entry = errata().get(test.name)
    if entry is None:
        return request
    body = request.body
    for old, new in entry.get("body", {}).items():
        body = body.replace(old.encode(), new.encode())
    kind = entry.get("content-type")
    headers = tuple((n, kind if kind and n == "content-type" else v) for n, v in request.headers)
    status = entry.get("status")
    return replace(
        request,
        path=entry.get("path", request.path),
        body=body,
        headers=headers,
        statuses=(str(status),) if status else request.statuses,
    )
