"""What is taken from an earlier graph is what would be worked out anew, byte for byte."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.figures.concluded import conclude_quads
from kg.figures.conclusions import as_parts
from kg.figures.figure import Figure
from kg.figures.findings import audit_quads
from kg.figures.ground import read_ground
from kg.figures.reading import read_figures
from kg.figures.writing import derive_quads
from kg.mapping import map_seeds
from kg.resources import folder
from kg.seeds import read_seeds
from kg.store.literals import as_stored
from kg.vocab import CODE, ID, PREFIXES, cbec, graph_iri, rdf, rdfs

DECIMAL = NamedNode(PREFIXES["xsd"] + "decimal")
DOCUMENTS = ("000", "001", "002", "003", "004")


@cache
def stated(*without: str) -> tuple[Quad, ...]:
    """What the records state, but for some of the articles."""
    seeds = read_seeds(folder("seeds"))
    kept = tuple(one for one in seeds.documents if one.id not in without)
    return tuple(map_seeds(replace(seeds, documents=kept)))


@cache
def anew(*without: str) -> tuple[Quad, ...]:
    return conclude_quads(stated(*without)).quads


def dataset(*without: str) -> list[Quad]:
    return [*stated(*without), *anew(*without)]


def test_worked_out_part_by_part_are_the_quads_of_one_derivation_and_one_audit() -> None:
    derived = derive_quads(stated())
    assert list(anew()) == [*derived, *audit_quads([*stated(), *derived])]


@pytest.mark.parametrize("article", DOCUMENTS)
def test_the_fifth_article_beside_four_gives_the_quads_of_five(article: str) -> None:
    """Each in turn; most parts of the figures are taken as they were."""
    after = conclude_quads(stated(), dataset(article))
    assert after.quads == anew()
    assert after.kept > 0


@pytest.mark.parametrize("article", DOCUMENTS)
def test_an_article_that_goes_leaves_the_quads_of_four(article: str) -> None:
    after = conclude_quads(stated(article), dataset())
    assert after.quads == anew(article)
    assert after.kept > 0


def test_nothing_is_worked_out_where_nothing_differs() -> None:
    after = conclude_quads(stated(), dataset())
    assert (after.quads, after.anew) == (anew(), 0)


@settings(max_examples=8)
@given(
    st.sets(st.sampled_from(DOCUMENTS), max_size=4), st.sets(st.sampled_from(DOCUMENTS), max_size=4)
)
def test_any_articles_after_any_others_give_their_own_quads(
    missing: set[str], lacking: set[str]
) -> None:
    before = dataset(*sorted(missing))
    assert conclude_quads(stated(*sorted(lacking)), before).quads == anew(*sorted(lacking))


@settings(max_examples=40)
@given(st.data())
def test_any_facts_that_go_give_the_quads_of_the_others(data: st.DataObject) -> None:
    """Whatever part of a record is lost; what it does not lead to is not even read."""
    facts = facts_that_are_read()
    gone = set(data.draw(st.lists(st.sampled_from(facts), min_size=1, max_size=3)))
    now = [quad for quad in stated() if quad not in gone]
    full = conclude_quads(now)
    assert conclude_quads(now, dataset()).quads == full.quads
    assert conclude_quads(stated(), [*now, *full.quads]).quads == anew()


@cache
def facts_that_are_read() -> tuple[Quad, ...]:
    names = {
        "attributedTo", "cell", "direction", "equivalentAmount", "evidence", "inDocument",
        "indicator", "locatedIn", "lowerBound", "part", "period", "publisher", "restsOn",
        "revises", "stated", "status", "type", "unit", "value", "variantOf", "whole",
    }  # fmt: skip
    return tuple(q for q in stated() if re.split("[#/]", q.predicate.value)[-1] in names)


def test_a_change_of_words_leaves_every_figure_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of labels, notes and people no figure is made."""
    before = dataset()
    place = NamedNode(f"{ID}place/Shenzhen")
    name = Quad(place, rdfs("label"), Literal("X", language="en"), graph_iri("edits"))
    monkeypatch.setattr(sys.modules[conclude_quads.__module__], "read_figures", None)
    after = conclude_quads([*stated(), name], before)
    assert (after.quads, after.anew) == (anew(), 0)
    assert after.kept == len(parts_of_the_seeds())


