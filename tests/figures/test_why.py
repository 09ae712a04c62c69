"""From any figure one can walk down to the characters that state what it rests on."""

from __future__ import annotations

import shutil
from fractions import Fraction

import pytest
from pyoxigraph import Store

from kg.errors import TermError
from kg.figures.lookup import Lookup
from kg.figures.why import explain_figure, find_figure
from kg.figures.why_render import why_json, why_mermaid
from kg.figures.wording import grouped
from kg.pipeline import map_and_derive
from kg.resources import folder
from kg.vocab import ID

LATER = """
document:
  id: "005"
  title: {en: A later article}
  publisher: org/cctv
  address: https://example.org/later
  accessed: "2026-11-21"
  language: en
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
  length: 100
statements:
  - id: "005-001"
    kind: growth
    span: [0, 10]
    note: A made-up growth of the trade of the country in the first half of 2023.
    indicator: cbec-trade
    area: place/CN
    direction: both
    period: 2023-S1
    unit: CNY
    basis: year-on-year
    stated: {digits: "16"}
    qualifier: exact
  - id: "005-002"
    kind: share
    span: [10, 20]
    note: A made-up share of Guangdong in the trade of the country in the first half of 2022.
    indicator: cbec-trade
    area: place/Guangdong
    direction: both
    period: 2022-S1
    unit: CNY
    stated: {digits: "35"}
    qualifier: exact
    whole: {area: place/CN}
"""


@pytest.fixture(scope="module")
def lookup(tmp_path_factory):
    """The seeds and one more article, which makes a chain of three rules."""
    seeds = shutil.copytree(folder("seeds"), tmp_path_factory.mktemp("why") / "seeds")
    (seeds / "005.yaml").write_text(LATER.lstrip(), encoding="utf-8")
    store = Store()
    store.bulk_extend(map_and_derive(seeds))
    return Lookup(_Store(store))


class _Store:
    """What `Lookup` needs of a store, over one in memory."""

    def __init__(self, store):
        self._store = store

    def quads(self, subject=None, predicate=None, value=None, graph=None):
        return self._store.quads_for_pattern(subject, predicate, value, graph)


def chain(lookup):
    """The trade of Guangdong in early 2022, from that of 2024 by two growths and a share."""
    cell = f"{ID}cell/cbec-trade.Guangdong.both.2022-S1.CNY"
    steps = [explain_figure(iri, lookup) for iri in lookup.pointing("cell", cell)]
    return next(step for step in steps if step.depth == 3)


def test_a_chain_of_three_rules_is_walked_down_to_its_spans(lookup):
    """1.22 trn, less a growth of 10.5 % and one of 16 %, times a share of 35 %."""
    step = chain(lookup)
    rules = []
    while step.inputs:
        rules.append(step.figure.rule)
        step = max(step.inputs, key=lambda one: one.depth)
    assert rules == ["part-from-share", "prior-from-growth", "prior-from-growth"]
    reported = [one.figure.iri for one in chain(lookup).steps() if not one.inputs]
    assert {iri.removeprefix(f"{ID}obs/") for iri in reported} == {
        "000-023",
        "000-024",
        "005-001",
        "005-002",
    }


def test_the_value_of_the_chain_is_that_of_hand_arithmetic(lookup):
    expected = Fraction("1.22") * 10**12 / Fraction("1.105") / Fraction("1.16") * Fraction("0.35")
    assert abs(chain(lookup).figure.value - expected) < 1


def test_every_reported_figure_of_a_tree_has_a_span_and_a_note(lookup):
    for step in chain(lookup).steps():
        if step.inputs:
            assert step.formula
        else:
            assert step.stated
            assert step.note
            assert all(one.start < one.end and one.publisher for one in step.citations)
            assert step.citations


def test_json_holds_the_tree_without_a_float(lookup):
    def leaves(value):
        if isinstance(value, dict):
            return [leaf for one in value.values() for leaf in leaves(one)]
        if isinstance(value, list):
            return [leaf for one in value for leaf in leaves(one)]
        return [value]

    tree = why_json(chain(lookup))
    assert tree["rule"] == {"name": "part-from-share", "formula": "part = whole * share / 100"}
    assert not any(isinstance(leaf, float) for leaf in leaves(tree))


def test_mermaid_draws_each_figure_once_and_an_arrow_for_each_input(lookup):
    step = chain(lookup)
    lines = why_mermaid(step).splitlines()
    assert lines[0] == "flowchart BT"
    figures = list(step.steps())
    assert sum("-->" in line for line in lines) == sum(len(one.inputs) for one in figures)
    assert len(lines) == 1 + len(figures) + sum(len(one.inputs) for one in figures)
    assert all(line.count('"') == 2 for line in lines[1:]), "no label ends early"


@pytest.mark.parametrize(
    "text", ["000-023", "obs:000-023", f"{ID}obs/000-023", f"<{ID}obs/000-023>"]
)
def test_a_figure_is_found_by_record_prefixed_name_and_iri(lookup, text):
    assert find_figure(text, lookup) == f"{ID}obs/000-023"


@pytest.mark.parametrize("text", ["000-32", "000-001", "place:Shenzhen", "", "a b", 'x"y', "99"])
def test_what_is_no_figure_is_an_error_with_a_remedy(lookup, text):
    with pytest.raises(TermError, match="there is no figure") as caught:
        find_figure(text, lookup)
    assert caught.value.remedy


def test_the_error_names_figures_that_are_near(lookup):
    with pytest.raises(TermError) as caught:
        find_figure("000-032x", lookup)
    assert "000-032" in caught.value.expected


def test_digits_are_grouped_exactly():
    assert grouped(Fraction("-1234.5")) == "-1,234.5"
    assert grouped(Fraction("-0.5")) == "-0.5"
    assert grouped(Fraction(10**18)) == "1,000,000,000,000,000,000"
