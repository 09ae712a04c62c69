"""Figures in words: what is measured, how much it is, within which bounds."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from kg.figures.figure import DIMENSIONS, Cell, Figure, full_name
from kg.figures.interval import Interval
from kg.figures.lookup import Lookup
from kg.figures.phrases import phrase
from kg.seeds.values import decimal_text
from kg.vocab import code_iri

__all__ = ["UNITS", "cell_words", "figure_words", "grouped", "interval_words", "value_words"]


UNITS: Final = {"growth": "percent", "share": "percent", "rank": "rank"}
"""The unit of the value where it is not that of the cell."""


def grouped(number: Fraction, *, rounding: str = "nearest") -> str:
    """Write a number with its digits in groups of three.

    >>> grouped(Fraction(1220000000000))
    '1,220,000,000,000'
    >>> grouped(Fraction(1, 3), rounding="up")
    '0.333334'
    """
    whole, point, rest = decimal_text(number, rounding=rounding).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole != "-0" else f"-0{point}{rest}"


def value_words(figure: Figure, language: str = "en") -> str:
    """Write the value with its unit.

    Of a figure that has one bound only, the bound stands for the value.
    """
    unit = figure.cell.unit or ""
    if figure.kind != "amount":
        unit = "" if figure.kind == "rank" else "%"
    lower, upper = figure.interval.lower, figure.interval.upper
    if upper is None and lower is not None:
        number = f"{grouped(lower, rounding='down')} {unit}".rstrip()
        return phrase("at_least", number=number).said(language)
    if lower is None and upper is not None:
        number = f"{grouped(upper, rounding='up')} {unit}".rstrip()
        return phrase("at_most", number=number).said(language)
    return f"{grouped(figure.value)} {unit}".rstrip()


def interval_words(interval: Interval, language: str = "en") -> str:
    """Write the bounds; ``…`` is no bound."""
    lower, upper = interval.lower, interval.upper
    low = "…" if lower is None else grouped(lower, rounding="down")
    high = "…" if upper is None else grouped(upper, rounding="up")
    return phrase("interval", low=low, high=high).said(language)


def cell_words(cell: Cell, lookup: Lookup, besides: Cell | None = None) -> str:
    """Name what a cell measures; with another cell, only wherein the two differ."""
    parts = []
    for name, namespace in DIMENSIONS.items():
        value = getattr(cell, name)
        same = besides is not None and value == getattr(besides, name)
        if value is not None and not same and name != "unit":
            parts.append(lookup.label(full_name(value, namespace)))
    return ", ".join(parts) or (cell.unit or "")


def figure_words(figure: Figure, lookup: Lookup) -> str:
    """Name what a figure says, without its value."""
    words, language = cell_words(figure.cell, lookup), lookup.language
    if figure.kind == "growth":
        basis = phrase("no_basis").said(language)
        if figure.basis:
            basis = lookup.label(code_iri("basis", figure.basis))
        if figure.cell.unit is None:
            return phrase("growth_of", what=words, basis=basis).said(language)
        said = phrase("growth_of_in", what=words, unit=figure.cell.unit, basis=basis)
        return said.said(language)
    if figure.kind == "share" and figure.whole is not None:
        whole = cell_words(figure.whole, lookup, figure.cell)
        return phrase("share_of", part=words, whole=whole).said(language)
    if figure.kind == "rank":
        return phrase("rank_of", what=words).said(language)
    return words
