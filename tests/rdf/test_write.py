"""Each format is read back by both libraries as the dataset that was written."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib

from kg.rdf.canon import canonical_lines
from kg.rdf.convert import from_rdflib
from kg.rdf.formats import FORMATS
from kg.rdf.write import write_quads


def merged(quads):
    return [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]


def read_by_rdflib(text, form):
    """Give the quads as rdflib reads them."""
    name = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml"}.get(form.name)
    if name:
        return merged(
            from_rdflib(rdflib.Graph().parse(data=text, format=name), ox.NamedNode("urn:g"))
        )
    name = {"trig": "trig", "nquads": "nquads"}.get(form.name, "json-ld")
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format=name)
    return [
        quad
        for graph in dataset.graphs()
        if len(graph)
        for quad in from_rdflib(graph, ox.NamedNode(str(graph.identifier)))
    ]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.filterwarnings(
    "ignore:(Dataset.default_context|ConjunctiveGraph) is:DeprecationWarning"
)
def test_written_text_is_read_back_by_both_libraries(quads, form):
    expected = canonical_lines(quads if form.datasets else merged(quads))
    text = write_quads(quads, form)
    assert canonical_lines(ox.parse(text, format=form.rdf_format)) == expected
    assert canonical_lines(read_by_rdflib(text, form)) == expected


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_equal_datasets_are_equal_text(quads, form):
    """Order and repetition of the quads do not reach the text."""
    assert write_quads([*reversed(quads), *quads], form) == write_quads(quads, form)
    assert write_quads(quads, form).endswith("\n")


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_an_empty_dataset_can_be_written(form):
    text = write_quads([], form)
    assert list(ox.parse(text, format=form.rdf_format)) == []


def test_prefixes_of_trig_are_sorted_and_used(quads):
    form = next(form for form in FORMATS if form.name == "trig")
    header = [line for line in write_quads(quads, form).splitlines() if line.startswith("@prefix")]
    assert header == sorted(header)
    assert [line.split()[1] for line in header] == [
        "cbec:", "graph:", "owl:", "place:", "rdf:", "rdfs:", "xsd:",
    ]  # fmt: skip
