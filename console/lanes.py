"""A timeline as plain geometry: a lane for each sort, in it rows that nothing overlaps in.

A template turns it into SVG without computing anything. Like plots and maps it comes in several
widths, because letters that are scaled down with a drawing cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from console.chronology import SORTS, Item
from console.lettering import cut, letters
from console.plot import WIDTHS
from console.scales import Scale

__all__ = ["Bar", "Lane", "Strip", "Tick", "strips"]

_LETTER: Final = Fraction(7)
_ROW: Final = 26
_HEAD: Final = 26
_AXIS: Final = 30
_EDGE: Final = 8
_SIGN: Final = 7
"""So far a sign reaches from its middle; what is shorter than two of them is drawn as a sign."""
_SHORTEST: Final = 4
_LONGEST: Final = {1100: 52, 620: 38, 340: 26}
_TICK: Final = {"year": 46, "month": 40}


@dataclass(frozen=True, slots=True)
class Bar:
    """An item in a drawing: a sign where it is short, else a bar, with its name beside it."""

    item: Item
    x: str
    y: int
    width: str
    short: bool
    text: str
    text_x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The items of a sort, and how far down its name stands."""

    sort: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A year or a month on the axis; ``year`` is the one that it leads to."""

    at: str
    text: str
    year: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A timeline in one width."""

    width: int
    height: int
    bottom: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def strips(items: Sequence[Item], year: int | None = None) -> tuple[Strip, ...]:
    """Give the timeline of these items in each of the widths: of one year, or of all theirs."""
    return tuple(_strip(items, width, year) for width in WIDTHS) if items else ()


def _strip(items: Sequence[Item], width: int, year: int | None) -> Strip:
    first = date(year or min(one.first for one in items).year, 1, 1)
    last = date(year or max(one.last for one in items).year, 12, 31)
    low, high = Fraction(first.toordinal()), Fraction(last.toordinal() + 1)
    scale = Scale(low, high, _EDGE, width - _EDGE)
    lanes = []
    top = 0
    for sort in SORTS:
        own = [one for one in items if one.sort == sort]
        if own:
            bars = tuple(_bars(own, scale, width, top + _HEAD))
            lanes.append(Lane(sort, top + 18, bars))
            top = max(bar.y for bar in bars) + _ROW
    monthly = last.year - first.year < 2
    ticks = tuple(_months(first, last, scale) if monthly else _years(first, last, scale))
    return Strip(width, top + _AXIS, top, tuple(lanes), ticks)


def _bars(items: Sequence[Item], scale: Scale, width: int, top: int) -> Iterator[Bar]:
    """Give the bars of one lane, each in the first row in which it and its name have room."""
    rows: list[list[tuple[Fraction, Fraction]]] = []
    for item in items:
        start = _held(scale.at(Fraction(item.first.toordinal())), width)
        end = _held(scale.at(Fraction(item.last.toordinal() + 1)), width)
        short = end - start < 2 * _SIGN
        if short:
            middle = min(
                max((start + end) / 2, Fraction(_EDGE + _SIGN)), Fraction(width - _EDGE - _SIGN)
            )
            start, end = middle - _SIGN, middle + _SIGN
        text, left, anchor, taken = _beside(item.name.text, start, end, width)
        free = (n for n, row in enumerate(rows) if all(_clear(taken, one) for one in row))
        number = next(free, len(rows))
        if number == len(rows):
            rows.append([])
        rows[number].append(taken)
        yield Bar(
            item,
            _written((start + end) / 2 if short else start),
            top + number * _ROW,
            _written(end - start),
            short,
            text,
            _written(left),
            anchor,
        )


def _beside(
    name: str, start: Fraction, end: Fraction, width: int
) -> tuple[str, Fraction, str, tuple[Fraction, Fraction]]:
    """Give a name, where it stands, and the room that it takes with its bar.

    It stands behind the bar, else before it, else cut where there is more room; beside a bar that
    leaves room for no word it is left out, and is told by the title of the bar and by the list.
    """
    text = cut(name, _LONGEST[width])
    long = letters(text) * _LETTER
    behind, before = width - _EDGE - end - 5, start - _EDGE - 5
    if long > max(behind, before):
        room = int(max(behind, before) / _LETTER)
        text = cut(name, room) if room >= _SHORTEST else ""
        long = letters(text) * _LETTER
    if long <= behind:
        return text, end + 5, "start", (start, end + 5 + long)
    return text, start - 5, "end", (start - 5 - long, end)


def _clear(one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> bool:
    return one[1] + 8 <= other[0] or other[1] + 8 <= one[0]


def _years(first: date, last: date, scale: Scale) -> Iterator[Tick]:
    years = range(first.year, last.year + 1)
    step = -(-len(years) * _TICK["year"] // (scale.end - scale.start)) or 1
    for year in years[::step]:
        yield Tick(scale.written(Fraction(date(year, 1, 1).toordinal())), str(year), year)


def _months(first: date, last: date, scale: Scale) -> Iterator[Tick]:
    months = (last.year - first.year + 1) * 12
    step = -(-months * _TICK["month"] // (scale.end - scale.start)) or 1
    step = next(one for one in (1, 2, 3, 6, 12) if one >= min(step, 12))
    for number in range(0, months, step):
        day = date(first.year + number // 12, number % 12 + 1, 1)
        text = f"{day:%Y-%m}" if number % 12 == 0 else f"{day:%m}"
        yield Tick(scale.written(Fraction(day.toordinal())), text, day.year)


def _held(at: Fraction, width: int) -> Fraction:
    return min(max(at, Fraction(_EDGE)), Fraction(width - _EDGE))


def _written(number: Fraction) -> str:
    return Scale(Fraction(0), Fraction(1), 0, 1).written(number)
