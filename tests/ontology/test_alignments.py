"""The alignments: they tie our terms to those of others and stay outside the ontology."""

from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.namespace import SKOS

from kg import vocab
from kg.resources import folder

ONTOLOGY = folder("ontology")
FILES = sorted((ONTOLOGY / "alignments").glob("*.ttl"))
MAPPINGS = {RDFS.subClassOf, RDFS.subPropertyOf, SKOS.exactMatch, SKOS.closeMatch}


@pytest.fixture(scope="module")
def ours() -> Graph:
    together = Graph()
    for path in (*ONTOLOGY.glob("*.ttl"), *(ONTOLOGY / "codes").glob("*.ttl")):
        together.parse(path)
    return together


def mappings(path: Path) -> list[tuple[URIRef, URIRef, URIRef]]:
    found = Graph().parse(path)
    return [
        (ours, mapping, theirs)
        for ours, mapping, theirs in found
        if mapping in MAPPINGS
        if isinstance(ours, URIRef)
        if isinstance(mapping, URIRef)
        if isinstance(theirs, URIRef)
    ]


def test_each_public_vocabulary_has_its_file() -> None:
    """There is one file for each vocabulary that we align with."""
    assert {path.stem for path in FILES} == {
        "data-cube",
        "dcat",
        "geosparql",
        "org",
        "owl-time",
        "prov-o",
        "schema-org",
        "web-annotation",
        "wikidata",
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_mappings_lead_from_our_terms_to_others(path: Path, ours: Graph) -> None:
    """A mapping begins at a declared term or code of ours and ends outside our namespaces."""
    found = mappings(path)
    assert found
    for subject, _, target in found:
        assert (subject, RDF.type, None) in ours, subject
        assert not str(target).startswith(vocab.BASE), target


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_subclasses_are_classes_and_subproperties_properties(path: Path, ours: Graph) -> None:
    """Classes are put below classes and properties below properties."""
    for subject, predicate, _ in mappings(path):
        is_class = (subject, RDF.type, OWL.Class) in ours
        if predicate == RDFS.subClassOf:
            assert is_class, subject
        elif predicate == RDFS.subPropertyOf:
            assert not is_class, subject


def test_ontology_never_imports_an_alignment(ours: Graph) -> None:
    """The reasoner sees our axioms only."""
    imported = {str(target) for target in ours.objects(None, OWL.imports)}
    assert imported
    assert not [target for target in imported if "/alignments/" in target]
