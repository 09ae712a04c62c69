"""What a worker does with a task: evaluate, describe or parse, and write the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, Final, cast

import pyoxigraph as ox

from console.problems import Problem, from_kg_error
from console.workers.formats import GRAPHS, SOLUTIONS, form_of, offers
from console.workers.sink import Output, too_large
from console.workers.tables import page_of, page_to_json
from console.workers.task import Task
from kg.errors import KgError
from kg.queries.results import write_solutions, write_triples
from kg.rdf.formats import Format
from kg.store.base import Result, Store
from kg.store.merge import dataset_of
from kg.vocab import BASE, NAMED, PREFIXES, rdfs, skos

__all__ = ["form", "perform"]

_LABELS: Final = (rdfs("label"), skos("prefLabel"))
# what may be prefixes
_NAMES: Final = re.compile(r"([A-Za-z][\w.-]*+):")
_ELSEWHERE: Final = re.compile(rf"(?!{re.escape(BASE)})(?:file|ftp|https?):", re.IGNORECASE)
# so many graphs are looked up, each of which is a request to a remote store
_LOOKED_UP: Final = 20
# a graph is a set, but a set of everything that was ever sent would be as large as the answer
_REMEMBERED: Final = 200_000


def form(task: Task) -> str:
    """Give the name of the format that the answer will have, for the counting of rows."""
    return form_of(task.media_type) if task.kind in {"query", "describe"} else ""


def perform(task: Task, store: Store, sink: Output) -> None:
    """Write the answer of a task; raises `Problem` for what is the asker's doing."""
    try:
        if task.kind == "query":
            _query(task, store, sink)
        elif task.kind == "check":
            sink.write(_verdict(task.text).encode("utf-8"))
        elif task.kind == "table":
            result = _result(task, store)
            sink.write(page_to_json(page_of(store, task.text, result, task.rows)))
        elif task.kind == "describe":
            triples = _description(store, ox.NamedNode(task.text), task.rows)
            _write_graph(triples, GRAPHS[task.media_type], sink)
        else:
            _parse(task, sink)
    except KgError as error:
        raise from_kg_error(error) from error
    except OSError as error:
        if sink.lost:
            raise
        # the engine asked the kernel for what the sandbox denies
        raise Problem("service", f"the query reaches outside this server: {error}") from error


def _result(task: Task, store: Store) -> Result:
    default = named = None
    if task.default_graphs is not None or task.named_graphs is not None:
        default = [ox.NamedNode(iri) for iri in task.default_graphs or ()]
        named = [ox.NamedNode(iri) for iri in task.named_graphs or ()]
    used = _used(task.text)
    if default is None:
        _refuse_documents(task.text, used, store)
    try:
        return store.query(task.text, prefixes=used, default_graphs=default, named_graphs=named)
    except KgError:
        # once more with all of them, which the error may name as what was meant
        return store.query(task.text, default_graphs=default, named_graphs=named)


def _used(text: str) -> dict[str, str]:
    """Give our prefixes that a query may use: each costs the engine 0.5 µs to declare."""
    if text.count(":") == text.count("://"):
        return {}
    return {name: PREFIXES[name] for name in _NAMES.findall(text) if name in PREFIXES}


def _refuse_documents(text: str, prefixes: Mapping[str, str], store: Store) -> None:
    """Raise `Problem` where FROM names a document of elsewhere in place of a graph of the store.

    The answer would be empty, since nothing is fetched, and would look as if there were nothing.
    """
    dataset = dataset_of(text, prefixes)
    if not dataset:
        return
    named = [graph for graph in dataset.default if isinstance(graph, ox.NamedNode)]
    asked = (graph for graph in (*named, *(dataset.named or ())) if _ELSEWHERE.match(graph.value))
    for graph in islice(asked, _LOOKED_UP):
        note = store.quads(graph, graph=ox.NamedNode(NAMED))
        if not next(store.quads(graph=graph), None) and not next(note, None):
            raise Problem(
                "service",
                f"FROM <{graph.value}> names a document elsewhere: this server fetches nothing, "
                "and has no graph of that name",
                expected="a graph of the store: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
                remedy="name one of them, or fetch the document yourself and query it there",
            )


