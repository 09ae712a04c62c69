"""Timelines as geometry: nothing overlaps, and everything stays inside."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from console.chronology import SORTS, Item
from console.lanes import Bar, strips
from console.lettering import letters
from console.naming import Name

FIRST = date(2014, 1, 1)

things = st.lists(
    st.tuples(
        st.text("abc深圳", min_size=1, max_size=70),
        st.integers(0, 4400),
        st.integers(0, 800),
        st.sampled_from(SORTS),
    ),
    min_size=1,
    max_size=25,
)


def items(found: list[tuple[str, int, int, str]]) -> list[Item]:
    """Give items of these names, first days, lengths and sorts."""
    return [
        Item(f"x:{number}", Name(name), sort, "days", first, first + timedelta(days=long))
        for number, (name, day, long, sort) in enumerate(found)
        if (first := FIRST + timedelta(days=day))
    ]


def room(bar: Bar) -> tuple[float, float]:
    """Give from where to where a bar and its name reach."""
    left = float(bar.x) - (7 if bar.short else 0)
    right = left + float(bar.width)
    name = float(bar.text_x)
    long = letters(bar.text) * 7
    return (min(left, name - long), right) if bar.anchor == "end" else (left, name + long)


@settings(max_examples=40)
@given(things)
@example([("a", 0, 351, "events")])
@example([("abcabc", 0, 345, "events")])
def test_no_bar_and_no_name_covers_another(found: list[tuple[str, int, int, str]]) -> None:
    everything = items(found)
    for strip in strips(everything):
        bars = [bar for lane in strip.lanes for bar in lane.bars]
        assert sorted(bar.item.iri for bar in bars) == sorted(one.iri for one in everything)
        for one, other in combinations(bars, 2):
            if one.y == other.y:
                (a, b), (c, d) = room(one), room(other)
                assert b <= c or d <= a
        for bar in bars:
            assert bar.y + 20 <= strip.bottom
            left, right = room(bar)
            assert left >= 0
            assert right <= strip.width


def test_lanes_stand_in_the_order_of_the_sorts() -> None:
    found = items([("a", 1, 0, "documents"), ("b", 2, 0, "events"), ("c", 3, 0, "aims")])
    for strip in strips(found):
        assert [lane.sort for lane in strip.lanes] == ["events", "documents", "aims"]
        assert [lane.y for lane in strip.lanes] == sorted(lane.y for lane in strip.lanes)


def test_a_year_has_its_months_and_what_lasts_longer_is_cut_at_its_ends() -> None:
    long = items([("long", 0, 800, "events")])
    for strip in strips(long, 2015):
        assert strip.ticks[0].text == "2015-01"
        (bar,) = strip.lanes[0].bars
        assert float(bar.x) + float(bar.width) == strip.width - 8


def test_what_lasts_a_day_is_a_sign_and_what_lasts_years_a_bar() -> None:
    day, years = items([("day", 100, 0, "events"), ("years", 200, 1500, "events")])
    bars = {bar.item: bar for bar in strips([day, years])[0].lanes[0].bars}
    assert bars[day].short
    assert not bars[years].short


def test_without_items_there_is_no_drawing() -> None:
    assert strips([]) == ()
