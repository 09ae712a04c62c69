"""The IRI of a cell of the statistics, made of its dimensions.

Dimensions are written as in the records: an indicator, unit, direction, product or ownership by
its slug (``cbec-trade``), an area or entity as ``kind/slug`` (``place/Shenzhen``), a period by its
key (``2024-S1``). What is none of ours is written as its whole IRI.
"""

from __future__ import annotations

from typing import Protocol
from urllib.parse import quote

from kg.vocab import ID

__all__ = ["Coordinates", "cell_iri", "period_iri"]


class Coordinates(Protocol):
    """The dimensions of a cell: what is measured, where, when, and of what part of it."""

    @property
    def indicator(self) -> str:
        """What is measured."""

    @property
    def area(self) -> str:
        """Where."""

    @property
    def period(self) -> str:
        """When."""

    @property
    def unit(self) -> str | None:
        """In what it is counted."""

    @property
    def direction(self) -> str | None:
        """Into the area, out of it, or both."""

    @property
    def product(self) -> str | None:
        """Of which goods alone."""

    @property
    def ownership(self) -> str | None:
        """Of whose enterprises alone."""

    @property
    def entity(self) -> str | None:
        """Of which event, organization or other entity."""


def period_iri(key: str) -> str:
    """Give the IRI of a period."""
    return key if "://" in key else f"{ID}period/{key}"


def cell_iri(d: Coordinates) -> str:
    """Give the IRI of the cell with these dimensions, such as ``cell:cbec-trade.CN.both.2024.CNY``.

    The order is fixed; dimensions that few figures have are named, so that none is mistaken for
    another.
    """
    parts = [
        _slug(d.indicator),
        _slug(d.area).partition("/")[2] or _slug(d.area),
        d.entity and "of-" + _slug(d.entity).replace("/", "-"),
        d.product and "product-" + _slug(d.product),
        d.ownership and "ownership-" + _slug(d.ownership),
        d.direction and _slug(d.direction),
        _slug(d.period),
        d.unit and _slug(d.unit),
    ]
    return f"{ID}cell/" + ".".join(part for part in parts if part)


def _slug(name: str) -> str:
    return quote(name, safe="") if "://" in name else name
