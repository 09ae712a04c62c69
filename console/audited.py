"""A finding of the audit in its forms: as a plot, as JSON, as rows of a table, and as triples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from flask import url_for
from pyoxigraph import Triple

from console.amounts import short, unit_of
from console.findings import Finding
from console.plot import WIDTHS, Plot, intervals
from console.reading import construct
from kg.figures.wording import grouped

__all__ = ["COLUMNS", "document_of", "plots_of", "rows_of", "triples_of"]

COLUMNS: Final = (
    "finding", "outcome", "kind", "resolution", "difference", "figure", "about", "figure_kind",
    "value", "lower", "upper", "unit", "rule", "document", "publisher", "start", "end", "address",
    "note",
)  # fmt: skip


def plots_of(told: Finding, language: str, widths: Sequence[int] = WIDTHS) -> tuple[Plot, ...]:
    """Give the plot of figures that can stand on one axis, else none."""
    units = {(one.figure.kind, one.unit) for one in told.shown}
    if len(units) != 1:
        return ()
    figure = told.shown[0].figure
    sign = "%" if unit_of(figure) == "percent" else ""
    marks = [
        one.mark() if told.alike else one.mark(f"{one.source} · {side.words}")
        for one, side in zip(told.shown, told.sides, strict=True)
    ]
    return tuple(
        intervals(marks, width, lambda number: short(number, language) + sign) for width in widths
    )


def triples_of(iris: Sequence[str]) -> Sequence[Triple]:
    """Give what the graph says of findings and of what they rest on."""
    return construct("finding-details", node=list(iris), finding=list(iris)) if iris else []


def document_of(told: Finding) -> dict[str, object]:
    """Give a finding as JSON has it, with the evidence of each of its figures."""
    read = told.read
    return {
        "finding": told.iri,
        "address": url_for(
            ".finding", kind=told.path.partition("/")[0], name=told.path.partition("/")[2]
        ),
        "about": told.words,
        "outcome": read.outcome,
        "kind": read.kind or None,
        "resolution": read.resolution or None,
        "difference": read.difference or None,
        "echoes": read.echoes,
        "note": told.note.text,
        "figures": [
            {
                "figure": side.shown.figure.iri,
                "about": side.words,
                "kind": side.shown.figure.kind,
                "value": side.shown.plain,
                "lower": _plain(side.shown.figure.interval.lower),
                "upper": _plain(side.shown.figure.interval.upper),
                "unit": side.shown.unit,
                "rule": side.shown.figure.rule,
                "evidence": [
                    {
                        "document": place.document,
                        "publisher": place.publisher,
                        "start": place.start,
                        "end": place.end,
                        "address": place.address,
                    }
                    for place in side.places
                ],
            }
            for side in told.sides
        ],
        "restsOn": list(read.rests_on),
    }


def rows_of(told: Finding) -> Iterator[dict[str, object]]:
    """Give a row for each figure and place where it, or what it rests on, stands."""
    document = document_of(told)
    figures = document["figures"]
    assert isinstance(figures, list)
    for one in figures:
        places: Sequence[Mapping[str, object]] = one["evidence"] or ({},)
        for place in places:
            yield {**document, **one, **place, "figure_kind": one["kind"], "kind": document["kind"]}


def _plain(number: Any) -> str | None:  # an exact fraction, or none
    return None if number is None else grouped(number).replace(",", "")
