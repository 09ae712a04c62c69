"""One change, tried out to see what it would move."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from kg.change import Change
from kg.errors import DocumentError, FaultError, KgError, Place, QueryError
from kg.rdf.canon import canonical_quads, scope_blank_nodes
from kg.revision.bounds import Bounds
from kg.revision.delta import COMPUTED, Delta, addition, difference, scratch_store
from kg.revision.fork import CrashError, in_fork
from kg.revision.keepable import require_keepable
from kg.revision.letter import opened, sealed
from kg.revision.named import let_stand, note, note_empty
from kg.revision.using import outer_tokens, with_using
from kg.vocab import PREFIXES

__all__ = ["only_adds", "quad_has_blank", "tried"]

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def tried(
    change: Change,
    quads: Set[ox.Quad],
    bounds: Bounds,
    confine: Callable[[], object] | None = None,
    scratch: ox.Store | None = None,
) -> Delta:
    """Give what the change would move in these quads, which stay as they are.

    ``scratch`` is a `scratch_store` of them, where there is one already: it stays so too.

    It is tried in a forked process; ``confine`` is called there before anything of the change is
    read. Raises ``QueryError``, ``DocumentError``, ``UnkeepableError``, ``LimitError``, and
    ``FaultError`` where it is ours.
    """
    try:
        answer = in_fork(
            lambda: sealed(
                lambda: (_checked(change, quads, scratch or scratch_store(quads)), None)
            ),
            seconds=bounds.seconds,
            memory=bounds.memory,
            confine=confine,
        )
    except CrashError as crash:
        raise _ended(change, crash) from crash
    return opened(answer)[0]


def only_adds(change: Change) -> bool:
    """Tell whether the change adds and neither reads nor deletes, as INSERT DATA does.

    >>> only_adds(Change("update", "PREFIX x: <urn:x> INSERT DATA { x:a x:b 'DELETE' }"))
    True
    >>> only_adds(Change("update", "INSERT DATA { <a:a> <a:b> 1 } ; CLEAR ALL"))
    False
    """
    if change.kind != "update":
        return change.kind == "merge"
    words = [token.text.upper() for token in outer_tokens(change.text) if token.kind == "word"]
    return bool(words) and set(words) <= {"BASE", "DATA", "INSERT", "PREFIX"} and "DATA" in words


def _checked(change: Change, quads: Set[ox.Quad], store: ox.Store) -> Delta:
    """Try the change, and order the data as the release will.

    Hostile blank nodes must not take the writer down.
    """
    delta = _moved(change, quads, store)
    for quad in delta.added:
        require_keepable(quad)
    if any(quad_has_blank(quad) for quad in delta.added | delta.removed):
        canonical_quads(scope_blank_nodes(delta.applied(quads)))
    return delta


def quad_has_blank(quad: ox.Quad) -> bool:
    """Tell whether a blank node stands in the quad."""
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _ended(change: Change, crash: CrashError) -> KgError:
    if crash.status == -signal.SIGSYS:
        return QueryError(
            "the change tried to open a network connection: this server fetches nothing",
            remedy="fetch the data yourself and send them",
        )
    if not crash.too_deep:
        return FaultError(f"the process that tried the change ended with {crash.status}")
    if change.kind == "update":
        return QueryError("the update is nested more deeply than can be read")
    return DocumentError("the document is nested more deeply than can be read")


def _moved(change: Change, quads: Set[ox.Quad], store: ox.Store) -> Delta:
    if only_adds(change):
        return _added(change, quads, store)
    if change.kind == "update":
        named = _named(change)
        if named is None:
            let_stand(store)
            _update(store, change)
            note_empty(store, COMPUTED)
            return difference(quads, store)
        before = frozenset(_of(store, named, merged=False))
        _update(store, change)
        return difference(before, _of(store, named))
    graph = _graph(change)
    held = frozenset(store.quads_for_pattern(None, None, None, graph))
    notes = _notes(graph)
    noted = notes & quads
    if change.kind in {"delete", "patch"} and change.graph and not (held or noted):
        return Delta(existed=False)
    if change.kind == "patch":
        _patch(store, change, graph)
    if change.kind in {"replace", "delete"}:
        store.clear_graph(graph)
    if change.kind in {"replace", "merge"}:
        store.extend(_document(change, graph))
    if change.graph is None:
        return difference(quads, store)
    if graph in COMPUTED:
        return Delta()
    now = frozenset(store.quads_for_pattern(None, None, None, graph))
    added, removed = now - held, held - now
    if change.kind == "delete":
        removed |= noted
    elif change.kind in {"replace", "patch"} and not now:
        added |= notes - quads
    return Delta(added, removed, bool(held or noted))


def _graph(change: Change) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(change.graph) if change.graph else ox.DefaultGraph()


def _notes(graph: ox.NamedNode | ox.DefaultGraph) -> frozenset[ox.Quad]:
    """Give the quads that say that the graph stands: one, or none for the default graph."""
    return frozenset({note(graph)}) if isinstance(graph, ox.NamedNode) else frozenset()


def _named(change: Change) -> set[ox.Triple] | None:
    """Give the triples that an update names, None where it may move others too.

    INSERT DATA and DELETE DATA move nothing else, so that it is enough to look at these.
    """
    outer = list(outer_tokens(change.text))
    words = {token.text.upper() for token in outer if token.kind == "word"}
    if not words <= {"BASE", "DATA", "DELETE", "INSERT", "PREFIX"} or "DATA" not in words:
        return None
    text = change.text
    for token in reversed(outer):
        if token.kind == "word" and token.text.upper() == "DELETE":
            text = text[: token.start] + "INSERT" + text[token.end :]
    alone = ox.Store()
    _update(alone, replace(change, text=text))
    if any(quad_has_blank(quad) for quad in alone):
        return None
    return {quad.triple for quad in alone}


def _of(store: ox.Store, triples: Set[ox.Triple], *, merged: bool = True) -> Iterator[ox.Quad]:
    """Give the quads of these triples, with those of the default graph or without."""
    for subject, predicate, value in triples:
        for quad in store.quads_for_pattern(subject, predicate, value, None):
            if merged or quad.graph_name != ox.DefaultGraph():
                yield quad


def _added(change: Change, quads: Set[ox.Quad], store: ox.Store) -> Delta:
    """Give what a change adds, in a time that depends on the change alone."""
    graph = _graph(change)
    held = store.quads_for_pattern(None, None, None, graph)
    notes = _notes(graph)
    existed = change.graph is None or next(held, None) is not None or bool(notes & quads)
    alone = ox.Store()
    if change.kind == "merge":
        alone.extend(_document(change, graph))
        if not existed and not len(alone):
            alone.extend(notes)
    else:
        _update(alone, change)
    return addition(quads, store, alone, existed=existed)


def _patch(store: ox.Store, change: Change, graph: ox.NamedNode | ox.DefaultGraph) -> None:
    held = list(store.quads_for_pattern(None, None, None, graph))
    alone = ox.Store()
    alone.extend(ox.Quad(*quad.triple) for quad in held)
    _update(alone, change)
    if any(quad.graph_name != ox.DefaultGraph() for quad in alone):
        raise QueryError(
            "the patch of a graph names another graph",
            expected="an update of one graph, without GRAPH in its templates",
            remedy="send updates of several graphs to the update operation",
        )
    store.clear_graph(graph)
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in alone)


def _update(store: ox.Store, change: Change) -> None:
    text = with_using(change.text, change.using, change.using_named)
    try:
        store.update(text, base_iri=change.base or None, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        raise _unreadable(str(error)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the update cannot be carried out: {error}") from error


def _unreadable(message: str) -> QueryError:
    """Turn the engine's message into an error with a place."""
    place = _PLACE.search(message)
    if place is None:
        return QueryError(message, expected="an update of SPARQL 1.1")
    return QueryError(
        "the update cannot be read here; nothing changed",
        expected=place[3].strip()[:500],
        remedy="correct the update at this place",
        where=Place("update", int(place[1]), int(place[2])),
    )


def _document(change: Change, graph: ox.NamedNode | ox.DefaultGraph) -> list[ox.Quad]:
    form = ox.RdfFormat.from_media_type(change.media_type)
    expected = f"a document in {change.media_type} that needs nothing else"
    if form is None:
        raise DocumentError(f"{change.media_type} is no RDF format that is read here")
    try:
        return [
            ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            for quad in ox.parse(
                change.body,
                format=form,
                base_iri=change.base or None,
                without_named_graphs=True,
                rename_blank_nodes=True,
            )
        ]
    except SyntaxError as error:
        where = Place("document", error.lineno, error.offset) if error.lineno else None
        raise DocumentError(str(error.msg), expected=expected, where=where) from error
    except (OSError, ValueError) as error:
        raise DocumentError(str(error), expected=expected) from error
