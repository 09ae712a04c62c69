"""Figures of one matter on a card."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pyoxigraph import NamedNode, Triple

from console.cards import View
from console.gathered import Gathered
from console.phrases import phrases
from kg.figures.answer import Answer, Entry
from kg.figures.figure import Cell, Figure
from kg.figures.interval import Interval
from kg.figures.verdict import Verdict
from kg.vocab import ID, cbec, code_iri


def figure(name: str, value: int) -> Figure:
    return Figure(
        iri=f"{ID}obs/{name}",
        kind="amount",
        cell=Cell("cbec-trade", "place/CN", "2024", "CNY"),
        value=Fraction(value),
        interval=Interval(Fraction(value), Fraction(value)),
    )


@pytest.mark.parametrize(
    ("outcome", "differs"), [("contradiction", True), ("not-comparable", False)]
)
def test_what_cannot_be_compared_is_not_marked_as_differing(outcome: str, differs: bool) -> None:
    two = [figure("one", 1), figure("other", 2)]
    finding = NamedNode(f"{ID}discrepancy/one--other")
    triples = [
        Triple(finding, cbec("outcome"), NamedNode(code_iri("comparison-outcome", outcome))),
        *(Triple(finding, cbec("between"), NamedNode(one.iri)) for one in two),
    ]
    view = View(Gathered(triples), phrases("en"), "en")
    answer = Answer("", tuple(Entry(one, ()) for one in two), Verdict("one source"))
    matter = view.matter(answer, None)
    assert [one.differs for one in matter.figures] == [differs, differs]
    assert matter.findings == ("discrepancy/one--other",)
