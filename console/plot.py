"""Plots of figures as plain geometry: a template turns them into SVG without computing anything.

A plot comes in several widths, because letters that are scaled down with a drawing cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from console.lettering import cut, letters
from console.scales import Scale, scale_over, ticks_between
from kg.figures.interval import Interval

__all__ = ["WIDTHS", "Mark", "Plot", "Point", "Row", "Tick", "Write", "intervals", "over_time"]

WIDTHS: Final = (1100, 620, 340)
"""For wide screens, for tablets, for phones."""
_ROW: Final = 50
_TOP: Final = 6
_AXIS: Final = 30
_EDGE: Final = 10
_LETTER: Final = 7
"""The width of a Latin letter of the labels; a Chinese one is twice as wide."""
_TICK: Final = 140
"""So much room a mark of an axis takes with its number."""

Write = Callable[[Fraction], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure to be drawn: its name, its number in words, and where it lies.

    ``first`` and ``last`` are the days of its period.
    """

    label: str
    text: str
    value: Fraction
    interval: Interval
    reported: bool
    differs: bool = False
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what is written there."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in a plot of intervals: its line, value and ends; an open end has an arrow."""

    mark: Mark
    label: str
    y: int
    value: str
    low: str
    high: str
    open_low: bool
    open_high: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in a plot over time: its height, the bounds of it, and the days of its period."""

    mark: Mark
    x: str
    y: str
    first: str
    last: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing: its size, its axes, and what is drawn."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...] = ()
    rows: tuple[Row, ...] = ()
    points: tuple[Point, ...] = ()


def intervals(marks: Sequence[Mark], width: int, write: Write) -> Plot:
    """Give the plot of figures of one matter, one a line, on one axis that begins where they do."""
    left, right = _EDGE, width - _EDGE
    scale = scale_over(_ends(marks), left + 6, right - 6)
    rows = tuple(
        _row(mark, _TOP + number * _ROW, scale, left, right) for number, mark in enumerate(marks)
    )
    bottom = _TOP + len(marks) * _ROW
    ticks = ticks_between(scale.low, scale.high, max(3, width // _TICK))
    across = tuple(Tick(scale.written(number), write(number)) for number in ticks)
    return Plot(width, bottom + _AXIS, left, right, bottom, across, rows=rows)


def over_time(marks: Sequence[Mark], width: int, write: Write) -> Plot:
    """Give the plot of figures of one matter in several periods, each as wide as its period is."""
    height, left, right = 220 + width // 8, 80, width - _EDGE
    bottom = height - _AXIS
    upward = scale_over(_ends(marks), bottom - 6, _TOP + 12)
    dated = [mark for mark in marks if mark.first and mark.last]
    days = [_day(day) for mark in dated for day in (mark.first, mark.last)]
    across = scale_over(days, left, right, Fraction(1, 24))
    points = tuple(_point(mark, across, upward) for mark in dated)
    years = range(_year(across.low) + 1, _year(across.high) + 1)
    step = -(-len(years) // (width // _TICK * 2)) or 1
    return Plot(
        width,
        height,
        left,
        right,
        bottom,
        tuple(Tick(across.written(_day(date(year, 1, 1))), str(year)) for year in years[::step]),
        tuple(
            Tick(upward.written(number), write(number))
            for number in ticks_between(upward.low, upward.high, 6)
        ),
        points=points,
    )


def _row(mark: Mark, top: int, scale: Scale, left: int, right: int) -> Row:
    lower, upper = mark.interval.lower, mark.interval.upper
    room = (right - left) // _LETTER - letters(mark.text) - 3
    return Row(
        mark,
        cut(mark.label, room),
        top + 33,
        scale.written(mark.value),
        str(left) if lower is None else scale.written(lower),
        str(right) if upper is None else scale.written(upper),
        lower is None and upper is not None,
        upper is None and lower is not None,
    )


def _point(mark: Mark, across: Scale, upward: Scale) -> Point:
    first, last = _day(mark.first), _day(mark.last) + 1
    lower, upper = mark.interval.lower, mark.interval.upper
    return Point(
        mark,
        across.written((first + last) / 2),
        upward.written(mark.value),
        across.written(first),
        across.written(last),
        upward.written(upward.low if lower is None else lower),
        upward.written(upward.high if upper is None else upper),
    )


def _ends(marks: Sequence[Mark]) -> list[Fraction]:
    return [
        number
        for mark in marks
        for number in (mark.value, mark.interval.lower, mark.interval.upper)
        if number is not None
    ]


def _day(day: date | None) -> Fraction:
    return Fraction(day.toordinal() if day else 0)


def _year(day: Fraction) -> int:
    return date.fromordinal(max(1, int(day))).year
