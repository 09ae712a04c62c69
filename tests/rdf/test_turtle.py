"""Turtle is written in one order that depends on the triples alone."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import InputError, TermError
from kg.rdf.turtle import write_turtle
from kg.vocab import ONT, PREFIXES

SUBJECTS = [
    URIRef(iri)
    for iri in (
        f"{ONT}City", f"{ONT}locatedIn", "https://w3id.org/cbec/ont", "urn:x:a.b", f"{ONT}a.",
        "https://w3id.org/cbec/id/cell/cbec-trade.Shenzhen.both.2024-Q1.CNY", f"{ONT}-x",
        "https://w3id.org/cbec/id/period/2022-01--2022-09", "http://ns.example/é", f"{ONT}",
    )
]  # fmt: skip
PREDICATES = [RDFS.label, SKOS.definition, RDFS.subClassOf, URIRef("urn:p"), URIRef(f"{ONT}value")]
TYPES = [OWL.Class, OWL.ObjectProperty, OWL.Ontology, SKOS.Concept, RDFS.Datatype]
TEXT = st.text(st.characters(codec="utf-8"), max_size=130)
LITERALS = st.one_of(
    TEXT.map(Literal),
    st.tuples(TEXT, st.sampled_from(["en", "zh", "pt", "fr", "zh-hans"])).map(
        lambda pair: Literal(pair[0], lang=pair[1])
    ),
    st.integers().map(Literal),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(Literal),
    st.booleans().map(Literal),
    # Spelled as rdflib spells them: its parser respells the rest.
    st.sampled_from(
        [
            Literal("1.50", datatype=XSD.decimal),
            Literal("-0.0", datatype=XSD.decimal),
            Literal("7", datatype=XSD.integer),
            Literal("1.0E5", datatype=XSD.double),
            Literal("2024-01-31", datatype=XSD.date),
            Literal("2024", datatype=XSD.gYear),
            Literal("true", datatype=XSD.boolean),
            Literal("<b>", datatype=URIRef("urn:markup")),
        ]
    ),
)
LEAVES = st.one_of(st.sampled_from(SUBJECTS), LITERALS)
# A blank node is a tuple of properties, a list is a list; build() makes nodes of them.
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(st.tuples(st.sampled_from(PREDICATES), inner), max_size=3).map(tuple),
    ),
    max_leaves=6,
)
TRIPLES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(SUBJECTS), st.just(RDF.type), st.sampled_from(TYPES)),
        st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES), VALUES),
    ),
    max_size=12,
)


def add(graph: Graph, value: object) -> Node:
    """Add a value's own triples and give its node."""
    if isinstance(value, list):
        if not value:
            return RDF.nil
        head = BNode()
        Collection(graph, head, [add(graph, item) for item in value])
        return head
    if isinstance(value, tuple):
        node = BNode()
        for predicate, item in value:
            graph.add((node, predicate, add(graph, item)))
        return node
    assert isinstance(value, Node)
    return value


def build(triples: list[tuple[URIRef, URIRef, object]]) -> Graph:
    graph = Graph()
    for subject, predicate, value in triples:
        graph.add((subject, predicate, add(graph, value)))
    return graph


def shuffled(graph: Graph, seed: int) -> Graph:
    """Give the same graph with other blank node labels, filled in another order."""
    names = {node: BNode() for triple in graph for node in triple if isinstance(node, BNode)}
    triples = sorted(graph)
    random.Random(seed).shuffle(triples)
    copy = Graph()
    for s, p, o in triples:
        copy.add((names.get(s, s), p, names.get(o, o)))
    return copy


def canonical(triples: Iterable[pyoxigraph.Triple]) -> str:
    """Give the same text for the same graph, whatever its blank nodes are called.

    `rdflib.compare.isomorphic` sometimes finds two graphs of equal blank nodes different.
    """
    dataset = pyoxigraph.Dataset(pyoxigraph.Quad(*triple) for triple in triples)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(map(str, dataset)))


def held(graph: Graph) -> str:
    """Give the canonical text of what rdflib holds."""
    text = graph.serialize(format="nt", encoding="utf-8")
    return canonical(quad.triple for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_TRIPLES))


@given(TRIPLES)
@settings(max_examples=150)
def test_parsing_what_is_written_gives_the_graph(triples):
    """parse ∘ write is the identity up to the names of blank nodes, in both libraries."""
    graph = build(triples)
    text = write_turtle(graph)
    assert held(Graph().parse(data=text, format="turtle")) == held(graph)
    read = [quad.triple for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE)]
    assert canonical(read) == held(graph)


