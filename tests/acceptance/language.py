"""The tests of the languages: queries by a worker over a store, updates by the writer's function.

Each is also put to the engine alone, so that what fails can be told apart: what fails there too is
the engine's, and nothing else may fail.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import pyoxigraph as ox

from console.engine import Workers
from console.guard import check_query, check_update
from console.problems import Problem
from console.protocol import QueryRequest
from console.settings import Settings
from console.workers import Limits
from console.workers.formats import result_kind
from kg.change import Change
from kg.errors import KgError
from kg.revision.apply import _update as carry_update  # what the writer does with a store
from kg.store import create_store
from tests.acceptance.answers import (
    Rows,
    graphs_differ,
    read_expected,
    read_rows,
    rows_differ,
    tables_differ,
)
from tests.acceptance.manifest import Node, Test, path_of

__all__ = ["Language", "Verdict"]

Outcome = Literal["passed", "failed", "engine", "refused", "beyond"]
"""``engine``: the engine alone fails too. ``refused``: it would call another server. ``beyond``:
it needs what is not claimed, such as an entailment regime."""

_DEFAULT: Final = "urn:test:default-graph"
_SETTINGS: Final = Settings()
_LIMITS: Final = Limits(fast=1, slow=0, pages=0, spares=0, cache_bytes=0, seconds=20)
_NEVER: Final = {"service", "syntax-fed"}


@dataclass(frozen=True)
class Verdict:
    """What became of a test, and why."""

    test: Test
    outcome: Outcome
    why: str = ""


@dataclass
class _Data:
    """The dataset of a test: quads with absolute names of graphs."""

    default: list[ox.Quad] = field(default_factory=list)
    named: dict[str, list[ox.Quad]] = field(default_factory=dict)

    def quads(self, default: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
        for quad in self.default:
            yield ox.Quad(*quad.triple, default)
        for name, quads in self.named.items():
            for quad in quads:
                yield ox.Quad(*quad.triple, ox.NamedNode(name))


class Language:
    """Runs tests of SPARQL 1.1 Query and Update. It is a context manager."""

    def __init__(self) -> None:
        self._room = tempfile.TemporaryDirectory(prefix="cbec-kg-acceptance-")
        self._engine: Workers | None = None
        self._stores: dict[str, Path] = {}

    def __enter__(self) -> Language:
        return self

    def __exit__(self, *error: object) -> None:
        if self._engine:
            self._engine.close()
        self._room.cleanup()

    def run(self, test: Test) -> Verdict:
        """Run one test."""
        if test.action.one("sd:entailmentRegime") or test.node.one("sd:entailmentRegime"):
            return Verdict(test, "beyond", "an entailment regime")
        try:
            why = self._run(test)
        except Problem as problem:
            if problem.code == "service":
                return Verdict(test, "refused", problem.detail)
            why = f"{problem.code}: {problem.detail}"
        except KgError as error:
            why = error.problem
        if not why:
            return Verdict(test, "passed")
        alone = _alone(test)
        return Verdict(test, "engine" if alone else "failed", why)

    def _run(self, test: Test) -> str:
        if "Syntax" in test.kind:
            return self._syntax(test)
        if test.kind == "UpdateEvaluationTest":
            return _update(test, _ours)
        return self._query(test)

    def _syntax(self, test: Test) -> str:
        text = path_of(test.action.value).read_text("utf-8")
        try:
            if "Update" in test.kind:
                _ours(ox.Store(), text, test.action.value)
            else:
                self._answer(_Data(), _with_base(text, test.action.value), "")
        except Problem as problem:
            if problem.code == "service":
                raise
            return "" if "Negative" in test.kind else f"{problem.code}: {problem.detail}"
        except KgError as error:
            return "" if "Negative" in test.kind else error.problem
        return "it is accepted" if "Negative" in test.kind else ""

    def _query(self, test: Test) -> str:
        query, result = test.action.text("qt:query"), test.node.text("mf:result")
        text, wanted = _with_base(path_of(query).read_text("utf-8"), query), path_of(result)
        data = _data(test.action, "qt:data", "qt:graphData")
        if wanted.suffix == ".csv":
            given = self._answer(data, text, "text/csv").decode("utf-8")
            return tables_differ(wanted.read_text("utf-8"), given)
        if result_kind(text) == "graph":
            body = self._answer(data, text, "text/turtle")
            expected = read_expected(wanted)
            assert isinstance(expected, list), "a CONSTRUCT gives a graph"
            return graphs_differ(expected, ox.parse(body, format=ox.RdfFormat.TURTLE))
        rows = read_expected(wanted)
        assert isinstance(rows, Rows), "a SELECT gives rows"
        for form in (
            ox.QueryResultsFormat.JSON,
            ox.QueryResultsFormat.XML,
            ox.QueryResultsFormat.TSV,
        ):
            if form == ox.QueryResultsFormat.TSV and result_kind(text) == "boolean":
                continue
            found = read_rows(self._answer(data, text, form.media_type.partition(";")[0]), form)
            if why := rows_differ(rows, found):
                return f"{form}: {why}"
        return ""

    def _answer(self, data: _Data, text: str, media_type: str) -> bytes:
        check_query(text, _SETTINGS)
        store = self._store(data)
        if self._engine is None:
            self._engine = Workers(store, _LIMITS)
        elif self._engine.pool.store.parent != store:
            self._engine.switch(store)
        media_type = media_type or (
            "text/turtle" if result_kind(text) == "graph" else "application/sparql-results+json"
        )
        request = QueryRequest(text, (_DEFAULT,), tuple(sorted(data.named)))
        if "FROM" in text.upper() and not data.default and data.named:
            request = QueryRequest(text)
        return self._engine.answer(request, media_type).read()

    def _store(self, data: _Data) -> Path:
        quads = sorted(set(data.quads(ox.NamedNode(_DEFAULT))), key=str)
        key = str(quads)
        if key not in self._stores:
            folder = Path(self._room.name) / str(len(self._stores))
            folder.mkdir()
            create_store(folder / "store", quads)
            self._stores[key] = folder
        return self._stores[key]


def _with_base(text: str, iri: str) -> str:
    """Give the query with a base, as a service has one; the line stays the first."""
    return f"BASE <{iri}> {text}"


def _load(node: Node) -> list[ox.Quad]:
    return list(ox.parse(path=str(path_of(node.value)), base_iri=node.value))


def _data(node: Node, default: str, named: str) -> _Data:
    found = _Data()
    for one in node.all(default):
        found.default += _load(one)
    for one in node.all(named):
        graph = one.one("ut:graph")
        file = graph or one
        name = one.text("rdfs:label") if graph else one.value
        found.named[name] = _load(file)
    return found


def _ours(store: ox.Store, text: str, base: str) -> None:
    check_update(text, _SETTINGS)
    carry_update(store, Change("update", text, base=base))


def _bare(store: ox.Store, text: str, base: str) -> None:
    store.update(text, base_iri=base)


@contextmanager
def _silence() -> Iterator[None]:
    """Let whatever the engine says stand for a failure."""
    try:
        yield
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        raise _EngineError(str(error)) from error


class _EngineError(Exception):
    """The engine alone refuses."""


def _update(test: Test, carry: object) -> str:
    request = test.action.text("ut:request")
    data = _data(test.action, "ut:data", "ut:graphData")
    store = ox.Store()
    store.extend(data.quads(ox.DefaultGraph()))
    assert callable(carry), "it is one of the two above"
    carry(store, path_of(request).read_text("utf-8"), request)
    result = test.node.one("mf:result")
    assert result, f"{test.name} has no result"
    wanted = _data(result, "ut:data", "ut:graphData")
    return graphs_differ(wanted.quads(ox.DefaultGraph()), list(store))


def _alone(test: Test) -> str:
    """Give why the engine alone fails the test, '' where it does not."""
    try:
        with _silence():
            return _by_engine(test)
    except _EngineError as error:
        return "" if "Negative" in test.kind else str(error)


def _by_engine(test: Test) -> str:
    negative = "it is accepted" if "Negative" in test.kind else ""
    if "Syntax" in test.kind:
        text, base = path_of(test.action.value).read_text("utf-8"), test.action.value
        if "Update" in test.kind:
            _bare(ox.Store(), text, base)
        else:
            ox.Store().query(text, base_iri=base)
        return negative
    if test.kind == "UpdateEvaluationTest":
        return _update(test, _bare)
    query = test.action.text("qt:query")
    store = ox.Store()
    store.extend(_data(test.action, "qt:data", "qt:graphData").quads(ox.DefaultGraph()))
    result = store.query(path_of(query).read_text("utf-8"), base_iri=query)
    wanted = path_of(test.node.text("mf:result"))
    if isinstance(result, ox.QueryTriples):
        expected = read_expected(wanted)
        assert isinstance(expected, list), "a CONSTRUCT gives a graph"
        return graphs_differ(expected, _quads(result))
    if wanted.suffix == ".csv":
        given = result.serialize(format=ox.QueryResultsFormat.CSV) or b""
        return tables_differ(wanted.read_text("utf-8"), given.decode("utf-8"))
    rows = read_expected(wanted)
    assert isinstance(rows, Rows), "a SELECT gives rows"
    body = result.serialize(format=ox.QueryResultsFormat.JSON) or b""
    return rows_differ(rows, read_rows(body, ox.QueryResultsFormat.JSON))


def _quads(triples: Iterable[ox.Triple]) -> list[ox.Quad]:
    return [ox.Quad(*triple) for triple in triples]
