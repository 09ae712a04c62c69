"""Plots of figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from console.plot import WIDTHS, Mark, intervals, over_time
from kg.figures.interval import Interval


def mark(value: int, low: int | None, high: int | None, year: int = 2020, label: str = "A") -> Mark:
    ends = (None if end is None else Fraction(end) for end in (low, high))
    days = date(year, 1, 1), date(year, 12, 31)
    return Mark(label, str(value), Fraction(value), Interval(*ends), True, False, *days)


@pytest.mark.parametrize("width", WIDTHS)
def test_intervals_that_do_not_meet_are_drawn_apart(width: int) -> None:
    plot = intervals([mark(1690, 1685, 1695), mark(1722, 1710, 1734)], width, str)
    one, other = plot.rows
    assert float(one.high) < float(other.low)
    assert float(one.low) < float(one.value) < float(one.high)
    assert one.y < other.y
    assert all(0 <= float(tick.at) <= width for tick in plot.across)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_interval_without_an_end_goes_to_the_edge_of_the_plot(width: int) -> None:
    (row,) = intervals([mark(110, 110, None)], width, str).rows
    assert row.open_high
    assert not row.open_low
    assert row.high == str(width - 10)


def test_a_name_that_does_not_fit_is_cut_with_a_mark() -> None:
    plots = [intervals([mark(1, 1, 2, label="来源" * 40)], width, str) for width in WIDTHS]
    cut = [plot.rows[0].label for plot in plots]
    assert all(label.endswith("…") for label in cut[1:])
    assert len(cut[2]) < len(cut[1]) <= len(cut[0])


def test_a_longer_period_is_drawn_wider() -> None:
    half = Mark("H", "1", Fraction(1), Interval(Fraction(1), Fraction(1)), True, False,
                date(2024, 1, 1), date(2024, 6, 30))  # fmt: skip
    whole, part = over_time([mark(2, 2, 2, 2023), half], WIDTHS[0], str).points
    wide = [float(point.last) - float(point.first) for point in (whole, part)]
    assert wide[0] == pytest.approx(wide[1] * 365 / 182, rel=0.01)
    assert float(whole.last) <= float(part.first)
    assert float(whole.y) < float(part.y), "more is higher"
