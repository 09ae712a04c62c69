"""Which focus nodes a change of the data can touch: only those need to be validated again.

What a shape says of a node depends on triples at the end of the paths that the shape walks from
the node, and on nothing else. So the paths are read from the shapes, and walked back from every
triple that has changed. Where a shape asks in SPARQL, the predicates of its query are known but
not the way back: then all its nodes are touched by a change of one of these predicates. A variable
in the place of a predicate is a path with any predicate at its end. What is not understood touches
everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, RDFS, SH
from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from kg.ontology import code_quads, ontology_quads
from kg.validation.shapes import shapes_graph, shapes_with_targets
from kg.validation.spare import Spare
from kg.vocab import PREFIXES

__all__ = ["Targets", "Touched", "prepare_touched", "touched_targets"]

Targets = Mapping[rdflib.URIRef, Collection[str]]
"""The IRIs of the focus nodes of each shape that has a target."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What is to be validated again: the ``targets``, and all data beside our terms in a store."""

    targets: Targets
    data: ox.Store


_ANY: Final = "*"
_SUBCLASS: Final = ox.NamedNode(str(RDFS.subClassOf))
# Constraints that look at the values at the end of the path and no further.
_OF_VALUES: Final = frozenset(
    SH[name]
    for name in (
        "datatype", "flags", "hasValue", "in", "languageIn", "maxCount", "maxExclusive",
        "maxInclusive", "maxLength", "minCount", "minExclusive", "minInclusive", "minLength",
        "nodeKind", "pattern", "qualifiedMaxCount", "qualifiedMinCount", "uniqueLang",
    )
)  # fmt: skip
_OF_OTHERS: Final = frozenset(SH[n] for n in ("disjoint", "equals", "lessThan", "lessThanOrEquals"))
_OF_SHAPES: Final = frozenset(
    SH[name] for name in ("node", "not", "property", "qualifiedValueShape")
)
_OF_LISTS: Final = frozenset(SH[name] for name in ("and", "or", "xone"))
_SILENT: Final = frozenset(
    SH[name]
    for name in (
        "defaultValue", "description", "group", "message", "name", "order", "path", "severity",
        "targetClass", "targetSubjectsOf",
    )
)  # fmt: skip


class _UnknownError(Exception):
    """Something in the shapes that is not understood here."""


@dataclass(frozen=True, slots=True)
class _Reads:
    """What one shape with a target reads.

    ``paths`` lead from a focus node, each a row of predicates, of which the last may be ``*`` for
    any; ``predicates`` are those that its SPARQL queries mention.
    """

    classes: frozenset[str]
    subjects_of: frozenset[str]
    paths: frozenset[tuple[str, ...]]
    predicates: frozenset[str]


def touched_targets(old: Collection[ox.Quad], new: Collection[ox.Quad]) -> Touched | None:
    """Give the focus nodes of each shape on which its verdict may differ between these data.

    None where that may be all: the shapes have something that is not understood, or the classes
    of the data have changed.
    """
    before, after = ({quad.triple for quad in quads} for quads in (old, new))
    changed = before ^ after
    if any(_is_beyond(triple) for triple in changed):
        return None
    try:
        reads = _all_reads()
    except _UnknownError:
        return None
    store = _TERMS.take()
    store.bulk_extend(ox.Quad(*triple) for triple in before | after)
    reached = {shape: _reached(read, changed, store) for shape, read in reads.items()}
    for triple in before - after - _terms():
        store.remove(ox.Quad(*triple))
    found = {shape: _aimed(reads[shape], nodes, store) for shape, nodes in reached.items()}
    return Touched({shape: nodes for shape, nodes in found.items() if nodes}, store)


def prepare_touched() -> None:
    """Have what every change is looked at with made for the next one."""
    _all_reads()
    _TERMS.ready()


def _is_beyond(triple: ox.Triple) -> bool:
    blank = isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
    return blank or triple.predicate == _SUBCLASS


@cache
def _terms() -> frozenset[ox.Triple]:
    return frozenset(quad.triple for quads in (ontology_quads(), code_quads()) for quad in quads)


def _store_of_terms() -> ox.Store:
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in _terms())
    return store


_TERMS: Final = Spare(_store_of_terms)


def _aimed(reads: _Reads, nodes: Collection[str] | None, now: ox.Store) -> frozenset[str]:
    """Give the focus nodes of a shape in the new data, of those nodes if there are any."""
    if nodes is None:
        return frozenset(_targets(reads, now))
    return frozenset(_targets(reads, now)).intersection(nodes) if nodes else frozenset()


def _reached(
    reads: _Reads, changed: Collection[ox.Triple], both: ox.Store
) -> Collection[str] | None:
    """Give the nodes from which a path of a shape leads to what has changed; None for any."""
    predicates = {triple.predicate.value for triple in changed}
    if predicates & reads.predicates:
        return None
    nodes: set[str] = set()
    for path in reads.paths:
        for place, predicate in enumerate(path):
            if predicate == _ANY or predicate in predicates:
                ends = {t.subject for t in changed if predicate in {_ANY, t.predicate.value}}
                nodes |= _back(both, path[:place], ends)
    return nodes


def _back(store: ox.Store, path: tuple[str, ...], ends: set[Any]) -> set[str]:
    """Give the IRIs from which the path leads to one of these ends."""
    for predicate in reversed(path):
        ends = {
            quad.subject
            for end in ends
            for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), end, None)
        }
    return {end.value for end in ends if isinstance(end, ox.NamedNode)}


