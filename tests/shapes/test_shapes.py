"""The shapes: each speaks to people, lets one case pass and reports another."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad
from rdflib.namespace import RDF, RDFS, SH

from kg.ontology import code_quads, ontology_quads, read_quads
from kg.rdf import write_turtle
from kg.resources import folder
from kg.validation import Severity, shape_texts, shapes_graph, validate
from kg.vocab import BASE, PREFIXES, graph_iri

CASES = Path(__file__).parent / "cases"
KINDS = ("conforming", "violating")
NAMESPACE = PREFIXES["shapes"]
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
# sh:qualifiedValueShape is the shape that sh:qualifiedMinCount counts with
NO_CONSTRAINTS = (SH.path, SH.name, SH.severity, SH.message, SH.qualifiedValueShape)

SHAPES = shapes_graph()
PROPERTY_SHAPES = sorted(SHAPES.subjects(RDF.type, SH.PropertyShape), key=str)


def local_name(shape: object) -> str:
    return str(shape).removeprefix(NAMESPACE)


def reported_shapes() -> list[str]:
    """The property shapes that a result may name: those of node shapes with a target.

    The shapes of one scheme's codes have none; they are asked through ``sh:node`` and the result
    names the shape that asks.
    """
    targeted = {node for target in TARGETS for node in SHAPES.subjects(target)}
    return sorted(
        {local_name(shape) for node in targeted for shape in SHAPES.objects(node, SH.property)}
    )


def case_quads(name: str, kind: str) -> list[Quad]:
    """The data of a case, its own nodes moved apart so that all cases can stand in one graph."""
    quads = read_quads(CASES / name / f"{kind}.ttl", graph_iri("case"))
    own = {quad.subject for quad in quads}

    def moved(term: object) -> object:
        if isinstance(term, NamedNode) and term in own and term.value.startswith(BASE):
            return NamedNode(f"{BASE}case/{name}/{kind}/{term.value.removeprefix(BASE)}")
        return term

    return [
        Quad(moved(quad.subject), quad.predicate, moved(quad.object), quad.graph_name)
        for quad in quads
    ]


@cache
def found() -> dict[tuple[str, str], dict[str, set[str]]]:
    """The constraint components that report something, by case and kind, then by shape.

    pyshacl runs once for all cases.
    """
    cases = [(name, kind) for name in reported_shapes() for kind in KINDS]
    present = [(name, kind) for name, kind in cases if (CASES / name / f"{kind}.ttl").is_file()]
    shown: dict[tuple[str, str], dict[str, set[str]]] = {case: {} for case in present}
    report = validate(quad for case in present for quad in case_quads(*case))
    for result in report.results:
        assert isinstance(result.focus, NamedNode)
        parts = result.focus.value.removeprefix(f"{BASE}case/").split("/")
        shapes = shown[parts[0], parts[1]]
        component = result.component.value.removeprefix(str(SH))
        shapes.setdefault(local_name(result.shape.value), set()).add(component)
    return shown


def components(name: str) -> set[str]:
    """The constraint components that a shape declares: https://www.w3.org/TR/shacl/#core-components."""
    parameters = {
        str(predicate).removeprefix(str(SH))
        for predicate in SHAPES.predicates(rdflib.URIRef(NAMESPACE + name))
        if str(predicate).startswith(str(SH)) and predicate not in NO_CONSTRAINTS
    }
    names = {"sparql": "SPARQL"}
    return {
        names.get(parameter, parameter[0].upper() + parameter[1:]) + "ConstraintComponent"
        for parameter in parameters
    }


def test_there_are_shapes_of_each_family() -> None:
    assert {path.stem for path in folder("shapes").glob("*.ttl")} == {
        "agents",
        "codes",
        "entities",
        "events",
        "evidence",
        "places",
        "shapes",
        "statistics",
        "trade",
    }
    assert len(reported_shapes()) > 150


@pytest.mark.parametrize("name", reported_shapes())
def test_shape_lets_its_conforming_case_pass(name: str) -> None:
    assert name not in found()[name, "conforming"]


@pytest.mark.parametrize("name", reported_shapes())
def test_every_constraint_of_a_shape_reports_its_violating_case(name: str) -> None:
    assert components(name)
    assert found()[name, "violating"].get(name, set()) == components(name)


def test_each_case_belongs_to_a_shape() -> None:
    assert sorted(path.name for path in CASES.iterdir()) == reported_shapes()
    for name in reported_shapes():
        assert sorted(path.stem for path in (CASES / name).iterdir()) == list(KINDS)


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=local_name)
def test_property_shape_says_what_it_asks_in_english_and_chinese(shape: rdflib.URIRef) -> None:
    texts = shape_texts()[str(shape)]
    assert set(texts.name) == set(texts.message) == {"en", "zh"}
    assert texts.message["en"].endswith(".")
    assert texts.message["zh"].endswith("。")
    assert texts.message["en"] != texts.name["en"]


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=local_name)
def test_property_shape_has_an_iri_a_path_and_a_severity(shape: rdflib.URIRef) -> None:
    assert isinstance(shape, rdflib.URIRef)
    assert str(shape).startswith(NAMESPACE)
    (path,) = SHAPES.objects(shape, SH.path)
    assert isinstance(path, rdflib.URIRef)
    (severity,) = SHAPES.objects(shape, SH.severity)
    assert severity in {SH.Violation, SH.Warning}
    assert list(SHAPES.subjects(SH.property, shape))


def test_node_shapes_have_labels_and_hold_property_shapes_only() -> None:
    nodes = [node for node in SHAPES.subjects(RDF.type, SH.NodeShape) if _has_iri(node)]
    assert nodes
    for node in nodes:
        labels = [
            one for one in SHAPES.objects(node, RDFS.label) if isinstance(one, rdflib.Literal)
        ]
        assert {label.language for label in labels} == {"en", "zh"}
        assert set(SHAPES.objects(node, SH.property)) <= set(PROPERTY_SHAPES)
        assert not list(SHAPES.objects(node, SH.sparql))


def test_every_term_in_the_shapes_is_declared_by_the_ontology() -> None:
    declared = {
        quad.subject.value for quad in ontology_quads() if isinstance(quad.subject, NamedNode)
    }
    used = {
        str(term)
        for triple in SHAPES
        for term in triple
        if isinstance(term, rdflib.URIRef) and str(term).startswith(PREFIXES["cbec"])
    }
    assert used
    assert used <= declared


def test_every_property_named_in_a_query_is_declared_by_the_ontology() -> None:
    known = {
        quad.subject.value
        for quad in (*ontology_quads(), *code_quads())
        if isinstance(quad.subject, NamedNode)
    }
    queries = [str(query) for query in SHAPES.objects(None, SH.select)]
    assert queries
    for query in queries:
        for prefix, name in re.findall(r"\b(cbec|dir|qual|review|status):([\w-]+)", query):
            assert PREFIXES[prefix] + name in known


@pytest.mark.parametrize("path", sorted(folder("shapes").glob("*.ttl")), ids=lambda p: p.stem)
def test_shapes_are_written_in_the_one_order(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == write_turtle(rdflib.Graph().parse(data=text, format="turtle"))


def test_the_code_lists_conform() -> None:
    report = validate(())
    assert report.results == ()


def test_a_warning_does_not_stop_the_data() -> None:
    report = validate(read_quads(CASES / "localPlaceIsLocated" / "violating.ttl", graph_iri("c")))
    warning = next(r for r in report.results if local_name(r.shape.value) == "localPlaceIsLocated")
    assert warning.severity is Severity.WARNING


def _has_iri(node: object) -> bool:
    return isinstance(node, rdflib.URIRef)
