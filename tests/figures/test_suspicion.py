"""What is possible but unlikely is suspect, and what trade may well do is not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from kg.figures.audit import audit
from kg.figures.context import Context, Indicator
from kg.figures.figure import Cell, Figure
from kg.figures.interval import Interval
from kg.figures.suspicion import FACTOR
from kg.vocab import code_iri

YEAR = Cell("trade", "place/City", "2024", "CNY", "both")
COUNT = Cell("parcels", "place/City", "2024", "parcel")
CONTEXT = Context(
    indicators={
        "trade": Indicator(quantity=code_iri("quantity-kind", "money")),
        "parcels": Indicator(quantity=code_iri("quantity-kind", "count")),
    },
    around={"place/City": frozenset({"place/Province"})},
    origins={name: frozenset(name) for name in "abc"},
)


def figure(iri: str, cell: Cell, value: int, half: int = 1, **rest: Any) -> Figure:
    bounds = Interval(Fraction(value - half), Fraction(value + half))
    given: dict[str, Any] = {"kind": "amount", "documents": frozenset(iri)}
    return Figure(iri=iri, cell=cell, value=Fraction(value), interval=bounds, **(given | rest))


def found(*figures: Figure) -> list[tuple[str, str | None, str]]:
    return [(one.outcome, one.kind, one.reason.name) for one in audit(figures, CONTEXT)]


SCALE = ("suspect", "value", "unlike_scale")


@pytest.mark.parametrize(
    ("cell", "beside", "value"),
    [
        (YEAR.replace(period="2023"), "a year before", 1000),
        (YEAR.replace(period="2024-S1"), "a half of the year", 500),
        (YEAR.replace(period="2024-10"), "a month", 85),
    ],
)
def test_an_amount_of_another_scale_than_its_neighbour_is_suspect(
    cell: Cell, beside: str, value: int
) -> None:
    """A thousandth is; as much as may be expected is not, nor is twice or half of it."""
    year = figure("a", YEAR, 1000)
    assert found(year, figure("b", cell, value // 80, half=0)) == [SCALE], beside
    for likely in (value, value // 2, value // 5):
        assert found(year, figure("b", cell, likely)) == []


def test_only_bounds_that_are_far_apart_make_suspect() -> None:
    """What is at least a number may be any greater one."""
    year, before = figure("a", YEAR, 1000), YEAR.replace(period="2023")
    small = figure("b", before, 1000 // FACTOR - 2, half=0)
    assert found(year, small) == [SCALE]
    assert found(year, figure("b", before, 1000 // FACTOR)) == []
    over = Figure(**{name: getattr(small, name) for name in small.__slots__} | {
        "interval": Interval(small.interval.lower, None)})  # fmt: skip
    assert found(year, over) == []


def test_a_count_of_a_part_above_that_of_its_whole_is_suspect_and_no_contradiction() -> None:
    province = COUNT.replace(area="place/Province")
    assert found(figure("a", COUNT, 90), figure("b", province, 80)) == [
        ("suspect", "scope", "higher_part")
    ]
    assert found(figure("a", COUNT, 80), figure("b", province, 90)) == []


def test_a_target_is_no_suspect() -> None:
    before = figure("b", YEAR.replace(period="2023"), 1)
    assert found(figure("a", YEAR, 1000, status="target"), before) == []


def growth(iri: str, year: str, value: str, **rest: Any) -> Figure:
    number = Fraction(value)
    return Figure(
        iri=iri, kind="growth", cell=YEAR.replace(period=year), basis="year-on-year", value=number,
        interval=Interval(number - Fraction("0.05"), number + Fraction("0.05")),
        **({"documents": frozenset(iri)} | rest),
    )  # fmt: skip


def test_the_same_growth_two_years_in_a_row_is_suspect() -> None:
    """In two sources, and to the last of three digits."""
    again = ("suspect", "value", "growth_again")
    assert found(growth("a", "2023", "15.7"), growth("b", "2024", "15.7")) == [again]
    assert found(growth("a", "2023", "15.7"), growth("b", "2024", "15.6")) == []
    assert found(growth("a", "2023", "5.0"), growth("b", "2024", "5.0")) == []
    one = frozenset("a")
    said_twice = growth("b", "2024", "15.7", documents=one)
    assert found(growth("a", "2023", "15.7"), said_twice) == []


def test_a_contradiction_silences_suspicion() -> None:
    """A half above its year is wrong, not merely unlikely."""
    half = figure("b", YEAR.replace(period="2024-S1"), 50_000)
    assert [one[0] for one in found(figure("a", YEAR, 1000), half)] == ["contradiction"]


def test_growth_that_the_rest_of_the_period_cannot_make_up_is_suspect() -> None:
    """12.6 read as 126: the other half would have lost all; 95 beside 30 may well be."""
    unlike = ("suspect", "value", "unlike_growth")
    year, half = growth("a", "2024", "13.0"), growth("b", "2024-S1", "126")
    assert found(year, half) == [unlike]
    assert found(growth("a", "2024", "130"), growth("b", "2024-S1", "13.0")) == [unlike]
    for first, whole in (("95", "30.0"), ("-30", "20"), ("12.6", "13.0"), ("200", "75.0")):
        assert found(growth("a", "2024", whole), growth("b", "2024-S1", first)) == []
    assert found(year, growth("b", "2023-S1", "126")) == []
    other = replace(half, basis="quarter-on-quarter")
    assert "suspect" not in {outcome for outcome, *_ in found(year, other)}


def rank(iri: str, area: str, place: int, group: str = "the cities") -> Figure:
    cell = YEAR.replace(area=f"place/{area}", unit=None)
    return figure(iri, cell, place, half=0, kind="rank", scope=group)


def test_two_in_one_place_are_suspect() -> None:
    """A tie is rarer than a slip; in unlike groups both may be first."""
    assert found(rank("a", "A", 2), rank("b", "B", 2)) == [("suspect", "value", "one_place")]
    assert found(rank("a", "A", 2), rank("b", "B", 1)) == []
    assert found(rank("a", "A", 2), rank("b", "B", 2, "the provinces")) == []
    assert [one[0] for one in found(rank("a", "A", 2), rank("b", "A", 2))] == ["corroboration"]


def test_places_in_a_list_are_held_against_those_of_the_same_list_alone() -> None:
    """The order of another list may be another."""
    listed = replace(rank("a", "A", 2), interval=Interval(Fraction(1), Fraction(5)))
    again = replace(listed, iri="b", cell=listed.cell.replace(area="place/B"))
    assert found(listed, again) == [("suspect", "value", "one_place")]
    assert found(listed, replace(again, documents=frozenset("b"))) == []
    assert found(listed, rank("b", "B", 2)) == []
