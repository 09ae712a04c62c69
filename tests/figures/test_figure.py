"""Figures are read from a graph as its statements give them."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.figures import Cell, Figure, Interval, read_figures
from kg.mapping import map_seeds
from kg.resources import folder
from kg.seeds import read_seeds
from kg.vocab import ID, PREFIXES, cbec, rdf, source_graph


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    """What the seeds state."""
    return list(map_seeds(read_seeds(folder("seeds"))))


@pytest.fixture(scope="module")
def figures(quads: list[Quad]) -> dict[str, Figure]:
    """The figures of the seeds by the ends of their IRIs."""
    return {figure.iri.rpartition("/")[2]: figure for figure in read_figures(quads)}


def test_an_amount_has_its_cell_value_bounds_and_document(figures: dict[str, Figure]) -> None:
    amount = figures["000-023"]
    assert amount.subject == ("amount", amount.cell, None, None)
    assert amount.cell == Cell("cbec-trade", "place/CN", "2024-S1", "CNY", "both")
    assert amount.value == 1_220_000_000_000
    assert amount.interval == Interval(Fraction(1215 * 10**9), Fraction(1225 * 10**9))
    assert amount.documents == {"000"}
    assert (amount.rule, amount.inputs, amount.depth) == (None, (), 0)


def test_the_cell_of_a_figure_has_the_iri_that_the_graph_gives_it(
    figures: dict[str, Figure], quads: list[Quad]
) -> None:
    cells = {
        quad.subject.value: quad.object.value
        for quad in quads
        if quad.predicate in {cbec(name) for name in ("cell", "growthOf", "part", "rankOf")}
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    }
    assert len(cells) > 60
    assert cells == {figure.iri: figure.cell.iri for figure in figures.values()}


def test_a_growth_has_a_basis_and_a_share_a_whole(figures: dict[str, Figure]) -> None:
    assert figures["000-024"].basis == "year-on-year"
    share = figures["002-003"]
    assert share.whole == share.cell.replace(area="place/Guangdong")


@pytest.mark.parametrize(
    ("figure", "rough"),
    [("002-003", True), ("002-004", True), ("002-013", True), ("000-031", False)],
)
def test_a_fraction_in_words_is_rough_whatever_qualifies_it(
    figures: dict[str, Figure], figure: str, rough: bool
) -> None:
    assert figures[figure].rough == rough


def test_a_figure_knows_whose_reading_of_its_period_it_rests_on(
    figures: dict[str, Figure],
) -> None:
    assert figures["002-001"].assumes == {"002"}
    assert figures["002-007"].assumes == frozenset()


def test_a_doubtful_reading_is_pending(figures: dict[str, Figure]) -> None:
    assert figures["001-044"].review == "pending"


def test_the_order_of_the_quads_does_not_matter(quads: list[Quad]) -> None:
    shuffled = list(quads)
    random.Random(4).shuffle(shuffled)
    assert read_figures(shuffled) == read_figures(quads)


@pytest.mark.parametrize("lacking", ["value", "cell"])
def test_what_lacks_a_value_or_a_cell_is_no_figure(quads: list[Quad], lacking: str) -> None:
    subject = NamedNode(f"{ID}obs/000-023")
    kept = [q for q in quads if not (q.subject == subject and q.predicate == cbec(lacking))]
    assert len(kept) == len(quads) - 1
    assert subject.value not in {figure.iri for figure in read_figures(kept)}


def test_bounds_the_wrong_way_round_make_no_figure(quads: list[Quad]) -> None:
    subject = NamedNode(f"{ID}obs/000-023")
    wrong = Literal("9", datatype=NamedNode(PREFIXES["xsd"] + "decimal"))
    swapped = [
        Quad(q.subject, q.predicate, wrong, q.graph_name)
        if q.subject == subject and q.predicate == cbec("upperBound")
        else q
        for q in quads
    ]
    assert subject.value not in {figure.iri for figure in read_figures(swapped)}


def test_what_is_derived_from_itself_is_no_figure_without_end() -> None:
    graph = source_graph("x")
    names = {name: NamedNode(f"{ID}obs/{name}") for name in ("one", "two")}
    quads = [
        Quad(names["one"], rdf("type"), cbec("AmountObservation"), graph),
        Quad(names["one"], cbec("derivedFrom"), names["two"], graph),
        Quad(names["two"], cbec("derivedFrom"), names["one"], graph),
    ]
    assert read_figures(quads) == []


def test_names_of_others_stay_whole() -> None:
    cell = Cell("cbec-trade", "https://example.org/a.b/X", "2024")
    assert cell.iri == f"{ID}cell/cbec-trade.https%3A%2F%2Fexample.org%2Fa.b%2FX.2024"