@given(TRIPLES, st.integers(0, 9))
@settings(max_examples=100)
def test_equal_graphs_are_equal_bytes(triples, seed):
    """Neither the order of insertion nor the labels of blank nodes reach the text."""
    graph = build(triples)
    assert write_turtle(shuffled(graph, seed)) == write_turtle(graph)


@given(TRIPLES, st.sampled_from(SUBJECTS), LEAVES)
@settings(max_examples=100)
def test_an_added_property_only_adds_lines(triples, subject, value):
    """Every old line stays, in its old order."""
    graph = build(triples)
    before = write_turtle(graph).splitlines()
    graph.add((subject, URIRef("urn:added"), value))
    after = iter(write_turtle(graph).splitlines())
    assert all(line in after for line in before)


@given(TRIPLES)
@settings(max_examples=50)
def test_written_text_has_no_trailing_space_and_one_newline_at_its_end(triples):
    text = write_turtle(build(triples))
    assert not any(line != line.rstrip(" ") for line in text.split("\n"))
    assert text == "" or (text.endswith(".\n") and not text.endswith("\n\n"))


def test_subjects_stand_by_kind_then_by_name():
    graph = Graph().parse(
        data=f"""
        @prefix : <{ONT}> . @prefix owl: <{OWL}> . @prefix skos: <{SKOS}> .
        @prefix sh: <{PREFIXES["sh"]}> .
        :z a :City . [] a owl:AllDisjointClasses . :y a sh:PropertyShape . :x a sh:NodeShape .
        :w a skos:Concept . :v a skos:ConceptScheme . :u a owl:DatatypeProperty .
        :t a owl:ObjectProperty . :s2 a owl:Class . :s1 a owl:Class .
        :r a owl:AnnotationProperty . :q a owl:Ontology .
        """
    )
    heads = [line.split()[0] for line in write_turtle(graph).splitlines() if " a " in line]
    expected = ["q", "r", "s1", "s2", "t", "u", "v", "w", "x", "y"]
    assert heads == [*(f"cbec:{name}" for name in expected), "[]", "cbec:z"]


def test_languages_stand_as_english_chinese_portuguese():
    labels = [Literal("a", "pt"), Literal("b", "zh"), Literal("c", "en"), Literal("d", "de")]
    graph = build([(SUBJECTS[0], RDFS.label, label) for label in labels])
    assert 'rdfs:label "c"@en , "b"@zh , "a"@pt , "d"@de ;' in write_turtle(graph)


def test_only_used_prefixes_are_declared_in_order():
    graph = Graph()
    graph.bind("own", "http://own.example/")
    graph.bind("unused", "http://unused.example/")
    graph.bind("c", ONT)
    graph.add((URIRef("http://own.example/x"), RDF.type, URIRef(f"{ONT}City")))
    assert write_turtle(graph).splitlines()[:2] == [
        f"@prefix cbec: <{ONT}> .",
        "@prefix own: <http://own.example/> .",
    ]


def test_a_blank_node_used_twice_is_refused_with_its_users():
    node, graph = BNode(), Graph()
    graph.add((SUBJECTS[0], RDFS.subClassOf, node))
    graph.add((SUBJECTS[1], RDFS.range, node))
    with pytest.raises(InputError, match=f"{SUBJECTS[0]} by .*{SUBJECTS[1]} by") as caught:
        write_turtle(graph)
    assert "IRI" in caught.value.remedy


def test_a_circle_of_blank_nodes_is_refused():
    first, second, graph = BNode(), BNode(), Graph()
    graph.add((first, RDFS.seeAlso, second))
    graph.add((second, RDFS.seeAlso, first))
    with pytest.raises(InputError, match="circle"):
        write_turtle(graph)


def test_an_iri_that_turtle_cannot_hold_is_refused():
    with pytest.raises(TermError, match="' '"):
        write_turtle(build([(URIRef("urn:a b"), RDF.type, OWL.Class)]))


def test_a_list_that_is_not_clean_is_written_as_blank_nodes():
    """A list cell with a property of its own keeps it."""
    graph, cell = Graph(), BNode()
    Collection(graph, cell, [Literal(1)])
    graph.add((cell, RDFS.label, Literal("x")))
    graph.add((SUBJECTS[0], OWL.oneOf, cell))
    assert held(Graph().parse(data=write_turtle(graph))) == held(graph)


def test_a_string_with_and_without_its_datatype_is_one_string():
    """RDF 1.1 has one string where rdflib keeps two."""
    graph = build([(SUBJECTS[0], RDFS.label, Literal("x"))])
    graph.add((SUBJECTS[0], RDFS.label, Literal("x", datatype=XSD.string)))
    assert write_turtle(graph).count('"x"') == 1