def _verdict(text: str) -> str:
    """Give what the engine's parser says against a query, nothing where it takes it.

    Some queries are evaluated at once, so there is no data; the worker's limits hold for the rest.
    """
    try:
        ox.Store().query(text, base_iri=BASE, prefixes=dict(PREFIXES))
    except (RuntimeError, SyntaxError, ValueError) as error:
        return str(error) or "the query cannot be read"
    return ""


def _query(task: Task, store: Store, sink: Output) -> None:
    result = _result(task, store)
    graph = isinstance(result, ox.QueryTriples)
    if task.media_type not in (GRAPHS if graph else SOLUTIONS):
        raise Problem(
            "not-acceptable",
            f"this query's answer has no form {task.media_type}",
            expected="one of " + ", ".join(offers(task.text)),
        )
    stream = cast("IO[bytes]", sink)  # writers need no more of a file than to write to it
    try:
        if isinstance(result, ox.QueryTriples):
            _write_graph(result, GRAPHS[task.media_type], sink)
        else:
            write_solutions(result, SOLUTIONS[task.media_type], stream)
    except (RuntimeError, SyntaxError, ValueError) as error:
        raise Problem("query", f"the query cannot be evaluated: {error}") from error


def _write_graph(triples: Iterable[ox.Triple], form: Format, sink: Output) -> None:
    stream = cast("IO[bytes]", sink)
    if form.rdf_format == ox.RdfFormat.N_TRIPLES:
        ox.serialize(_distinct(triples), stream, format=form.rdf_format)
    else:
        write_triples(_bounded(triples, sink.most_rows), form, stream)


def _bounded(triples: Iterable[ox.Triple], most: int | None) -> Iterator[ox.Triple]:
    """Give each triple once; raises `Problem` where there are more than so many."""
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            if most is not None and len(seen) > most:
                raise too_large(most, "rows")
            yield triple


def _distinct(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Give each triple once, as long as there are not more than can be remembered."""
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            if len(seen) < _REMEMBERED:
                seen.add(triple)
            yield triple


def _description(store: Store, node: ox.NamedNode, incoming: int) -> Iterator[ox.Triple]:
    """Give what is said of an IRI, the first links to it, and the labels of its neighbours."""
    neighbours: dict[ox.NamedNode, None] = {}
    for quad in store.quads(subject=node):
        yield quad.triple
        if isinstance(quad.object, ox.NamedNode):
            neighbours[quad.object] = None
        neighbours[quad.predicate] = None
    for quad in islice(store.quads(value=node), incoming):
        yield quad.triple
        if isinstance(quad.subject, ox.NamedNode):
            neighbours[quad.subject] = None
    neighbours.pop(node, None)
    for neighbour in neighbours:
        for label in _LABELS:
            yield from (quad.triple for quad in store.quads(neighbour, label))


def _parse(task: Task, sink: Output) -> None:
    media = ox.RdfFormat.from_media_type(task.media_type)
    if media is None:
        raise Problem("media-type", f"{task.media_type!r} is no RDF format that is read here")
    graph = ox.NamedNode(task.default_graphs[0]) if task.default_graphs else None
    try:
        quads = ox.parse(task.body, format=media, base_iri=task.text or None)
        ox.serialize(
            (_in_graph(quad, graph) for quad in quads),
            cast("IO[bytes]", sink),
            format=ox.RdfFormat.N_QUADS,
        )
    except SyntaxError as error:
        raise Problem("document", str(error), line=error.lineno, column=error.offset) from error
    except ValueError as error:
        raise Problem("document", str(error)) from error


def _in_graph(quad: ox.Quad, graph: ox.NamedNode | None) -> ox.Quad:
    if graph is None or not isinstance(quad.graph_name, ox.DefaultGraph):
        return quad
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)
