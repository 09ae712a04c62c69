"""What is written as XML is XML, and is read back as what it was."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import UnwritableError
from kg.queries.results import GRAPH_FORMATS, SOLUTION_FORMATS, write_solutions, write_triples
from kg.rdf.formats import format_named
from kg.rdf.write import write_quads

RDF_XML = next(form for form in GRAPH_FORMATS if form.name == "rdfxml")
RESULTS = next(form for form in SOLUTION_FORMATS if form.name == "xml")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def graph(text: str) -> bytes:
    found = ox.Store().query(text)
    assert isinstance(found, ox.QueryTriples)
    stream = io.BytesIO()
    write_triples(found, RDF_XML, stream, {"c": "http://c/"})
    return stream.getvalue()


def rows(text: str) -> bytes:
    found = ox.Store().query(text)
    assert isinstance(found, ox.QuerySolutions)
    stream = io.BytesIO()
    write_solutions(found, RESULTS, stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "iri",
    [
        "http://x/1", "http://x/", "urn:1", "http://x/a-1%20", "http://c/1", "http://x/a#",
        f"{RDF}li", f"{RDF}Description", f"{RDF}about", "http://www.w3.org/2000/xmlns/a",
        "http://www.w3.org/XML/1998/namespacelang", "http://x/\u00d7", "http://x/:",
    ],
)  # fmt: skip
def test_a_predicate_that_no_element_can_name_is_refused(iri: str) -> None:
    """https://www.w3.org/TR/rdf-syntax-grammar/#section-Syntax-node-property-elements"""
    with pytest.raises(UnwritableError, match="predicate") as caught:
        graph(f"CONSTRUCT {{ <a:a> <{iri}> 1 }} {{}}")
    assert iri in str(caught.value)
    quad = ox.Quad(ox.NamedNode("a:a"), ox.NamedNode(iri), ox.Literal("1"))
    with pytest.raises(UnwritableError, match="predicate"):
        write_quads([quad], format_named("rdfxml"))


@pytest.mark.parametrize(
    "iri",
    ["http://x/a", "http://x/1a", "http://c/1a", "http://c/a", "http://c/a.b-c_1", "http://x/a:b",
     "http://x/\u4e2d\u6587", "http://x/%20b", "http://x/a\u00b7", "urn:a:b", "http://x/#_",
     f"{RDF}_1", "http://x/xml"],
)  # fmt: skip
def test_other_predicates_and_classes_come_through(iri: str) -> None:
    """https://www.w3.org/TR/xml-names/#NT-NCName"""
    read = rdflib.Graph().parse(data=graph(f"CONSTRUCT {{ <a:a> <{iri}> 1 }} {{}}"), format="xml")
    assert [str(one) for one in read.predicates()] == [iri]


def test_a_class_that_no_element_can_name_is_refused() -> None:
    """https://www.w3.org/TR/rdf-syntax-grammar/#section-Syntax-typed-nodes"""
    for iri in ("urn:1", "http://x/", "http://c/1", "http://www.w3.org/2000/xmlns/a"):
        with pytest.raises(UnwritableError, match="class"):
            graph(f"CONSTRUCT {{ <a:a> a <{iri}> }} {{}}")
    for iri in (f"{RDF}li", "http://c/1a", "http://c/City"):
        read = rdflib.Graph().parse(
            data=graph(f"CONSTRUCT {{ <a:a> a <{iri}> }} {{}}"), format="xml"
        )
        assert [str(one) for one in read.objects()] == [iri]


@pytest.mark.parametrize("code", [0, 1, 8, 0xB, 0xC, 0x1F, 0xFFFE, 0xFFFF])
@pytest.mark.parametrize("before", [0, 8190, 8191, 8192])
def test_a_character_that_xml_cannot_hold_is_refused(code: int, before: int) -> None:
    """https://www.w3.org/TR/xml/#charsets"""
    literal = f'"{"a" * before}\\u{code:04X}"'
    with pytest.raises(UnwritableError, match="character"):
        graph(f"CONSTRUCT {{ <a:a> <a:p> {literal} }} {{}}")
    with pytest.raises(UnwritableError, match="character"):
        rows(f"SELECT ({literal} AS ?x) {{}}")


def test_white_space_is_read_back_as_it_was() -> None:
    """https://www.w3.org/TR/xml/#sec-line-ends"""
    said = "\ta\rb\r\nc\n\t<&>'\"\ufffd\U0001f4b1 \r"
    literal = ox.Literal(said)
    root = ET.fromstring(rows(f"SELECT ({literal} AS ?x) {{}}"))
    assert [one.text for one in root.iter() if one.tag.endswith("}literal")] == [said]
    text = graph(f"CONSTRUCT {{ <a:a> <a:p> {literal} }} {{}}")
    assert [str(one) for one in rdflib.Graph().parse(data=text, format="xml").objects()] == [said]


def test_json_ld_has_no_triple_terms_and_says_so() -> None:
    """https://www.w3.org/TR/json-ld11/"""
    found = ox.Store().query("CONSTRUCT { <a:a> <a:p> <<( <a:b> <a:c> 1 )>> } {}")
    assert isinstance(found, ox.QueryTriples)
    with pytest.raises(UnwritableError, match="triple term"):
        write_triples(found, next(f for f in GRAPH_FORMATS if f.name == "jsonld"), io.BytesIO())
