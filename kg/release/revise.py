"""A release made from another by a few changes.

It holds what every release holds but for ``dataset.trig`` and ``dataset.jsonld``, which take
longer to write than all the rest together; ``kg export`` gives both.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.rdf.canon import nquads_lines
from kg.rdf.convert import from_rdflib, to_rdflib
from kg.rdf.turtle import write_turtle
from kg.release.bundle import (
    INFO,
    MANIFEST,
    RELEASES,
    STORE,
    STORE_MANIFEST,
    UNFINISHED,
    digest_of_lines,
    distributions_in,
    dump,
    info_of,
    put_release,
    release_id,
    write_packed,
)
from kg.release.manifest import manifest_of
from kg.release.metadata import describe
from kg.store.copy import copy_store
from kg.store.disk import disk_errors, flush_folder, flush_path
from kg.vocab import graph_iri

__all__ = ["write_revision"]

_DESCRIPTION: Final = graph_iri("description")
_GRAPH_FILES: Final[Mapping[str, ox.NamedNode]] = {
    "codes.ttl": graph_iri("codes"),
    "ontology.ttl": graph_iri("ontology"),
    "report.ttl": graph_iri("report"),
    "shapes.ttl": graph_iri("shapes"),
}
_FAST: Final = 1
"""The level of compression: 0.03 s for 20,000 quads, where the highest takes 0.32 s."""


def write_revision(
    base: Path, quads: Sequence[ox.Quad], old: Iterable[ox.Quad], report_json: object = None
) -> tuple[Path, frozenset[ox.Quad]]:
    """Make a release of ``quads`` beside the release ``base``; give its folder and all it holds.

    ``quads`` are canonical, without a description; ``old`` is all that the store of ``base``
    holds, its description included. ``report_json`` replaces what the validation said where it
    is not None. The folder appears whole and on the disk, or not at all. Raises ``DiskError``.
    """
    work = base.parent / f"{UNFINISHED}{secrets.token_hex(4)}"
    with disk_errors(work):
        work.mkdir()
        try:
            return _write(work, base, quads, set(old), report_json)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _write(
    work: Path, base: Path, quads: Sequence[ox.Quad], old: set[ox.Quad], report_json: object
) -> tuple[Path, frozenset[ox.Quad]]:
    assert base.parent.name == RELEASES
    new = set(quads)
    moved = {quad.graph_name for quad in new ^ old}
    for name, graph in _GRAPH_FILES.items():
        if graph in moved:
            part = to_rdflib([quad for quad in quads if quad.graph_name == graph])
            (work / name).write_text(write_turtle(part), "utf-8", newline="\n")
        elif (base / name).exists():
            shutil.copyfile(base / name, work / name)
    shutil.copyfile(base / "context.jsonld", work / "context.jsonld")
    if report_json is None:
        shutil.copyfile(base / "report.json", work / "report.json")
    else:
        (work / "report.json").write_text(dump(report_json), "utf-8", newline="\n")
    lines = nquads_lines(quads)
    write_packed(work / "dataset.nq.gz", lines, _FAST)
    version = digest_of_lines(lines)
    description = describe(quads, distributions_in(work), version)
    (work / "description.ttl").write_text(write_turtle(description), "utf-8", newline="\n")
    new.update(from_rdflib(description, _DESCRIPTION))
    (work / INFO).write_text(dump(info_of(list(new), version)), "utf-8", newline="\n")
    manifest = manifest_of(work, (path.name for path in work.iterdir()))
    (work / MANIFEST).write_text(manifest, "ascii", newline="\n")
    copy_store(base / STORE, work / STORE, added=new - old, removed=old - new)
    stored = (str(path.relative_to(work)) for path in (work / STORE).iterdir())
    kept = (name for name in stored if not name.endswith("/LOCK"))
    (work / STORE_MANIFEST).write_text(manifest_of(work, kept), "ascii", newline="\n")
    flush_folder(work)
    release = work.with_name(release_id(work))
    put_release(work, release)
    flush_path(release.parent)
    return release, frozenset(new)
