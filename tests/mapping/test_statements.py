"""What each kind of statement becomes."""

from pathlib import Path

from pyoxigraph import parse

from kg.mapping import map_seeds
from kg.seeds import read_seeds
from kg.vocab import ID, cbec, source_graph

HERE = Path(__file__).parent
QUADS = list(map_seeds(read_seeds(HERE.parent / "seeds" / "minimal")))


def test_each_kind_of_statement_becomes_its_triples() -> None:
    """The file beside this test has a block for each kind, as the documentation has them."""
    expected = {quad.triple for quad in parse(path=HERE / "expected.ttl")}
    assert len(expected) > 40
    assert expected - {quad.triple for quad in QUADS} == set()


def test_an_accepted_relation_stands_in_the_graph_of_its_source() -> None:
    """What the register knows and what a source states are kept apart."""
    graphs = {
        quad.graph_name
        for quad in QUADS
        if quad.subject.value == ID + "place/Shenzhen" and quad.predicate == cbec("locatedIn")
    }
    assert source_graph("900") in graphs
    assert len(graphs) == 2


def test_a_doubtful_reading_is_recorded_but_not_asserted() -> None:
    """Only accepted statements stand as plain triples."""
    assert all(quad.predicate != cbec("purpose") for quad in QUADS)