def test_a_figure_that_changes_has_its_own_part_read_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, figure = dataset(), NamedNode(f"{ID}obs/000-023")
    value = next(q for q in stated() if q.subject == figure and q.predicate == cbec("value"))
    other = Literal("1230000000000", datatype=DECIMAL)
    changed = [q for q in stated() if q != value]
    changed.append(Quad(figure, cbec("value"), other, value.graph_name))
    full = conclude_quads(changed).quads
    read: list[Figure] = []
    module = sys.modules[conclude_quads.__module__]

    def reading(quads: Iterable[Quad]) -> list[Figure]:
        found = read_figures(quads)
        read.extend(found)
        return found

    monkeypatch.setattr(module, "read_figures", reading)
    after = conclude_quads(changed, before)
    assert after.quads == full != anew()
    (part,) = (one for one in parts_of_the_seeds() if "cbec-trade" in one)
    assert {one.cell.indicator for one in read} <= part
    assert after.kept == len(parts_of_the_seeds()) - 1


@cache
def parts_of_the_seeds() -> tuple[frozenset[str], ...]:
    figures, ground = read_figures(stated()), read_ground(stated())
    return tuple(part.indicators for part in as_parts(figures, (), ground))


def test_what_a_store_gives_back_serves_as_well() -> None:
    """Spelling and order are those of the engine, as when a release is read again."""
    store = Store()
    store.bulk_extend(as_stored(dataset("003")))
    after = conclude_quads(stated(), list(store))
    assert as_stored(after.quads) == as_stored(anew())
    assert after.kept > 0


def test_an_area_that_lies_elsewhere_now_has_its_figures_worked_out_anew() -> None:
    """Shares of the areas around it come and go; what is about other areas stays."""
    city, province = (NamedNode(f"{ID}place/{name}") for name in ("Shanghai", "Zhejiang"))
    moved = (*stated(), Quad(city, cbec("locatedIn"), province, graph_iri("entities")))
    after = conclude_quads(moved, dataset())
    assert after.quads == conclude_quads(moved).quads
    assert after.anew > 0
    assert after.kept > 0


def test_other_knowledge_of_an_indicator_works_everything_out_anew() -> None:
    counted = NamedNode(f"{CODE}quantity-kind/count")
    money = NamedNode(f"{CODE}quantity-kind/money")
    changed = [
        Quad(q.subject, q.predicate, counted, q.graph_name) if q.object == money else q
        for q in stated()
    ]
    after = conclude_quads(changed, dataset())
    assert after.quads == conclude_quads(changed).quads != anew()
    assert after.kept == 0


def test_what_people_say_of_a_finding_is_heard() -> None:
    """A judgement that comes gives the finding its name, one that goes takes it back."""
    judged = graph_iri("discrepancies")
    unjudged = tuple(quad for quad in stated() if quad.graph_name != judged)
    silent = conclude_quads(unjudged).quads
    assert silent != anew()
    assert conclude_quads(stated(), [*unjudged, *silent]).quads == anew()
    assert conclude_quads(unjudged, dataset()).quads == silent


def claim(**values: str) -> list[Quad]:
    """Another figure in the cell of 000-023, with its value."""
    own = graph_iri("edits")
    mine = NamedNode("https://example.org/figure")
    cell = NamedNode(f"{ID}cell/cbec-trade.CN.both.2024-S1.CNY")
    numbers = {"value": "1220", "lowerBound": "1215", "upperBound": "1225"}
    return [
        Quad(mine, rdf("type"), cbec("AmountObservation"), own),
        Quad(mine, cbec("cell"), cell, own),
        *(Quad(mine, cbec(name), NamedNode(value), own) for name, value in values.items()),
        *(
            Quad(mine, cbec(name), Literal(f"{number}000000000", datatype=DECIMAL), own)
            for name, number in numbers.items()
        ),
    ]


def test_a_source_that_turns_out_to_be_a_copy_is_heard() -> None:
    """Two sources that confirm one another do so no more once they have one origin."""
    own, page = graph_iri("edits"), NamedNode("https://example.org/page")
    told = Quad(claim()[0].subject, cbec("stated"), Literal("1.22 trillion"), own)
    twice = [*stated(), *claim(evidence="https://example.org/span"), told]
    twice.append(Quad(NamedNode("https://example.org/span"), cbec("inDocument"), page, own))
    agency = NamedNode(f"{ID}org/gac")
    copied = [*twice, Quad(claim()[0].subject, cbec("attributedTo"), agency, own)]
    apart, together = conclude_quads(twice), conclude_quads(copied)
    assert apart.quads != together.quads
    assert conclude_quads(copied, [*twice, *apart.quads]).quads == together.quads


def test_a_figure_that_somebody_states_as_derived_is_compared_but_not_built_on() -> None:
    """It is in a graph of the writer's own, and stays what they say it is."""
    claimed = [*stated(), *claim(derivedFrom=f"{ID}obs/003-040")]
    mine = claim()[0].subject
    full = conclude_quads(claimed)
    assert any(quad.object == mine and quad.predicate == cbec("between") for quad in full.quads)
    assert not any(q.object == mine and q.predicate == cbec("derivedFrom") for q in full.quads)
    assert conclude_quads(claimed, dataset()).quads == full.quads
