"""What is derived stands in the graph with all that a reader needs to follow it."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.figures import derive_quads, period_quads, read_figures
from kg.mapping import map_seeds
from kg.resources import folder
from kg.seeds import read_seeds
from kg.vocab import ID, PREFIXES, cbec, rdfs


@cache
def stated() -> tuple[Quad, ...]:
    return tuple(map_seeds(read_seeds(folder("seeds"))))


@cache
def derived() -> tuple[Quad, ...]:
    return tuple(derive_quads(stated()))


def rows(query: str) -> list[list[str]]:
    store = Store()
    store.bulk_extend([*stated(), *derived()])
    found = store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return [[term.value for term in row if isinstance(term, NamedNode | Literal)] for row in found]


def test_plain_sparql_walks_from_any_derived_figure_to_spans_of_documents() -> None:
    """No figure hangs in the air: each path ends in what a source states."""
    everything = rows("SELECT DISTINCT ?f { ?f a cbec:DerivedObservation }")
    grounded = rows(
        "SELECT DISTINCT ?f { ?f a cbec:DerivedObservation ; cbec:byRule/cbec:formula ?rule ; "
        "cbec:derivedFrom+ ?given . ?given cbec:evidence/cbec:inDocument ?document }"
    )
    assert len(everything) > 20
    assert sorted(grounded) == sorted(everything)


def test_what_is_derived_has_every_dimension_of_its_cell() -> None:
    assert not rows(
        "SELECT ?f { ?f a cbec:DerivedObservation ; cbec:cell|cbec:growthOf|cbec:part ?cell . "
        "?cell ?dimension ?due . FILTER(?dimension NOT IN (rdf:type, cbec:unit)) "
        "FILTER NOT EXISTS { ?f ?dimension ?due } }"
    )


def test_a_period_that_only_a_derived_figure_has_is_described() -> None:
    """The second quarter of 2024 is in no article."""
    second = NamedNode(f"{ID}period/2024-Q2")
    assert second not in {quad.subject for quad in stated()}
    about = {(q.predicate, q.object) for q in derived() if q.subject == second}
    assert (rdfs("label"), Literal("second quarter of 2024", language="en")) in about
    assert (cbec("within"), NamedNode(f"{ID}period/2024-S1")) in about
    assert (cbec("within"), NamedNode(f"{ID}period/2024")) in about
    assert len([predicate for predicate, _ in about if predicate == cbec("firstDay")]) == 1


def test_a_period_that_is_known_is_not_described_again() -> None:
    figures = read_figures([*stated(), *derived()])
    known = {figure.cell.period for figure in figures}
    assert list(period_quads(figures, known)) == []


def test_figures_of_other_names_are_written_under_those_names() -> None:
    """A figure about an area of somebody else's stays about that area."""
    place = "https://example.org/place"
    moved = [
        Quad(
            quad.subject,
            quad.predicate,
            NamedNode(place) if quad.object == NamedNode(f"{ID}place/Hangzhou") else quad.object,
            quad.graph_name,
        )
        for quad in stated()
    ]
    areas = {q.object.value for q in derive_quads(moved) if q.predicate == cbec("area")}
    assert place in areas
    assert f"{ID}place/Hangzhou" not in areas
