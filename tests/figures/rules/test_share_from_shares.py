"""The share of a province in the country follows from the shares that a city has of both."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.figures import Cell, Figure, Ground, Interval, derive

CITY = Cell("trade", "place/City", "2024", "CNY", "both")
PROVINCE = CITY.replace(area="place/Province")
COUNTRY = CITY.replace(area="place/Country")
GROUND = Ground(
    quantities={"trade": "money"},
    around={
        "place/City": ("place/Country", "place/Province"),
        "place/Province": ("place/Country",),
    },
)


def share(iri: str, whole: Cell, low: Fraction, high: Fraction, **rest: Any) -> Figure:
    given: dict[str, Any] = {"cell": CITY, "whole": whole, "documents": frozenset(iri)}
    return Figure(
        iri=iri, kind="share", value=(low + high) / 2, interval=Interval(low, high),
        **(given | rest),
    )  # fmt: skip


def found(*figures: Figure, ground: Ground = GROUND) -> list[Figure]:
    derived = derive(figures, ground, depth=1).figures
    return [figure for figure in derived if figure.rule == "share-from-shares"]


def half_and_fifth() -> tuple[Figure, Figure]:
    of_province = share("a", PROVINCE, Fraction(45), Fraction(55))
    return of_province, share("b", COUNTRY, Fraction(16), Fraction(24))


def test_a_half_of_the_province_and_a_fifth_of_the_country_make_two_fifths() -> None:
    """16/55 to 24/45, by hand."""
    (figure,) = found(*half_and_fifth())
    assert (figure.cell, figure.whole) == (PROVINCE, COUNTRY)
    assert figure.value == 40
    assert figure.interval == Interval(Fraction("29.090909"), Fraction("53.333334"))
    assert figure.inputs == ("a", "b")


def test_the_order_in_which_the_shares_are_told_does_not_matter() -> None:
    one, other = half_and_fifth()
    assert found(one, other) == found(other, one)


@given(*[st.fractions(min_value=Fraction(1, 10), max_value=100, max_denominator=1000)] * 2)
def test_what_is_true_lies_within_the_bounds(city: Fraction, province: Fraction) -> None:
    """A city of so much of a province of so much of the country: each share exact."""
    of_country = city * province / 100
    pair = (share("a", PROVINCE, city, city), share("b", COUNTRY, of_country, of_country))
    for figure in found(*pair):
        assert province in figure.interval


@pytest.mark.parametrize(
    "change",
    [
        {"whole": PROVINCE.replace(period="2023")},
        {"whole": PROVINCE.replace(direction="export")},
        {"whole": PROVINCE.replace(indicator="other")},
        {"whole": PROVINCE.replace(area="place/Elsewhere")},
        {"status": "target"},
        {"review": "pending"},
        {"cell": CITY.replace(area="place/OtherCity")},
        {"value": Fraction(0), "interval": Interval(Fraction(0), Fraction(0))},
    ],
    ids=str,
)
def test_nothing_follows_where_a_precondition_fails(change: dict[str, Any]) -> None:
    """Not of unlike periods, directions, matters or parts, nor from nothing."""
    of_province, of_country = half_and_fifth()
    other = replace(of_province, **change)
    assert found(other, of_country) == []


def test_areas_of_which_none_holds_the_other_give_nothing() -> None:
    apart = Ground(quantities=GROUND.quantities, around={"place/City": GROUND.around["place/City"]})
    assert found(*half_and_fifth(), ground=apart) == []


def test_the_share_of_a_whole_in_itself_is_not_asked_for() -> None:
    """The province has all of itself: what it has of the country gives no share of a third area."""
    own = share("a", PROVINCE, Fraction(100), Fraction(100), cell=PROVINCE)
    of_country = share("b", COUNTRY, Fraction(16), Fraction(24), cell=PROVINCE)
    assert found(own, of_country) == []
