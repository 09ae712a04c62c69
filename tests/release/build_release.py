"""Build a small release: ``build_release.py DATA VARIANT [KILL_AT]``; what the tests run apart.

With KILL_AT the process kills itself before that step, counted from 0; below 0 it says which
steps there are. ``wait`` in its place keeps the lock until standard input ends.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pyoxigraph as ox
import rdflib

from kg.errors import KgError
from kg.rdf import canonical_quads, from_rdflib, to_rdflib
from kg.release import ReleaseInputs, Releases
from kg.vocab import PREFIXES, cbec, entity_iri, graph_iri, rdf

ONTOLOGY = """
@prefix cbec: <https://w3id.org/cbec/ont#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
cbec:City a owl:Class . cbec:Province a owl:Class .
[] a owl:AllDisjointClasses ; owl:members ( cbec:City cbec:Province [ owl:unionOf ( cbec:A ) ] ) .
"""
SHAPES = """
@prefix cbec: <https://w3id.org/cbec/ont#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/cbec/shapes#> .
shapes:City a sh:NodeShape ; sh:targetClass cbec:City ; sh:property [ sh:path cbec:latitude ;
  sh:minInclusive -90.0 ; sh:or ( [ sh:minCount 1 ] [ sh:deactivated true ] ) ] .
"""
REPORT = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
[] a sh:ValidationReport ; sh:conforms true .
"""


def inputs(variant: str) -> ReleaseInputs:
    """Give the inputs of a release; each variant gives another one."""
    graphs = {
        name: rdflib.Graph().parse(data=text, format="turtle")
        for name, text in {"ontology": ONTOLOGY, "shapes": SHAPES, "report": REPORT}.items()
    }
    # Each graph counts its blank nodes from c14n0, as if it were alone.
    quads = [
        quad
        for name, graph in graphs.items()
        for quad in canonical_quads(from_rdflib(graph, graph_iri(name)))
    ]
    decimal = ox.NamedNode(PREFIXES["xsd"] + "decimal")
    date = ox.NamedNode(PREFIXES["xsd"] + "date")
    entities = graph_iri("entities")
    for number in range(200):
        place = ox.NamedNode(entity_iri(f"place/City{number}"))
        for predicate, value in (
            (rdf("type"), cbec("City")),
            (cbec("latitude"), ox.Literal(f"{number}.50", datatype=decimal)),
            (cbec("name"), ox.Literal(f"{variant} {number}", language="en")),
        ):
            quads.append(ox.Quad(place, predicate, value, entities))
    document = ox.NamedNode(entity_iri("doc/000"))
    for day in ("2026-11-20", "2026-11-21"):
        read = ox.Literal(day, datatype=date)
        quads.append(ox.Quad(document, cbec("accessDate"), read, graph_iri("source/000")))
    # A set has the order of the process's hash seed: nothing may depend on it.
    return ReleaseInputs(
        quads=set(quads),
        ontology=to_rdflib({q for q in quads if q.graph_name == graph_iri("ontology")}),
        shapes=graphs["shapes"],
        report=graphs["report"],
        report_json={"conforms": True, "results": []},
        context={"@context": dict(PREFIXES)},
    )


def main(data: str, variant: str, kill_at: str = "") -> None:
    """Build, and die on the way if that is asked for."""
    steps: list[str] = []

    def step(name: str) -> None:
        if kill_at and kill_at != "wait" and len(steps) == int(kill_at):
            os.kill(os.getpid(), signal.SIGKILL)
        steps.append(name)

    releases = Releases(Path(data))
    try:
        with releases.lock():
            if kill_at == "wait":
                print("locked", flush=True)
                sys.stdin.read()
            publication = releases.publish(inputs(variant), step)
    except KgError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    print(publication.id, *(steps if kill_at == "-1" else []), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
