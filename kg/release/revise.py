"""A release made from another by a few changes, in a time that depends on the changes.

It holds what every release holds but for ``dataset.trig`` and ``dataset.jsonld``, which take
longer to write than all the rest together; ``kg export`` gives both. Files that are as before
are shared with the release before by hard links.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.rdf.canon import nquads_lines
from kg.rdf.convert import from_rdflib, to_rdflib
from kg.rdf.turtle import write_turtle
from kg.release.bundle import (
    DATASET,
    DESCRIPTION,
    INFO,
    MANIFEST,
    RELEASES,
    STORE,
    STORE_MANIFEST,
    UNFINISHED,
    distributions_in,
    dump,
    info_of,
    is_whole,
    put_release,
    release_id,
    version_of,
)
from kg.release.manifest import manifest_of
from kg.release.metadata import describe
from kg.release.pages import Pages
from kg.release.tally import Tally
from kg.store.copy import copy_store
from kg.store.disk import disk_errors, flush_folder, flush_path, link_or_copy
from kg.vocab import graph_iri

__all__ = ["Revision", "Standing", "write_revision"]

_DESCRIPTION: Final = graph_iri("description")
_GRAPH_FILES: Final[Mapping[str, ox.NamedNode]] = {
    "codes.ttl": graph_iri("codes"),
    "ontology.ttl": graph_iri("ontology"),
    "report.ttl": graph_iri("report"),
    "shapes.ttl": graph_iri("shapes"),
}


class Standing:
    """What the files of a release are made of, held in memory and moved on by every revision."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        dataset: list[ox.Quad] = []
        description: list[ox.Quad] = []
        for quad in quads:
            (description if quad.graph_name == _DESCRIPTION else dataset).append(quad)
        self.tally = Tally(dataset)
        self.pages = Pages(nquads_lines(dataset))
        self.description = frozenset(description)

    def move(self, *, added: Collection[ox.Quad], removed: Collection[ox.Quad]) -> None:
        """Put in quads that are not here, and take out quads that are; none of a description."""
        self.tally.move(added=added, removed=removed)
        self.pages.move(added=nquads_lines(added), removed=nquads_lines(removed))


@dataclass(frozen=True, slots=True)
class Revision:
    """A release that was made, and the quads of its description that came and went with it."""

    path: Path
    added: frozenset[ox.Quad]
    removed: frozenset[ox.Quad]


def write_revision(
    base: Path,
    standing: Standing,
    quads: Set[ox.Quad],
    *,
    added: Collection[ox.Quad],
    removed: Collection[ox.Quad],
    report_json: object = None,
) -> Revision:
    """Make a release beside the release ``base``, from which it differs by these quads.

    ``standing`` is that of ``base``, and afterwards that of the new release; where an error is
    raised it is of no more use. ``quads`` are canonical, all that the new release holds; its
    description may be missing or an old one. ``report_json`` replaces what the validation said
    where it is not None. The folder appears whole and on the disk, or not at all. Raises
    ``DiskError``.
    """
    assert base.parent.name == RELEASES
    work = base.parent / f"{UNFINISHED}{secrets.token_hex(4)}"
    standing.move(added=added, removed=removed)
    with disk_errors(work):
        work.mkdir()
        try:
            _write_dataset(
                work, base, standing, quads, {quad.graph_name for quad in (*added, *removed)}
            )
            if report_json is not None:
                (work / "report.json").unlink()
                (work / "report.json").write_text(dump(report_json), "utf-8", newline="\n")
            come, gone = _write_description(work, standing)
            release = work.with_name(release_id(work))
            if not (release.exists() and is_whole(release)):
                _write_store(work, base, [*added, *come], [*removed, *gone])
                flush_folder(work)
                put_release(work, release)
                flush_path(release.parent)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return Revision(release, come, gone)


def _write_dataset(
    work: Path, base: Path, standing: Standing, quads: Set[ox.Quad], moved: Set[object]
) -> None:
    for name, graph in _GRAPH_FILES.items():
        if graph in moved:
            part = to_rdflib([quad for quad in quads if quad.graph_name == graph])
            (work / name).write_text(write_turtle(part), "utf-8", newline="\n")
        elif (base / name).exists():
            link_or_copy(base / name, work / name)
    for name in ("context.jsonld", "report.json"):
        link_or_copy(base / name, work / name)
    standing.pages.write(work / DATASET)


def _write_description(
    work: Path, standing: Standing
) -> tuple[frozenset[ox.Quad], frozenset[ox.Quad]]:
    """Write what the release says about itself; give how its description differs from the last."""
    version = version_of(standing.pages)
    graph = describe(standing.tally, distributions_in(work), version)
    (work / DESCRIPTION).write_text(write_turtle(graph), "utf-8", newline="\n")
    old, new = standing.description, frozenset(from_rdflib(graph, _DESCRIPTION))
    standing.description = new
    (work / INFO).write_text(
        dump(info_of(standing.tally, len(new), version)), "utf-8", newline="\n"
    )
    manifest = manifest_of(work, (path.name for path in work.iterdir()))
    (work / MANIFEST).write_text(manifest, "ascii", newline="\n")
    return new - old, old - new


def _write_store(work: Path, base: Path, added: list[ox.Quad], removed: list[ox.Quad]) -> None:
    copy_store(base / STORE, work / STORE, added=added, removed=removed)
    stored = (str(path.relative_to(work)) for path in (work / STORE).iterdir())
    kept = (name for name in stored if not name.endswith("/LOCK"))
    (work / STORE_MANIFEST).write_text(manifest_of(work, kept), "ascii", newline="\n")
