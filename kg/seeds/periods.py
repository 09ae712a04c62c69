"""Periods of time by their keys, such as ``2024-S1``.

A key is a year, half, quarter, month or day (``2024``, ``2024-S1``, ``2024-Q3``, ``2024-10``,
``2024-10-08``) or ``A--B``, from the first day of A to the last day of B. The double hyphen is
the separator that ISO 8601 allows where a solidus cannot stand, as in IRIs.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

__all__ = ["Period", "close_periods", "parse_period", "previous_year"]

_SEPARATOR = "--"
_KEY = re.compile(
    r"(?P<year>\d{4})(?:-(?:S(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of whole days with the key it was written with."""

    key: str
    first: date
    last: date

    def contains(self, other: Period) -> bool:
        """Tell whether every day of the other period is a day of this one."""
        return self.first <= other.first and other.last <= self.last


def parse_period(key: str) -> Period:
    """Give the period of a key; ValueError says what is wrong with one that has none.

    >>> parse_period("2024-S1").last
    datetime.date(2024, 6, 30)
    """
    start, separator, end = key.partition(_SEPARATOR)
    if not separator:
        return Period(key, *_days(key))
    first, last = _days(start)[0], _days(end)[1]
    if last < first:
        raise ValueError(f"the period '{key}' ends before it begins")
    return Period(key, first, last)


def close_periods(keys: Iterable[str]) -> dict[str, Period]:
    """Give these periods and those that relate to them, by key.

    These are the calendar periods that enclose each, and the same stretch of the year before.
    """
    periods: dict[str, Period] = {}
    for key in keys:
        for related in (key, previous_year(key)):
            if related is not None:
                periods[related] = parse_period(related)
                periods |= {p.key: p for p in map(parse_period, _enclosing(periods[related]))}
    return dict(sorted(periods.items()))


def previous_year(key: str) -> str | None:
    """Give the key of the same stretch one year earlier; none for a day that year does not have.

    A stretch of several years has no such predecessor.
    """
    first, *rest = key.split(_SEPARATOR)
    if rest and rest[0][:4] != first[:4]:
        return None
    earlier = [f"{int(part[:4]) - 1:04d}{part[4:]}" for part in (first, *rest)]
    try:
        return parse_period(_SEPARATOR.join(earlier)).key
    except ValueError:
        return None


def _days(key: str) -> tuple[date, date]:
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(f"'{key}' is not a period")
    year = int(found["year"])
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return day, day
    if found["half"]:
        months = (int(found["half"]) * 6 - 5, int(found["half"]) * 6)
    elif found["quarter"]:
        months = (int(found["quarter"]) * 3 - 2, int(found["quarter"]) * 3)
    elif found["month"]:
        months = (int(found["month"]), int(found["month"]))
    else:
        months = (1, 12)
    if not 1 <= months[0] <= 12:
        raise ValueError(f"'{key}' names no month of the year")
    return date(year, months[0], 1), date(year, months[1], monthrange(year, months[1])[1])


def _enclosing(period: Period) -> Iterable[str]:
    """Give the keys of the year, half, quarter and month that enclose the period, but itself."""
    first = period.first
    year = f"{first.year:04d}"
    candidates = (
        year,
        f"{year}-S{(first.month + 5) // 6}",
        f"{year}-Q{(first.month + 2) // 3}",
        f"{year}-{first.month:02d}",
    )
    for key in candidates:
        if key != period.key and parse_period(key).contains(period):
            yield key
