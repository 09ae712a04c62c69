"""Parts are derived by themselves because no rule leads from one to another."""

from __future__ import annotations

from dataclasses import replace

from kg.figures import derive
from kg.figures.figure import Figure
from kg.figures.ground import Ground, Ratio
from kg.figures.parts import connected, parts_of
from tests.benchmarks.generate_figures import figures, ground


def renamed(figure: Figure, indicator: str) -> Figure:
    whole = figure.whole and figure.whole.replace(indicator=indicator)
    cell = figure.cell.replace(indicator=indicator)
    return replace(figure, cell=cell, whole=whole, iri=f"{figure.iri}-{indicator}")


def test_what_follows_from_two_parts_is_what_follows_from_each() -> None:
    one = list(figures(200))
    other = [renamed(figure, "trade-9") for figure in one]
    apart = {f.iri for part in (one, other) for f in derive(part, ground()).figures}
    together = derive([*one, *other], ground()).figures
    assert {figure.iri for figure in together} == apart
    assert len(together) == 2 * len(derive(one, ground()).figures)


def test_a_share_of_another_indicator_connects_the_two() -> None:
    given = list(figures(300))
    share = next(figure for figure in given if figure.whole)
    assert share.whole
    across = replace(share, whole=share.whole.replace(indicator="trade-9"))
    standing = connected([*given, across], Ground())
    assert standing["trade-0"] == standing["trade-9"]


def test_an_amount_in_two_currencies_leads_to_exchange_rates() -> None:
    (amount, *_) = figures(1)
    paired = replace(amount, equivalents=("x",))
    standing = connected([paired], Ground())
    assert standing["implied-exchange-rate"] == standing["trade-0"]


def test_a_ratio_connects_what_it_divides() -> None:
    standing = connected([], Ground(ratios=(Ratio("c", "a", "b"),)))
    assert len({standing[name] for name in "abc"}) == 1


def test_every_figure_is_in_one_part() -> None:
    given = [*figures(100), *(renamed(figure, "trade-9") for figure in figures(100))]
    parts = parts_of(given, connected(given, Ground()))
    assert sorted(map(len, parts.values())) == [100, 100]
