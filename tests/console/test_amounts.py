"""Numbers in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.amounts import between, exact, roughly, short, value_words
from console.gathered import Gathered
from console.phrases import phrases
from kg.figures.figure import Cell, Figure
from kg.figures.interval import Interval

LOOKUP = Gathered(()).lookup("en")


def figure(low: str | None, high: str | None, value: str = "110000000000") -> Figure:
    return Figure(
        iri="urn:figure",
        kind="amount",
        cell=Cell("cbec-trade", "place/CN", "2024", "CNY"),
        value=Fraction(value),
        interval=Interval(*(None if end is None else Fraction(end) for end in (low, high))),
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "326.53 billion yuan"),
        ("zh", "3,265.3亿元人民币"),
        ("pt", "326,53 mil milhões de yuans"),
    ],
)
def test_an_amount_is_said_in_the_scales_of_its_language(language: str, words: str) -> None:
    told = figure("326525000000", "326535000000", "326530000000")
    assert value_words(told, LOOKUP, phrases(language), language) == words


def test_what_is_rounded_says_so_and_what_is_whole_does_not() -> None:
    assert short(Fraction("1721739130434.78")) == "≈ 1.722 trillion"
    assert short(Fraction("1722000000000")) == "1.722 trillion"


def test_a_figure_with_one_bound_is_told_by_it() -> None:
    say = phrases("en")
    assert value_words(figure("110000000000", None), LOOKUP, say, "en") == (
        "at least 110 billion yuan"
    )
    assert between(figure(None, "6000000"), say, "en") == "at most 6,000,000"


@given(st.integers(-(10**15), 10**15), st.sampled_from(["en", "zh", "pt"]))
def test_a_whole_number_in_full_keeps_every_digit(number: int, language: str) -> None:
    digits = "".join(filter(str.isdigit, exact(Fraction(number), language)))
    assert int(digits) == abs(number)


def test_bounds_are_told_outward_and_without_digits_that_say_nothing() -> None:
    say = phrases("en")
    told = figure("1709956709956.7", "1733624454148.48")
    assert roughly(told, say, "en") == "1.709 – 1.734 trillion"
    assert roughly(figure("1685000000000", "1695000000000"), say, "zh") == "1.685 – 1.695万亿"
    assert roughly(figure("59.5", None), say, "en") == "at least 59.5"
