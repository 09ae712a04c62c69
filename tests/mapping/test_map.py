"""The mapping: pure, order-free, and the same as JSON-LD."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyld import jsonld
from pyoxigraph import Literal, Quad

from kg.mapping import document_nodes, map_document, map_seeds, read_vocabulary, record_places
from kg.resources import folder
from kg.seeds import Seeds, read_seeds
from kg.vocab import PREFIXES, cbec, source_graph

MINIMAL = Path(__file__).parents[1] / "seeds" / "minimal"


@pytest.fixture(scope="module", params=["minimal", "seeds"])
def seeds(request: pytest.FixtureRequest) -> Seeds:
    """Give the records to map: the smallest ones, and the project's own."""
    return read_seeds(MINIMAL if request.param == "minimal" else folder("seeds"))


def lines(quads: Iterable[Quad]) -> set[str]:
    """Give quads without their graph, as N-Triples."""
    return {str(quad.triple) + " ." for quad in quads}


def test_the_mapping_and_the_context_give_equal_graphs(seeds: Seeds) -> None:
    """A JSON-LD processor reads the node objects to the graph that the mapping gives.

    There is no blank node, so isomorphic graphs are equal sets of triples.
    """
    vocabulary = read_vocabulary()
    for document in seeds.documents:
        nodes = list(document_nodes(document, vocabulary))
        read = jsonld.to_rdf(
            {"@context": vocabulary.context, "@graph": nodes},
            {"format": "application/n-quads"},
        )
        assert "_:" not in read
        assert set(filter(None, read.split("\n"))) == lines(map_document(document))


def test_documents_may_be_mapped_in_any_order(seeds: Seeds) -> None:
    """What a document gives depends on nothing but the document."""
    documents = list(seeds.documents)
    forward = {d.id: list(map_document(d)) for d in documents}
    random.Random(7).shuffle(documents)
    assert {d.id: list(map_document(d)) for d in documents} == forward


def test_no_quad_comes_twice_and_each_document_has_its_graph(seeds: Seeds) -> None:
    """A named graph holds what one source states, and nothing else does."""
    quads = list(map_seeds(seeds))
    assert len(quads) == len(set(quads))
    reported = {q.graph_name for q in quads if q.object == cbec("ReportedObservation")}
    assert reported == {source_graph(document.id) for document in seeds.documents}


def test_no_number_is_a_float(seeds: Seeds) -> None:
    """Decimals and integers only, written as the engines write them."""
    datatypes = {
        quad.object.datatype.value.removeprefix(PREFIXES["xsd"])
        for quad in map_seeds(seeds)
        if isinstance(quad.object, Literal)
    }
    assert "decimal" in datatypes
    assert datatypes.isdisjoint({"double", "float"})


def test_the_place_of_a_record_is_known(seeds: Seeds) -> None:
    """Whoever reads a report about an IRI can open the record behind it."""
    places = record_places(seeds)
    for document in seeds.documents:
        for statement in document.statements:
            assert statement.where in places.values()
