"""How the periods of a year make one another up, and the same period of other years.

The periods known here are the months, quarters, halves and the year, and those that count up from
January (``2024-01--2024-09``). Two of them that follow one another and make a third give a sum and
two differences.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from kg.seeds.periods import parse_period, previous_year

__all__ = [
    "differences_of",
    "differences_with",
    "named_by_days",
    "next_year",
    "own_name",
    "sums_of",
    "sums_with",
    "year_before",
]

_Months = tuple[int, int]
"""The first and the last month of a period within a year."""

_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_CALENDAR: Final[Mapping[str, _Months]] = {
    "": (1, 12), "-S1": (1, 6), "-S2": (7, 12),
    "-Q1": (1, 3), "-Q2": (4, 6), "-Q3": (7, 9), "-Q4": (10, 12),
} | {f"-{month:02d}": (month, month) for month in range(1, 13)}  # fmt: skip
_ENDS: Final = {months: end for end, months in _CALENDAR.items()}
_KNOWN: Final = frozenset(_CALENDAR.values()) | {(1, last) for last in range(2, 12)}
_PAIRS: Final = [
    (whole, (whole[0], middle), (middle + 1, whole[1]))
    for whole in sorted(_KNOWN)
    for middle in range(whole[0], whole[1])
    if (whole[0], middle) in _KNOWN and (middle + 1, whole[1]) in _KNOWN
]
_EQUAL_PARTS: Final = [
    (whole, tuple((month, month + size - 1) for month in range(whole[0], whole[1] + 1, size)))
    for whole in sorted(_CALENDAR.values())
    for size in (1, 3)
    if (whole[1] - whole[0] + 1) // size > 2
]
_SUMS: Final = [*((whole, (one, other)) for whole, one, other in _PAIRS), *_EQUAL_PARTS]
_CACHED: Final = 4096


_Table = defaultdict[_Months, list[tuple[_Months, tuple[_Months, ...]]]]


def _tables() -> tuple[_Table, _Table, _Table, _Table]:
    """Give sums by whole and by part, differences by part and by what goes in."""
    sums_of, sums_with = _Table(list), _Table(list)
    for whole, parts in _SUMS:
        sums_of[whole].append((whole, parts))
        for part in parts:
            sums_with[part].append((whole, parts))
    differences_of, differences_with = _Table(list), _Table(list)
    for whole, first, second in _PAIRS:
        for part, rest in ((first, second), (second, first)):
            differences_of[part].append((whole, (rest,)))
            differences_with[whole].append((part, (rest,)))
            differences_with[rest].append((part, (whole,)))
    return sums_of, sums_with, differences_of, differences_with


_SUMS_OF, _SUMS_WITH, _DIFFERENCES_OF, _DIFFERENCES_WITH = _tables()


@lru_cache(_CACHED)
def own_name(period: str) -> str:
    """Give the one key by which periods of the same days go here; what is no key stays.

    >>> own_name("2024-01--2024-06"), own_name("2024-Q1--2024-Q3")
    ('2024-S1', '2024-01--2024-09')
    """
    try:
        days = parse_period(period)
    except ValueError:
        return period
    return named_by_days(days.first, days.last)


def named_by_days(first: date, last: date) -> str:
    """Give the key of the period of these days: as few and as large units as there can be."""
    if first.day > 1 or last.day < monthrange(last.year, last.month)[1]:
        return f"{first}" if first == last else f"{first}--{last}"
    if first.year == last.year:
        return _key(f"{first.year:04d}", (first.month, last.month))
    start = f"{first.year:04d}" if first.month == 1 else f"{first:%Y-%m}"
    end = f"{last.year:04d}" if last.month == 12 else f"{last:%Y-%m}"
    return f"{start}--{end}"


@lru_cache(_CACHED)
def sums_of(period: str) -> tuple[tuple[str, ...], ...]:
    """Give each set of periods that together make up a period.

    >>> sums_of("2024-S1")[0]
    ('2024-Q1', '2024-Q2')
    """
    return tuple(parts for _, parts in _named(_SUMS_OF, period))


@lru_cache(_CACHED)
def sums_with(period: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give each period that a period helps to make up, with all its parts."""
    return _named(_SUMS_WITH, period)


@lru_cache(_CACHED)
def differences_of(period: str) -> tuple[tuple[str, str], ...]:
    """Give each period with the rest of it, such that a period is left.

    >>> differences_of("2024-Q2")
    (('2024-S1', '2024-Q1'),)
    """
    return tuple((whole, rest) for whole, (rest,) in _named(_DIFFERENCES_OF, period))


@lru_cache(_CACHED)
def differences_with(period: str) -> tuple[tuple[str, str], ...]:
    """Give each period that is left when a period and another one are subtracted."""
    return tuple((part, other) for part, (other,) in _named(_DIFFERENCES_WITH, period))


@lru_cache(_CACHED)
def year_before(period: str) -> str | None:
    """Give the same stretch one year earlier; none for what has no such predecessor."""
    try:
        return previous_year(period)
    except ValueError:
        return None


@lru_cache(_CACHED)
def next_year(period: str) -> str | None:
    """Give the stretch of which this one is the year before.

    >>> next_year("2023-S1")
    '2024-S1'
    """
    try:
        parse_period(period)
        parts = period.split("--")
        later = "--".join(f"{int(part[:4]) + 1:04d}{part[4:]}" for part in parts)
        return later if previous_year(later) == period else None
    except ValueError:
        return None


def _named(
    table: Mapping[_Months, list[tuple[_Months, tuple[_Months, ...]]]], period: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = _months(period)
    if found is None:
        return ()
    year, months = found
    return tuple(
        (_key(year, one), tuple(_key(year, other) for other in others))
        for one, others in table.get(months, ())
    )


def _months(period: str) -> tuple[str, _Months] | None:
    year, end = period[:4], period[4:]
    if end in _CALENDAR and year.isdigit():
        return year, _CALENDAR[end]
    first, _, last = period.partition("--")
    start, stop = _MONTH.fullmatch(first), _MONTH.fullmatch(last)
    if start is None or stop is None or start[1] != stop[1]:
        return None
    months = int(start[2]), int(stop[2])
    # a calendar period goes by its own name alone, so that no cell has two
    return (start[1], months) if months in _KNOWN and months not in _ENDS else None


def _key(year: str, months: _Months) -> str:
    end = _ENDS.get(months)
    return f"{year}-{months[0]:02d}--{year}-{months[1]:02d}" if end is None else year + end
