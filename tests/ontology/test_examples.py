"""The examples of the terms are true of the seeds."""

import re
from collections.abc import Iterable
from functools import cache

import pytest
from pyoxigraph import NamedNode, Quad
from rdflib import OWL, RDF, Graph, Namespace, URIRef
from rdflib.namespace import SKOS

from kg import vocab
from kg.ontology import code_quads, ontology_quads
from kg.pipeline import map_and_derive
from kg.reasoning import materialize
from kg.resources import folder

CBEC = Namespace(vocab.ONT)
NAME = re.compile(r"\b([a-z]+):([A-Za-z0-9][\w.-]*[A-Za-z0-9])")


@cache
def graph() -> frozenset[tuple[str, str, str]]:
    """Give the triples of the seeds with all that follows from them."""
    quads = [*map_and_derive(folder("seeds")), *ontology_quads(), *code_quads()]
    quads += materialize(quads)
    return frozenset(triples(quads))


def triples(quads: Iterable[Quad]) -> Iterable[tuple[str, str, str]]:
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            value = "" if not hasattr(quad.object, "value") else quad.object.value
            yield quad.subject.value, quad.predicate.value, value


def examples(kind: URIRef) -> list[tuple[str, list[str]]]:
    """Give the terms of a kind, each with the IRIs that its example names, in their order."""
    ontology = Graph()
    for path in sorted(folder("ontology").glob("*.ttl")):
        ontology.parse(path)
    found = []
    for term in sorted(ontology.subjects(RDF.type, kind)):
        if str(term).startswith(CBEC):
            named = NAME.findall(str(ontology.value(term, SKOS.example)))
            found.append((str(term), [vocab.PREFIXES[prefix] + rest for prefix, rest in named]))
    assert found
    return found


def local(value: object) -> str | None:
    return value.removeprefix(CBEC) if isinstance(value, str) else None


@pytest.mark.parametrize(("term", "named"), examples(OWL.Class), ids=local)
def test_example_of_a_class_is_an_instance_of_it(term: str, named: list[str]) -> None:
    """The first entity that the example of a class names has that class."""
    assert (named[0], str(RDF.type), term) in graph()


@pytest.mark.parametrize(("term", "named"), examples(OWL.ObjectProperty), ids=local)
def test_example_of_an_object_property_holds(term: str, named: list[str]) -> None:
    """The first two entities that the example of an object property names are so related."""
    assert (named[0], term, named[1]) in graph()


@pytest.mark.parametrize(("term", "named"), examples(OWL.DatatypeProperty), ids=local)
def test_example_of_a_data_property_has_a_value(term: str, named: list[str]) -> None:
    """The entity that the example of a data property names has a value of it."""
    assert [t for t in graph() if t[:2] == (named[0], term)]


@pytest.mark.parametrize(
    "kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty], ids=lambda kind: kind.fragment
)
def test_every_name_in_an_example_is_known(kind: URIRef) -> None:
    """No example names an entity that the graph does not have."""
    known = {subject for subject, _, _ in graph()}
    assert not {name for _, named in examples(kind) for name in named} - known
