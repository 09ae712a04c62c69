"""Figures of one matter through the periods, as tables and plots over time show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.amounts import matter_words
from console.cards import Matter, Shown, View
from console.plot import WIDTHS, Plot, over_time
from kg.figures.answer import Card
from kg.figures.figure import Cell

__all__ = ["Series", "series_of"]


@dataclass(frozen=True, slots=True)
class Series:
    """One matter through the periods: its figures, the matter of each period, and its plots."""

    words: str
    rows: tuple[tuple[str, Matter], ...]
    plots: tuple[Plot, ...]
    axis: str

    @property
    def figures(self) -> int:
        """How many figures it has."""
        return sum(len(matter.figures) for _, matter in self.rows)


def series_of(cards: Iterable[Card], known: Cell, view: View) -> list[Series]:
    """Give the matters of these cards, those of several periods together, the longest first."""
    rows: dict[str, list[tuple[str, Matter]]] = defaultdict(list)
    seen: set[str] = set()
    for card in cards:
        here = known.replace(period=card.request.period)
        for matter in view.matters(card, here):
            figure = matter.first.figure
            if figure.iri in seen:  # the same days under another name
                continue
            seen |= {one.figure.iri for one in matter.figures}
            words = matter_words(figure, view.lookup, view.say, here)
            rows[words].append((card.request.period, matter))
    series = (_one_series(words, found, view) for words, found in rows.items())
    return sorted(series, key=lambda one: (one.rows[0][1].kind != "amount", -one.figures))


def _one_series(words: str, rows: Sequence[tuple[str, Matter]], view: View) -> Series:
    figures: list[Shown] = [one for _, matter in rows for one in matter.figures]
    marks = [one.mark(view.period(one.figure)) for one in figures if one.first and one.last]
    plots: tuple[Plot, ...] = ()
    if len(rows) > 1 and marks:
        plots = tuple(over_time(marks, width, view.write(figures[0].figure)) for width in WIDTHS)
    return Series(words, tuple(rows), plots, view.axis(figures[0].figure))
