"""Periods: keys, days, and how they relate."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.seeds.periods import close_periods, parse_period, previous_year

YEARS = st.integers(1900, 2200)
PARTS = st.sampled_from(
    ["", "-S1", "-S2", "-Q1", "-Q2", "-Q3", "-Q4", "-01", "-02", "-12", "-03-31"]
)
KEYS = st.builds(lambda year, part: f"{year}{part}", YEARS, PARTS)


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-S2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-10-08", date(2024, 10, 8), date(2024, 10, 8)),
        ("2022-01--2022-09", date(2022, 1, 1), date(2022, 9, 30)),
        ("2022--2025-09", date(2022, 1, 1), date(2025, 9, 30)),
    ],
)
def test_a_key_names_whole_days(key: str, first: date, last: date) -> None:
    """The first and the last day belong to the period."""
    period = parse_period(key)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "key", ["", "24", "2024-S3", "2024-Q5", "2024-13", "2024-02-30", "2024--2023", "2024/2025"]
)
def test_a_key_that_names_no_period_is_refused(key: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError):
        parse_period(key)


@given(KEYS)
def test_the_year_before_is_a_year_before(key: str) -> None:
    """The same stretch, one year earlier."""
    earlier = previous_year(key)
    assert earlier is not None
    assert parse_period(earlier).first.year == parse_period(key).first.year - 1
    assert earlier[4:] == key[4:]


def test_some_periods_have_no_year_before() -> None:
    """The 29th of February, and stretches of several years."""
    assert previous_year("2024-02-29") is None
    assert previous_year("2022--2025-09") is None


@given(st.lists(KEYS, max_size=5))
def test_closing_adds_what_encloses(keys: list[str]) -> None:
    """Every key stays, with the year that encloses it."""
    closed = close_periods(keys)
    assert set(keys) <= set(closed)
    assert {key[:4] for key in keys} <= set(closed)
