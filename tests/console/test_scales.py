"""Axes."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from console.scales import scale_over, ticks_between

NUMBERS = st.fractions(-(10**13), 10**13, max_denominator=1000)


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_every_number_falls_on_its_axis_in_order(numbers: list[Fraction]) -> None:
    scale = scale_over(numbers, 10, 1000)
    places = [scale.at(number) for number in sorted(numbers)]
    assert places == sorted(places)
    assert all(10 <= place <= 1000 for place in places)


@given(st.lists(st.fractions(0, 10**13, max_denominator=1000), min_size=1, max_size=8))
def test_an_axis_of_what_cannot_be_negative_begins_at_nought_at_the_least(
    numbers: list[Fraction],
) -> None:
    low = scale_over(numbers, 0, 100).low
    assert low >= 0 or max(numbers) == 0


@given(NUMBERS, st.fractions(Fraction(1, 1000), 10**13, max_denominator=1000), st.integers(3, 9))
def test_marks_are_within_the_axis_even_and_not_too_many(
    low: Fraction, width: Fraction, most: int
) -> None:
    ticks = ticks_between(low, low + width, most)
    assert 2 <= len(ticks) <= most
    assert low <= ticks[0]
    assert ticks[-1] <= low + width
    assert len({after - before for before, after in itertools.pairwise(ticks)}) == 1
