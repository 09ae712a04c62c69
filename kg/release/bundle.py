"""A release: one folder with everything, made whole or not at all.

::

    releases/<id>/
        store/             the dataset, opened by the engine (not in the id, see below)
        dataset.nq.gz      the dataset as canonical N-Quads; also dataset.trig, dataset.jsonld
        ontology.ttl  codes.ttl  shapes.ttl  context.jsonld
        report.ttl  report.json     what the validation said
        description.ttl    VoID and DCAT: counts, partitions, the files with their checksums
        release.json       layout version, software version, counts
        SHA256SUMS         checksums of all of these; its own checksum is the id
        STORE-SHA256SUMS   checksums of the files of the store

The id is the beginning of the SHA-256 of ``SHA256SUMS``: equal inputs to equal versions of this
software and its libraries give equal files and the equal id. The engine's files differ from one
build to the next although they hold the same quads, so the store stands apart from the id, with
a manifest of its own.

A description cannot hold its own checksum, nor that of a file it is in: the dataset files hold
every graph but ``graph:description``, the store holds that too.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import rdflib

from kg.errors import DamagedReleaseError, ReleaseVersionError
from kg.rdf.canon import canonical_quads, nquads_lines, scope_blank_nodes
from kg.rdf.convert import from_rdflib
from kg.rdf.formats import format_named
from kg.rdf.turtle import write_turtle
from kg.rdf.write import write_quads
from kg.release.manifest import check_manifest, digest, manifest_of
from kg.release.metadata import Distribution, describe
from kg.release.pages import Pages
from kg.release.tally import Tally
from kg.store.disk import disk_errors, flush_folder, flush_path
from kg.store.embedded import create_store
from kg.store.literals import as_stored
from kg.vocab import graph_iri

__all__ = [
    "DATASET",
    "DESCRIPTION",
    "INFO",
    "LAYOUT",
    "MANIFEST",
    "RELEASES",
    "STORE",
    "STORE_MANIFEST",
    "UNFINISHED",
    "Progress",
    "ReleaseInfo",
    "ReleaseInputs",
    "distributions_in",
    "dump",
    "info_of",
    "is_whole",
    "put_release",
    "read_info",
    "release_id",
    "verify_release",
    "version_of",
    "write_release",
]

LAYOUT: Final = 2
"""Counts up when a reader must know of a change: 2 has the merge of all graphs in the store."""
RELEASES: Final = "releases"
STORE: Final = "store"
MANIFEST: Final = "SHA256SUMS"
STORE_MANIFEST: Final = "STORE-SHA256SUMS"
UNFINISHED: Final = ".tmp-"
INFO: Final = "release.json"
DATASET: Final = "dataset.nq.gz"
DESCRIPTION: Final = "description.ttl"
ID_LENGTH: Final = 16

_DESCRIPTION: Final = graph_iri("description")
# What is said to be a distribution: file, format, media type of the compression.
_DISTRIBUTIONS: Final = (
    (DATASET, "nquads", "application/gzip"),
    ("dataset.trig", "trig", ""),
    ("dataset.jsonld", "jsonld", ""),
    ("ontology.ttl", "turtle", ""),
    ("codes.ttl", "turtle", ""),
    ("shapes.ttl", "turtle", ""),
    ("report.ttl", "turtle", ""),
)

Progress = Callable[[str], None]
"""Called with the name of each step before it begins."""


@dataclass(frozen=True, slots=True)
class ReleaseInputs:
    """What a release is made of.

    ``quads`` is the dataset: every quad of every named graph, those of the ontology, the codes,
    the shapes and the report among them, but no description. A blank node belongs to one graph:
    equal labels in two graphs are two nodes. The rdflib graphs are written as
    Turtle for readers. ``report_json`` and ``context`` are JSON values.
    """

    quads: Iterable[ox.Quad]
    ontology: rdflib.Graph
    shapes: rdflib.Graph
    report: rdflib.Graph
    report_json: Any  # whatever JSON the validation gives; it is only written
    context: Mapping[str, Any]  # a JSON-LD context document
    codes: rdflib.Graph | None = None


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """What a release says about itself; ``quads`` and ``graphs`` count what its store holds."""

    layout: int
    software: str
    version: str
    quads: int
    graphs: Mapping[str, int]


def _silent(_step: str) -> None:
    pass


def write_release(inputs: ReleaseInputs, root: Path, progress: Progress = _silent) -> Path:
    """Make a release in ``root``/releases and give its folder, whose name is its id.

    The folder appears whole and on the disk, or not at all. Where it is there already, whole, it
    is left as it is; where it is damaged it is replaced. Nothing else is changed: `Releases`
    switches to it. Hold ``Releases.lock`` meanwhile. Raises ``DiskError``.
    """
    folder = root / RELEASES
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        work = folder / f"{UNFINISHED}{secrets.token_hex(4)}"
        work.mkdir()
        try:
            return _write(inputs, work, progress)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _write(inputs: ReleaseInputs, work: Path, progress: Progress) -> Path:
    progress("canonical order")
    quads = canonical_quads(scope_blank_nodes(as_stored(inputs.quads)))
    for name, text in _texts(inputs, quads, progress):
        (work / name).write_text(text, "utf-8", newline="\n")
    progress(DATASET)
    pages, tally = Pages(nquads_lines(quads)), Tally(quads)
    pages.write(work / DATASET)
    progress(DESCRIPTION)
    version = version_of(pages)
    graph = describe(tally, distributions_in(work), version)
    (work / DESCRIPTION).write_text(write_turtle(graph), "utf-8", newline="\n")
    description = set(from_rdflib(graph, _DESCRIPTION))
    info = info_of(tally, len(description), version)
    (work / INFO).write_text(dump(info), "utf-8", newline="\n")
    progress("checksums")
    manifest = manifest_of(work, (path.name for path in work.iterdir()))
    (work / MANIFEST).write_text(manifest, "ascii", newline="\n")
    release = work.with_name(release_id(work))
    if is_whole(release):
        return release
    progress("store")
    create_store(work / STORE, [*quads, *description])
    progress("store checksums")
    stored = (str(path.relative_to(work)) for path in (work / STORE).iterdir())
    kept = (name for name in stored if not name.endswith("/LOCK"))
    (work / STORE_MANIFEST).write_text(manifest_of(work, kept), "ascii", newline="\n")
    progress("flush")
    flush_folder(work)
    progress("rename")
    put_release(work, release)
    flush_path(release.parent)
    return release


def _texts(
    inputs: ReleaseInputs, quads: Sequence[ox.Quad], progress: Progress
) -> Iterable[tuple[str, str]]:
    for name, form in (("dataset.trig", "trig"), ("dataset.jsonld", "jsonld")):
        progress(name)
        yield name, write_quads(quads, format_named(form), context=inputs.context)
    progress("ontology.ttl, shapes.ttl and report.ttl")
    yield "ontology.ttl", write_turtle(inputs.ontology)
    yield "shapes.ttl", write_turtle(inputs.shapes)
    yield "report.ttl", write_turtle(inputs.report)
    if inputs.codes is not None:
        yield "codes.ttl", write_turtle(inputs.codes)
    yield "report.json", dump(inputs.report_json)
    yield "context.jsonld", dump(inputs.context)


def version_of(pages: Pages) -> str:
    """Give the version of the data that these lines are."""
    return pages.digest()[:ID_LENGTH]


def distributions_in(work: Path) -> Iterable[Distribution]:
    """Give the distributions that lie in the folder of a release."""
    for name, form, packed in _DISTRIBUTIONS:
        path = work / name
        if path.exists():
            media_type = format_named(form).media_type
            yield Distribution(name, media_type, path.stat().st_size, digest(path), packed)


def info_of(tally: Tally, described: int, version: str) -> dict[str, object]:
    """Give what a release of data with these counts and so long a description says of itself."""
    graphs = tally.graphs + Counter({_DESCRIPTION.value: described})
    return {
        "layout": LAYOUT,
        "software": f"cbec-kg {metadata.version('cbec-kg')}",
        "version": version,
        "quads": graphs.total(),
        "graphs": graphs,
    }


def put_release(work: Path, release: Path) -> None:
    """Let the finished folder ``work`` be the release, in place of a damaged one."""
    if release.exists():  # it is damaged; its files are of no use to a reader either
        release.rename(release.with_name(f"{UNFINISHED}{secrets.token_hex(4)}"))
    work.rename(release)


def is_whole(release: Path) -> bool:
    """Tell whether a release is there as it was written."""
    try:
        verify_release(release)
    except (DamagedReleaseError, ReleaseVersionError):
        return False
    return True


def release_id(release: Path) -> str:
    """Give the id that the content of a release asks for."""
    return hashlib.sha256((release / MANIFEST).read_bytes()).hexdigest()[:ID_LENGTH]


def read_info(release: Path) -> ReleaseInfo:
    """Give what a release says about itself.

    Raises ``ReleaseVersionError`` where it has a layout other than ours, mostly because a newer
    version of this software wrote it, and ``DamagedReleaseError`` where it cannot be read.
    """
    path = release / INFO
    try:
        value = json.loads(path.read_text("utf-8"))
        layout = int(value["layout"])
        software = str(value["software"])
        if layout > LAYOUT:
            raise ReleaseVersionError(
                f"{release} has the layout {layout}, written by {software}",
                expected=f"a layout up to {LAYOUT}",
                remedy="update cbec-kg, or go back with 'kg rollback'",
            )
        if layout < LAYOUT:
            raise ReleaseVersionError(
                f"{release} has the layout {layout}, written by {software}",
                expected=f"the layout {LAYOUT}: what is older would answer wrongly",
                remedy="build it again with 'kg build'",
            )
        return ReleaseInfo(
            layout, software, str(value["version"]), int(value["quads"]), dict(value["graphs"])
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedReleaseError(
            f"{path} is missing or cannot be read",
            expected="every file of a release as it was written",
            remedy="go back with 'kg rollback', or build it again with 'kg build'",
        ) from error


def verify_release(release: Path) -> None:
    """Do nothing if the release is whole: every file has its checksum and the name is its id.

    Raises ``DamagedReleaseError`` naming the file, or ``ReleaseVersionError``.
    """
    read_info(release)
    check_manifest(release, MANIFEST)
    check_manifest(release, STORE_MANIFEST)
    if release.name != release_id(release):
        raise DamagedReleaseError(
            f"{release / MANIFEST} is not that of the release {release.name}",
            expected=f"the release {release_id(release)} in a folder of that name",
            remedy="go back with 'kg rollback', or build it again with 'kg build'",
        )


def dump(value: object) -> str:
    """Give a value as JSON, equal values as equal text."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
