"""Every part of a release can be exported in every format, always the same."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import DamagedReleaseError, UsageError
from kg.rdf import FORMATS, canonical_lines, format_named, from_rdflib
from kg.release.export import Selection, export
from kg.store import open_store
from kg.vocab import cbec, graph_iri, rdf

RDFLIB_NAMES = {
    "turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "trig": "trig", "nquads": "nquads",
    "jsonld": "json-ld", "jsonld-expanded": "json-ld",
}  # fmt: skip


def lines(quads, form):
    """Give the canonical lines of what a format can say of the quads."""
    if form.datasets:
        return canonical_lines(quads)
    return canonical_lines(ox.Quad(q.subject, q.predicate, q.object) for q in quads)


def read_by_rdflib(text, form):
    if not form.datasets:
        graph = rdflib.Graph().parse(data=text, format=RDFLIB_NAMES[form.name])
        return from_rdflib(graph, ox.NamedNode("urn:g"))
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format=RDFLIB_NAMES[form.name])
    return [
        quad
        for graph in dataset.graphs()
        if len(graph)
        for quad in from_rdflib(graph, ox.NamedNode(str(graph.identifier)))
    ]


@pytest.fixture(scope="module")
def stored(release):
    with open_store(release / "store") as store:
        return list(store.quads())


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.filterwarnings(
    "ignore:(Dataset.default_context|ConjunctiveGraph) is:DeprecationWarning"
)
def test_an_export_of_the_seeds_is_read_back_as_the_store(release, stored, form):
    """Both libraries read what the store holds, whatever the format."""
    text = export(release, form)
    expected = lines(stored, form)
    assert len(expected) > 10_000
    assert lines(ox.parse(text, format=form.rdf_format), form) == expected
    assert lines(read_by_rdflib(text, form), form) == expected


@pytest.mark.parametrize("name", ["trig", "turtle"])
def test_an_export_is_the_same_every_time(release, name):
    assert export(release, format_named(name)) == export(release, format_named(name))


def test_graphs_are_selected_by_name_or_iri(release, stored):
    selection = Selection(graphs=("entities", graph_iri("source/002").value))
    text = export(release, format_named("nquads"), selection)
    wanted = {graph_iri("entities"), graph_iri("source/002")}
    assert text.splitlines() == canonical_lines(q for q in stored if q.graph_name in wanted)


def test_a_class_is_selected_with_the_blank_nodes_of_its_instances(release, stored):
    selection = Selection(class_name="sh:NodeShape", graphs=("shapes",))
    text = export(release, format_named("turtle"), selection)
    subjects = [line for line in text.splitlines() if line[:1].strip() and "prefix" not in line]
    assert subjects
    assert all(" a sh:NodeShape" in line for line in subjects)
    assert 'sh:languageIn ( "pt" )' in text


def test_instances_are_found_in_whichever_graph_says_so(release, stored):
    """A city is a place by entailment, and what is said of it is in another graph."""
    selection = Selection(class_name="Place", graphs=("entities",))
    text = export(release, format_named("nquads"), selection)
    subjects = {q.subject for q in ox.parse(text, format=ox.RdfFormat.N_QUADS)}
    places = {q.subject for q in stored if (q.predicate, q.object) == (rdf("type"), cbec("Place"))}
    assert subjects
    assert subjects <= places


@pytest.mark.parametrize("name", ["jsonld", "jsonld-expanded"])
def test_a_frame_has_a_tree_for_each_instance(release, stored, name):
    trees = json.loads(export(release, format_named(name), Selection(frame="City")))
    trees = trees["@graph"] if name == "jsonld" else trees
    cities = {q.subject for q in stored if (q.predicate, q.object) == (rdf("type"), cbec("City"))}
    assert len(trees) == len(cities) > 5
    assert "Guangdong" in json.dumps(trees)


@pytest.mark.parametrize(
    ("form", "selection", "problem", "remedy"),
    [
        ("trig", Selection(graphs=("entitys",)), "no graph 'entitys'", "mean entities"),
        ("trig", Selection(class_name="Citty"), "nothing in the release is a Citty", "cbec:City"),
        ("jsonld", Selection(frame="Zzz"), "nothing in the release is a Zzz", "kg"),
        ("turtle", Selection(frame="City"), "cannot be written as turtle", "--class"),
    ],
)
def test_what_the_release_does_not_have_is_refused(release, form, selection, problem, remedy):
    with pytest.raises(UsageError, match=problem) as caught:
        export(release, format_named(form), selection)
    assert remedy in caught.value.remedy


def test_a_release_without_its_context_is_damaged(inputs, tmp_path):
    from kg.release import write_release

    made = write_release(inputs("one"), tmp_path)
    (made / "context.jsonld").unlink()
    with pytest.raises(DamagedReleaseError, match=r"context\.jsonld"):
        export(made, format_named("jsonld"))
