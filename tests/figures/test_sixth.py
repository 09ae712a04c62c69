"""Beside the five articles a made-up sixth one shows what they do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

import pytest
from pyoxigraph import Quad, Store

from kg.figures.answer import Request, answer
from kg.figures.audit import audit
from kg.figures.comparison import Comparison
from kg.figures.concluded import conclude_quads
from kg.figures.context import read_context
from kg.figures.lookup import Lookup
from kg.figures.reading import read_figures
from kg.figures.report import findings_text, read_findings
from kg.figures.why import explain_figure
from kg.figures.why_render import why_mermaid, why_tree
from kg.mapping import map_seeds
from kg.ontology import code_quads
from kg.resources import folder
from kg.seeds import read_seeds
from kg.validation import validate
from kg.vocab import ID

ARTICLE = Path(__file__).with_name("sixth") / "900.yaml"


class Graph:
    """A store that `Lookup` can read."""

    def __init__(self, quads: list[Quad]) -> None:
        self._store = Store()
        self._store.bulk_extend(quads)

    def quads(self, *pattern: Any) -> Iterator[Quad]:
        return self._store.quads_for_pattern(*(*pattern, None, None, None)[:4])


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    """What six articles state, and all that is concluded."""
    seeds = copytree(folder("seeds"), tmp_path_factory.mktemp("six") / "seeds")
    copyfile(ARTICLE, seeds / ARTICLE.name)
    stated = list(map_seeds(read_seeds(seeds)))
    return [*stated, *conclude_quads(stated).quads]


@pytest.fixture(scope="module")
def lookup(quads: list[Quad]) -> Lookup:
    return Lookup(Graph([*quads, *code_quads()]))


def third_step(lookup: Lookup) -> str:
    (figure,) = (
        one.iri
        for one in read_figures(lookup._store.quads())
        if one.rule == "prior-from-growth" and one.cell.period == "2023-Q2"
    )
    return figure


def compared(quads: list[Quad]) -> list[Comparison]:
    return [
        one
        for one in audit(read_figures(quads), read_context(quads))
        if any(iri.startswith(f"{ID}obs/900-") for iri in one.rests_on)
    ]


def about(quads: list[Quad], statement: str) -> list[tuple[str, str | None, str]]:
    iri = f"{ID}obs/{statement}"
    return [(o.outcome, o.kind, o.reason.name) for o in compared(quads) if iri in o.between]


def test_the_six_articles_conform_to_the_shapes(quads: list[Quad]) -> None:
    assert validate(quads).conforms


def test_a_derivation_of_three_steps_is_explained_down_to_spans(lookup: Lookup) -> None:
    """At most 427.345 - 200 in the second quarter of 2024, so at most 227.345/1.1945 before."""
    step = explain_figure(third_step(lookup), lookup)
    assert step.depth == 3
    assert step.figure.interval.upper is not None
    assert step.figure.interval.upper // 10**6 == 190_326
    rules = [one.figure.rule for one in step.steps() if one.inputs]
    assert rules == ["prior-from-growth", "difference-of-periods", "whole-from-share"]
    leaves = [one for one in step.steps() if not one.inputs]
    assert {one.figure.iri.rpartition("/")[2] for one in leaves} == {
        "900-001", "000-030", "002-001", "002-003"
    }  # fmt: skip
    assert all(one.citations and one.stated for one in leaves)
    assert why_mermaid(step).count("-->") == 6
    assert why_tree(step).children


def test_periods_of_the_same_days_are_one_whatever_they_are_called(
    quads: list[Quad], lookup: Lookup
) -> None:
    """April to June is the second quarter, January to June the first half."""
    assert explain_figure(third_step(lookup), lookup).figure.cell.period == "2023-Q2"
    for period in ("2024-S1", "2024-01--2024-06", "2024-Q1--2024-Q2"):
        request = Request(f"{ID}indicator/cbec-trade", f"{ID}place/CN", period)
        (amounts, *_) = answer(request, lookup).answers
        names = {entry.figure.iri.rpartition("/")[2] for entry in amounts.entries}
        assert {"000-023", "900-002"} <= names


def test_a_revised_figure_is_not_held_against_the_one_it_replaces(quads: list[Quad]) -> None:
    found = about(quads, "900-002")
    assert ("not-comparable", "revision", "revises") in found
    assert all(outcome != "contradiction" for outcome, _, _ in found)


def test_growth_in_dollars_is_not_comparable_with_growth_in_yuan(quads: list[Quad]) -> None:
    assert ("not-comparable", "currency", "different_currencies") in about(quads, "900-003")


def test_a_figure_by_another_method_is_not_comparable(quads: list[Quad], lookup: Lookup) -> None:
    found = [one for one in compared(quads) if f"{ID}obs/900-004" in one.between]
    assert {(one.outcome, one.kind) for one in found} == {("not-comparable", "definition")}
    assert "customs platform" in found[0].reason.said()
    request = Request(f"{ID}indicator/cbec-trade", f"{ID}place/CN", "2020")
    verdicts = {one.verdict.name for one in answer(request, lookup).answers}
    assert "not comparable" in verdicts or "differ" in verdicts


def test_a_rank_strains_a_place_in_a_list(quads: list[Quad]) -> None:
    assert about(quads, "900-005") == [("tension", "value", "only_listed")]


def test_what_two_articles_have_of_customs_is_an_echo(quads: list[Quad]) -> None:
    assert ("echo", None, "same_origin") in about(quads, "900-006")


def test_a_slip_of_scale_is_suspect_where_nothing_contradicts_it(quads: list[Quad]) -> None:
    """Shenzhen had 187 billion in 2022, so hardly 18 the year before."""
    assert ("suspect", "value", "unlike_scale") in about(quads, "900-007")


@pytest.mark.parametrize(
    ("language", "outcome", "reason"),
    [
        ("en", "echo", "go back to one origin"),
        ("zh", "同源重复", "出自同一来源"),
        ("pt", "eco", "remontam a uma só origem"),
    ],
)
def test_findings_are_told_in_each_language(
    quads: list[Quad], language: str, outcome: str, reason: str
) -> None:
    lookup = Lookup(Graph([*quads, *code_quads()]), language)
    found, _ = read_findings(lookup)
    text = findings_text(found, lookup).plain
    assert outcome in text
    assert reason in text
