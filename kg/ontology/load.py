"""The files of the ontology as quads: its modules and its code lists, never the alignments.

Blank nodes (the lists of the ontology) are labelled by RDFC-1.0 over all modules together, so
that the same files give the same quads in every process.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, parse

from kg.errors import InputError, Place
from kg.rdf.convert import to_rdflib
from kg.resources import folder
from kg.vocab import BASE, PREFIXES, graph_iri

__all__ = [
    "code_quads",
    "module_quads",
    "ontology_graph",
    "ontology_quads",
    "ontology_version",
    "read_quads",
]

ONTOLOGY: Final = graph_iri("ontology")
CODES: Final = graph_iri("codes")
_HEADER: Final = NamedNode(BASE + "ont")
_VERSION: Final = NamedNode(PREFIXES["owl"] + "versionInfo")


def read_quads(path: Path, graph_name: NamedNode) -> list[Quad]:
    """Give the triples of an RDF file as quads of one graph, its blank nodes freshly labelled.

    Raises ``InputError`` with the line where the file cannot be parsed.
    """
    try:
        return [
            Quad(quad.subject, quad.predicate, quad.object, graph_name)
            for quad in parse(path=path, rename_blank_nodes=True)
        ]
    except SyntaxError as error:
        raise InputError(
            f"the file cannot be parsed: {error.msg}",
            expected="well-formed RDF",
            remedy="correct the file at this place",
            where=Place(path, error.lineno, error.offset),
        ) from error


@cache
def ontology_quads() -> tuple[Quad, ...]:
    """Give all modules of the ontology as quads of ``graph:ontology``, in a fixed order."""
    return _canonical(
        quad for path in _files(folder("ontology")) for quad in read_quads(path, ONTOLOGY)
    )


@cache
def code_quads() -> tuple[Quad, ...]:
    """Give all code lists as quads of ``graph:codes``, in a fixed order."""
    return _canonical(
        quad for path in _files(folder("ontology") / "codes") for quad in read_quads(path, CODES)
    )


def module_quads() -> tuple[Quad, ...]:
    """Give modules and code lists, each file in a graph of its own named after the file.

    This is what a check reads that must know in which file something stands; the names are
    ``graph:ontology/<module>`` and ``graph:codes/<scheme>``.
    """
    root = folder("ontology")
    named = [(path, graph_iri(f"ontology/{path.stem}")) for path in _files(root)]
    named += [(path, graph_iri(f"codes/{path.stem}")) for path in _files(root / "codes")]
    return _canonical(quad for path, name in named for quad in read_quads(path, name))


def ontology_graph() -> rdflib.Graph:
    """Give all modules of the ontology as a new graph of rdflib, which the caller may change."""
    return to_rdflib(ontology_quads())


def ontology_version() -> str:
    """Give the version of the ontology, which its header states, such as ``1.0.0``."""
    stated = (
        quad.object.value
        for quad in ontology_quads()
        if quad.subject == _HEADER and quad.predicate == _VERSION
        if isinstance(quad.object, Literal)
    )
    return next(stated)


def _files(place: Path) -> list[Path]:
    found = sorted(place.glob("*.ttl"))
    if not found:
        raise InputError(
            f"there is no Turtle file in {place}",
            expected="the files of the ontology",
            remedy="install the package again: its data folders are missing",
        )
    return found


def _canonical(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(sorted(dataset, key=str))
