"""The audit finds what disagrees, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.figures.audit import audit
from kg.figures.context import Context, Indicator, read_context
from kg.figures.figure import Cell, Figure
from kg.figures.findings import AUDIT, audit_quads, comparison_quads, read_judgements
from kg.figures.interval import Interval
from kg.figures.reading import read_figures
from kg.pipeline import map_and_derive
from kg.resources import folder
from kg.validation import Severity, validate
from kg.vocab import ID, cbec, code_iri, graph_iri, skos

CELL = Cell("cbec-trade", "place/CN", "2024", "CNY", "both")
CONTEXT = Context(
    indicators={
        "cbec-trade": Indicator(
            definition="all", publisher=f"{ID}org/gac", method="new",
            quantity=code_iri("quantity-kind", "money"), variants=frozenset({"old-trade"}),
        ),
        "old-trade": Indicator(
            definition="platform", publisher=f"{ID}org/gac", method="old",
            quantity=code_iri("quantity-kind", "money"), variants=frozenset({"cbec-trade"}),
        ),
    },
    around={"place/Shenzhen": frozenset({"place/Guangdong", "place/CN"})},
    origins={name: frozenset({name}) for name in "abcd"},
)  # fmt: skip


def figure(iri, low, high, **rest):
    bounds = Interval(Fraction(low), Fraction(high))
    given = {"kind": "amount", "cell": CELL, "documents": frozenset({iri}), "qualifier": "exact"}
    return Figure(iri=iri, value=Fraction(low + high, 2), interval=bounds, **(given | rest))


def outcomes(*figures, context=CONTEXT):
    return [(one.outcome, one.kind) for one in audit(figures, context)]


@pytest.fixture(scope="module")
def quads():
    return map_and_derive(folder("seeds"))


def short(iri):
    return iri.removeprefix(f"{ID}obs/")


def test_the_seeds_hold_these_disagreements_and_no_other(quads):
    """Two contradictions and two tensions are known; any further one would be a false alarm."""
    found = audit(read_figures(quads), read_context(quads))
    clashes = {
        (one.outcome, one.kind, frozenset(map(short, one.rests_on)))
        for one in found
        if one.outcome != "corroboration"
    }
    assert clashes == {
        ("contradiction", "value", frozenset({"003-040", "003-041", "004-013"})),
        ("contradiction", "currency", frozenset({"004-007", "004-011"})),
        ("tension", "scope", frozenset({"002-003", "002-004", "000-023", "000-030"})),
        ("tension", "scope", frozenset({"002-013", "002-014"})),
    }


def test_the_trade_of_2020_is_shown_in_the_year_it_is_about(quads):
    """Of the ways to show one disagreement, that of one source against another stands."""
    figures = {one.iri: one for one in read_figures(quads)}
    found = audit(figures.values(), read_context(quads))
    (one,) = [one for one in found if f"{ID}obs/004-013" in one.between]
    reported, implied = sorted((figures[iri] for iri in one.between), key=lambda one: one.depth)
    assert reported.cell == implied.cell
    assert reported.cell.period == "2020"
    assert reported.interval == Interval(Fraction(1685 * 10**9), Fraction(1695 * 10**9))
    assert implied.interval.lower == Fraction("1709956709956.70")
    assert implied.interval.upper == Fraction("1733624454148.48")
    assert round(one.difference or 0, 2) == Fraction("1.88")
    assert one.echoes >= 2, "2021 and the growth of 2021 show it too"


def test_the_audit_does_not_depend_on_the_order_of_the_figures(quads):
    """Figures are a set."""
    figures = read_figures(quads)
    expected = audit(figures, read_context(quads))
    for seed in range(3):
        Random(seed).shuffle(figures)
        assert audit(figures, read_context(quads)) == expected


def test_figures_of_independent_sources_that_meet_corroborate_one_another():
    assert outcomes(figure("a", 10, 12), figure("b", 11, 13)) == [("corroboration", None)]


def test_figures_that_do_not_meet_contradict_one_another():
    assert outcomes(figure("a", 10, 12), figure("b", 13, 14)) == [("contradiction", "value")]


def test_sources_that_copy_one_origin_count_once():
    """Who was quoted twice has not been confirmed: that is an echo, and confirms nothing."""
    context = replace(CONTEXT, origins={"a": frozenset({"gac", "x"}), "b": frozenset({"gac", "y"})})
    assert outcomes(figure("a", 10, 12), figure("b", 11, 13), context=context) == [("echo", None)]


def test_an_echo_hides_no_confirmation_by_a_third_source():
    origins = {"a": frozenset({"gac", "x"}), "b": frozenset({"gac", "y"}), "c": frozenset("z")}
    same = [figure(name, 10, 12) for name in "abc"]
    found = Counter(outcomes(*same, context=replace(CONTEXT, origins=origins)))
    assert found == {("echo", None): 1, ("corroboration", None): 2}


def test_what_one_article_says_twice_is_no_echo():
    """It is one voice, and nobody repeats it."""
    context = replace(CONTEXT, origins={"a": frozenset({"x"}), "b": frozenset({"x"})})
    one = frozenset({"x"})
    pair = (figure("a", 10, 12, documents=one), figure("b", 11, 13, documents=one))
    assert outcomes(*pair, context=context) == []


def rank(iri, place, last=None, scope="cities of China by exports", **rest):
    """A place that a source calls a rank or, with a last one, only lists."""
    low, high = (place, place) if last is None else (1, last)
    found = figure(iri, low, high, kind="rank", cell=CELL.replace(unit=None), scope=scope, **rest)
    return replace(found, value=Fraction(place))


def test_two_sources_that_give_one_rank_confirm_one_another():
    assert outcomes(rank("a", 2), rank("b", 2)) == [("corroboration", None)]


def test_two_sources_that_give_unlike_ranks_contradict_one_another():
    (found,) = audit([rank("a", 2), rank("b", 5)], CONTEXT)
    assert (found.outcome, found.kind, found.difference) == ("contradiction", "value", 3)


def test_a_place_in_a_list_whose_order_nobody_explains_is_no_rank():
    """Listed second of five may be any of the five: another place strains it, no more."""
    assert outcomes(rank("a", 2, last=5), rank("b", 4)) == [("tension", "value")]
    assert outcomes(rank("a", 2, last=5), rank("b", 7)) == [("contradiction", "value")]


def test_ranks_among_unlike_groups_are_not_comparable():
    other = rank("b", 5, scope="ports of China by exports")
    assert outcomes(rank("a", 2), other) == [("not-comparable", "scope")]
    assert outcomes(rank("a", 2), rank("b", 2, scope="Cities of China by exports"))


def test_ranks_of_unlike_areas_or_periods_have_nothing_to_do_with_one_another():
    elsewhere = replace(rank("b", 5), cell=CELL.replace(unit=None, area="place/Shenzhen"))
    assert outcomes(rank("a", 2), elsewhere) == []
    later = replace(rank("b", 5), cell=CELL.replace(unit=None, period="2025"))
    assert outcomes(rank("a", 2), later) == []


def test_an_attributed_figure_has_its_speaker_for_an_origin(quads):
    """A document stays an origin too: what one article says twice is said once."""
    origins = read_context(quads).origins
    assert f"{ID}org/gac" in origins[f"{ID}obs/000-023"]
    assert origins[f"{ID}obs/004-013"] >= {f"{ID}org/xinhua", f"{ID}org/cgtn", f"{ID}doc/004"}
    assert f"{ID}org/xinhua" not in origins[f"{ID}obs/004-006"]


def test_a_figure_is_not_compared_with_what_was_computed_from_it():
    derived = figure("d", 20, 30, inputs=("a", "b"), rule="x", depth=1)
    other = figure("b", 1, 2, cell=CELL.replace(period="2023"))
    assert outcomes(figure("a", 10, 12), other, derived) == []


def test_a_doubtful_reading_contradicts_nobody():
    assert outcomes(figure("a", 10, 12), figure("b", 13, 14, review="pending")) == []


def test_a_target_is_not_compared_with_what_came_about():
    assert outcomes(figure("a", 10, 12), figure("b", 13, 14, status="target")) == []


def test_a_rough_fraction_makes_a_tension_of_what_meets_only_by_its_width():
    """At its face value a half is 50; only read roughly does it allow 47."""
    share = {"kind": "share", "whole": CELL}
    rough = figure("a", 45, 55, rough=True, **share)
    assert outcomes(rough, figure("b", 47, 48, **share)) == [("tension", "rounding")]
    assert outcomes(rough, figure("b", 49, 51, **share)) == [("corroboration", None)]


def test_a_rough_fraction_that_misses_narrowly_is_a_tension_and_else_a_contradiction():
    share = {"kind": "share", "whole": CELL}
    rough = figure("a", 45, 55, rough=True, **share)
    assert outcomes(rough, figure("b", 57, 58, **share)) == [("tension", "rounding")]
    assert outcomes(rough, figure("b", 70, 71, **share)) == [("contradiction", "value")]


def test_growth_on_unlike_bases_is_a_tension():
    year = figure("a", 10, 11, kind="growth", basis="year-on-year")
    mean = figure("b", 20, 21, kind="growth", basis="annual-average")
    assert outcomes(year, mean) == [("tension", "basis")]


def test_growth_in_different_currencies_is_not_comparable():
    growth = {"kind": "growth", "basis": "year-on-year"}
    yuan = figure("a", 10, 11, **growth)
    dollars = figure("b", 20, 21, cell=CELL.replace(unit="USD"), **growth)
    (one,) = audit([yuan, dollars], CONTEXT)
    assert (one.outcome, one.kind) == ("not-comparable", "currency")
    assert "different currencies" in one.reason.said()


def test_variants_of_an_indicator_are_not_comparable_and_it_is_said_why():
    old = figure("b", 1, 2, cell=CELL.replace(indicator="old-trade"))
    (one,) = audit([figure("a", 10, 12), old], CONTEXT)
    assert (one.outcome, one.kind) == ("not-comparable", "definition")
    reason = "the indicators differ in definition, method version (new and old)"
    assert one.reason.said() == reason
    assert one.reason.said("zh") == "两项指标的定义、方法版本（new与old）不同"
    assert one.reason.said("pt").startswith("os indicadores diferem em definição, versão")


def test_a_revision_does_not_contradict_what_it_replaces():
    context = replace(CONTEXT, revised=frozenset({("b", "a")}))
    found = outcomes(figure("a", 10, 12), figure("b", 13, 14), context=context)
    assert found == [("not-comparable", "revision")]


def test_a_part_must_not_exceed_its_whole():
    """Neither a city its province, nor a quarter its year, nor exports all trade."""
    part = CELL.replace(area="place/Shenzhen", period="2024-Q1", direction="export")
    assert outcomes(figure("a", 13, 14, cell=part), figure("b", 10, 12)) == [
        ("contradiction", "scope")
    ]
    assert outcomes(figure("a", 9, 14, cell=part), figure("b", 10, 12)) == []
    elsewhere = part.replace(period="2023-Q1")
    assert outcomes(figure("a", 13, 14, cell=elsewhere), figure("b", 10, 12)) == []


def test_what_rests_on_a_known_disagreement_is_its_echo():
    """The smallest set of reported figures that cannot all be right is shown, once."""
    later = CELL.replace(period="2025")
    figures = [
        figure("a", 10, 12), figure("b", 13, 14), figure("c", 1, 2, kind="growth", basis="y"),
        figure("x", 20, 22, cell=later, inputs=("a", "c"), rule="r", depth=1),
        figure("y", 30, 33, cell=later, inputs=("b", "c"), rule="r", depth=1),
    ]  # fmt: skip
    (one,) = audit(figures, CONTEXT)
    assert one.rests_on == {"a", "b"}
    assert one.echoes == 1


numbers = st.integers(0, 1000)


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=6))
def test_figures_that_all_hold_the_truth_never_contradict(widths):
    """Soundness: intervals about one number always meet."""
    figures = [figure(f"f{n}", 1000 - low, 1000 + high) for n, (low, high) in enumerate(widths)]
    assert {one.outcome for one in audit(figures, CONTEXT)} <= {"corroboration"}


@given(st.permutations(["a", "b", "c", "d"]))
def test_equal_sets_of_figures_give_equal_findings(order):
    known = {"a": (1, 2), "b": (3, 4), "c": (2, 3), "d": (9, 10)}
    figures = [figure(name, *known[name]) for name in order]
    assert audit(figures, CONTEXT) == audit(sorted(figures, key=lambda one: one.iri), CONTEXT)


def test_what_people_judged_keeps_their_name_kind_and_resolution(quads):
    """The state of a discrepancy is that of its judgement; the machine adds what it compared."""
    name = f"{ID}discrepancy/d-003-004-trade-of-2020"
    (comparison,) = [
        one
        for one in audit(read_figures(quads), read_context(quads))
        if f"{ID}obs/004-013" in one.rests_on and one.outcome == "contradiction"
    ]
    said = list(comparison_quads([comparison], read_judgements(quads)))
    assert {quad.subject.value for quad in said} == {name}
    predicates = {quad.predicate for quad in said}
    assert not predicates & {cbec("resolution"), cbec("discrepancyKind"), skos("note")}
    alone = list(comparison_quads([comparison], {}))
    assert {quad.subject.value for quad in alone} == {f"{ID}discrepancy/003-040--003-041--004-013"}
    assert {quad.predicate for quad in alone} >= {cbec("resolution"), cbec("discrepancyKind")}


def test_what_the_audit_finds_stands_in_a_graph_of_its_own(quads):
    found = [quad for quad in quads if quad.graph_name == AUDIT]
    assert found == audit_quads(quads)
    assert len({quad.subject for quad in found}) >= 4


def test_a_judgement_of_what_the_audit_no_longer_finds_is_a_warning(quads):
    """The shape says what to do; nothing is refused for it."""
    gone = f"{ID}obs/004-011"
    kept = [
        quad
        for quad in quads
        if quad.graph_name != AUDIT and gone not in str((quad.subject, quad.object))
    ]
    report = validate([*kept, *audit_quads(kept)])
    warned = [r for r in report.results if "d-004-total-trade-growth" in str(r.focus)]
    assert any(r.severity is Severity.WARNING for r in warned)


def test_a_question_that_only_people_raise_is_no_finding_of_the_machine(quads):
    """Nobody can compute whether 37 projects are among 89."""
    people = {f"{ID}discrepancy/d-003-projects", f"{ID}discrepancy/d-003-investment"}
    about = {q.graph_name for q in quads if getattr(q.subject, "value", "") in people}
    assert about == {graph_iri("discrepancies")}