def _targets(reads: _Reads, store: ox.Store) -> Iterator[str]:
    """Give the IRIs that are focus nodes of the shape."""
    for name in reads.classes:
        query = f"SELECT ?node {{ ?node a/<{RDFS.subClassOf}>* <{name}> }}"
        rows = store.query(query)
        assert isinstance(rows, ox.QuerySolutions), "a SELECT gives rows"
        yield from _iris(row["node"] for row in rows)
    for name in reads.subjects_of:
        found = store.quads_for_pattern(None, ox.NamedNode(name), None, None)
        yield from _iris(quad.subject for quad in found)


def _iris(terms: Iterable[object]) -> Iterator[str]:
    return (term.value for term in terms if isinstance(term, ox.NamedNode))


@cache
def _all_reads() -> Mapping[rdflib.URIRef, _Reads]:
    """Read the shapes with a target; raises `_UnknownError`."""
    graph = shapes_graph()
    kinds = {predicate for predicate in graph.predicates() if str(predicate).startswith(str(SH))}
    if unknown := kinds & {SH.targetNode, SH.targetObjectsOf, SH.target}:
        raise _UnknownError(str(unknown))
    return {shape: _reads(graph, shape) for shape in shapes_with_targets()}


def _reads(graph: rdflib.Graph, shape: rdflib.URIRef) -> _Reads:
    if (shape, RDF.type, RDFS.Class) in graph:
        raise _UnknownError("a class that is its own shape")
    classes = frozenset(map(str, graph.objects(shape, SH.targetClass)))
    subjects_of = frozenset(map(str, graph.objects(shape, SH.targetSubjectsOf)))
    paths: set[tuple[str, ...]] = {(name,) for name in subjects_of} | (
        {(str(RDF.type),)} if classes else set()
    )
    predicates: set[str] = set()
    for path, query in _walk(graph, shape, ()):
        if query is None:
            paths.add(path)
        else:
            mentioned, open_paths = _asked(query)
            predicates |= mentioned
            paths |= {(*path, *more) for more in open_paths}
    paths.discard(())
    return _Reads(classes, subjects_of, frozenset(paths), frozenset(predicates))


def _walk(
    graph: rdflib.Graph, shape: Node, before: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Give every path that a shape walks, and the text of every query that it asks."""
    own = graph.value(shape, SH.path)
    if own is not None and not isinstance(own, rdflib.URIRef):
        raise _UnknownError("a path that is more than a predicate")
    here = before if own is None else (*before, str(own))
    yield here, None
    for predicate, value in graph.predicate_objects(shape):
        if predicate == SH["class"]:
            yield (*here, str(RDF.type)), None
        elif predicate in _OF_OTHERS:
            yield (*before, str(value)), None
        elif predicate in _OF_SHAPES:
            yield from _walk(graph, value, here)
        elif predicate in _OF_LISTS:
            for item in graph.items(value):
                yield from _walk(graph, item, here)
        elif predicate == SH.sparql:
            select = graph.value(value, SH.select)
            if select is None:
                raise _UnknownError("a constraint in SPARQL without SELECT")
            yield before, str(select)  # $this is the node before the path
        elif predicate not in _OF_VALUES | _SILENT and str(predicate).startswith(str(SH)):
            raise _UnknownError(str(predicate))


def _asked(query: str) -> tuple[set[str], set[tuple[str, ...]]]:
    """Give the predicates of a query, and the paths from ``$this`` to where any would do."""
    algebra = prepareQuery(query, initNs=dict(PREFIXES)).algebra
    ways: dict[object, tuple[str, ...]] = {rdflib.Variable("this"): ()}
    required = list(_required(algebra))
    for subject, predicate, value in required * len(required):  # in whatever order they come
        if subject in ways and isinstance(predicate, rdflib.URIRef):
            ways.setdefault(value, (*ways[subject], str(predicate)))
    found: set[str] = set()
    open_paths: set[tuple[str, ...]] = set()
    for subject, predicate, _ in _triples(algebra):
        if not isinstance(predicate, rdflib.Variable):
            found |= _names(predicate)
        elif subject in ways:
            open_paths.add((*ways[subject], _ANY))
        else:
            raise _UnknownError(f"{subject} of {query}")
    return found, open_paths


def _required(part: object) -> Iterator[tuple[object, object, object]]:
    """Give the patterns that every solution of a query matches."""
    if isinstance(part, CompValue):
        yield from part.get("triples") or () if part.name == "BGP" else ()
        if part.name in {"SelectQuery", "Project", "Distinct", "Filter", "Extend", "LeftJoin"}:
            yield from _required(part.get("p1" if part.name == "LeftJoin" else "p"))
        elif part.name == "Join":
            yield from _required(part.p1)
            yield from _required(part.p2)


def _triples(part: object) -> Iterator[tuple[object, object, object]]:
    """Give every pattern of a query."""
    if isinstance(part, CompValue):
        for key, value in part.items():
            if key == "triples":
                yield from value
            else:
                yield from _triples(value)
    elif isinstance(part, list | tuple | set):
        for inner in part:
            yield from _triples(inner)


def _names(path: object) -> set[str]:
    """Give the IRIs in a predicate or property path."""
    if isinstance(path, rdflib.URIRef):
        return {str(path)}
    if not isinstance(path, Path):
        raise _UnknownError(repr(path))
    parts = getattr(path, "args", None) or [
        getattr(path, "path", None) or getattr(path, "arg", None)
    ]
    return {name for part in parts for name in _names(part)}
