"""A part of a release, or the whole, in any RDF format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import DamagedReleaseError, UsageError
from kg.rdf.formats import Format
from kg.rdf.jsonld import compact, dump, frame
from kg.rdf.names import Names, iri_named
from kg.rdf.write import write_quads
from kg.release.bundle import STORE
from kg.store.base import Store
from kg.store.embedded import open_store
from kg.vocab import GRAPHS, rdf

__all__ = ["Selection", "export"]

_TYPE: Final = rdf("type")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a dataset is meant; by default the whole.

    ``graphs`` are names such as ``entities`` or IRIs. ``class_name`` selects what is said of the
    instances of a class, ``frame`` does so too and asks for a tree for each instance.
    """

    graphs: tuple[str, ...] = ()
    class_name: str | None = None
    frame: str | None = None


def export(release: Path, form: Format, selection: Selection = Selection()) -> str:
    """Give the selected part of the release as text; equal parts of equal data are equal text.

    Raises ``UsageError`` for a graph or class that the release does not have, and for a frame in
    a format other than JSON-LD.
    """
    if selection.frame and not form.name.startswith("jsonld"):
        raise UsageError(
            f"a frame cannot be written as {form.name}",
            expected="the format jsonld or jsonld-expanded",
            remedy="leave the format out, or use --class instead of --frame",
        )
    with open_store(release / STORE) as store:
        quads = list(_graphs(store, selection.graphs))
        if selection.class_name:
            quads = list(_about_instances(quads, store, selection.class_name))
        if not selection.frame:
            return write_quads(quads, form, context=_context(release))
        trees = frame(quads, _class(store, selection.frame))
    return dump(trees if form.name == "jsonld-expanded" else compact(trees, _context(release)))


def _graphs(store: Store, names: Iterable[str]) -> Iterator[ox.Quad]:
    known = {graph.value for graph in store.graphs()}
    wanted = {iri_named(name, GRAPHS) for name in names}
    for iri in sorted(wanted - known):
        short = sorted(graph.removeprefix(GRAPHS) for graph in known)
        raise UsageError(
            f"the release has no graph {iri.removeprefix(GRAPHS)!r}",
            expected=f"one of {', '.join(short)}",
            remedy=_suggestion(iri.removeprefix(GRAPHS), short),
        )
    if not wanted:
        yield from store.quads()
    for iri in sorted(wanted):
        yield from store.quads(graph=ox.NamedNode(iri))


def _about_instances(quads: Iterable[ox.Quad], store: Store, class_name: str) -> Iterator[ox.Quad]:
    """Give the quads about the instances of the class, those of the blank nodes below included.

    Whose instance something is may be said in any graph, also in one that is not selected.
    """
    by_subject: dict[object, set[ox.Quad]] = {}
    for quad in quads:
        by_subject.setdefault(quad.subject, set()).add(quad)
    wanted = ox.NamedNode(_class(store, class_name))
    open_subjects: list[object] = [q.subject for q in store.quads(None, _TYPE, wanted)]
    while open_subjects:
        for quad in by_subject.pop(open_subjects.pop(), ()):
            yield quad
            if isinstance(quad.object, ox.BlankNode):
                open_subjects.append(quad.object)


def _class(store: Store, name: str) -> str:
    iri = iri_named(name)
    if next(store.quads(None, _TYPE, ox.NamedNode(iri)), None) is None:
        names = Names()
        known = {
            q.object.value for q in store.quads(None, _TYPE) if isinstance(q.object, ox.NamedNode)
        }
        short = sorted(names.shorten(known_iri) for known_iri in known)
        raise UsageError(
            f"nothing in the release is a {name}",
            expected="a class with instances: City, skos:Concept or an IRI",
            remedy=_suggestion(names.shorten(iri), short),
        )
    return iri


def _suggestion(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else "see 'kg releases --format json' for the graphs"


def _context(release: Path) -> Mapping[str, Any]:
    path = release / "context.jsonld"
    try:
        context: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedReleaseError(
            f"{path} is missing or cannot be read",
            expected="every file of a release as it was written",
            remedy="go back with 'kg rollback', or build it again with 'kg build'",
        ) from error
    return context
