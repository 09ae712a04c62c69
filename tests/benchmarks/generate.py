"""Make a data set of any size: areas in a tree, and figures about them; the same for every run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.release.bundle import INFO, LAYOUT, STORE, STORE_MANIFEST, release_id
from kg.release.manifest import manifest_of
from kg.store.embedded import create_store
from kg.vocab import ID, ONT, graph_iri

__all__ = ["AREAS", "PER_FIGURE", "figures", "main", "quads", "write_release"]

AREAS = 4_000
PER_FIGURE = 6
_BRANCHES = 15
_GRAPH = graph_iri("entities")
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


def figures(triples: int) -> int:
    """Give how many figures a data set of about so many triples has."""
    return max(1, (triples - 3 * AREAS) // PER_FIGURE)


def quads(triples: int) -> Iterator[Quad]:
    """Give about so many quads."""
    within, area_of = NamedNode(f"{ONT}locatedIn"), NamedNode(f"{ONT}area")
    value, period, unit = (NamedNode(f"{ONT}{name}") for name in ("value", "period", "unit"))
    city, figure = NamedNode(f"{ONT}City"), NamedNode(f"{ONT}ReportedAmount")
    cny = NamedNode("https://w3id.org/cbec/code/unit/CNY")
    for number in range(AREAS):
        area = _area(number)
        yield Quad(area, _TYPE, city, _GRAPH)
        yield Quad(area, _LABEL, Literal(f"Area {number}", language="en"), _GRAPH)
        if number:
            yield Quad(area, within, _area((number - 1) // _BRANCHES), _GRAPH)
    for number in range(figures(triples)):
        one = NamedNode(f"{ID}obs/f{number}")
        amount = f"{number * 7919 % 100_003}.{number % 90 + 10}"
        yield Quad(one, _TYPE, figure, _GRAPH)
        yield Quad(one, area_of, _area(number * 31 % AREAS), _GRAPH)
        yield Quad(one, value, Literal(amount, datatype=_DECIMAL), _GRAPH)
        yield Quad(one, period, Literal(f"{2000 + number % 26}-Q{number % 4 + 1}"), _GRAPH)
        yield Quad(one, unit, cny, _GRAPH)
        yield Quad(one, _LABEL, Literal(f"Figure {number}", language="en"), _GRAPH)


def write_release(data: Path, triples: int) -> Path:
    """Make a release of the store alone, which is what a server needs, and switch to it."""
    work = data / "releases" / "work"
    work.mkdir(parents=True)
    create_store(work / STORE, quads(triples))
    about = {"layout": LAYOUT, "software": "benchmark", "version": "0", "quads": triples}
    (work / INFO).write_text(json.dumps(about | {"graphs": {_GRAPH.value: triples}}))
    (work / "SHA256SUMS").write_text(manifest_of(work, [INFO]))
    stored = sorted(f"{STORE}/{path.name}" for path in (work / STORE).iterdir())
    kept = [name for name in stored if not name.endswith("/LOCK")]
    (work / STORE_MANIFEST).write_text(manifest_of(work, kept))
    release = work.rename(work.with_name(release_id(work)))
    (data / "current").symlink_to(Path("releases", release.name))
    return release


def _area(number: int) -> NamedNode:
    return NamedNode(f"{ID}place/Area{number}")


def main() -> None:
    """Write N-Triples of about 100,000 triples to standard output."""
    triples = (quad.triple for quad in quads(100_000))
    serialize(triples, sys.stdout.buffer, format=RdfFormat.N_TRIPLES)
