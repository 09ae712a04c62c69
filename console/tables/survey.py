"""What the columns of an answer hold, so that each gets the narrowest type that keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

import pyoxigraph as ox

from console.tables.answers import Row
from kg.vocab import PREFIXES

__all__ = ["XSD", "Column", "Kind", "kind_of", "survey"]

XSD: Final = PREFIXES["xsd"]
Kind = Literal["boolean", "date", "decimal", "double", "integer", "moment", "text"]

_INTEGERS: Final = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort",
        "unsignedByte",
    )
)  # fmt: skip
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))")
_DOUBLE: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|[+-]?INF")
# a zone is kept as text: neither format has a column for the zone that was written
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?")


@dataclass(slots=True)
class Column:
    """What one column holds: its kind where all its terms share one, else ``text``.

    ``whole`` and ``fraction`` are the most digits before and behind the point.
    """

    name: str
    kinds: set[Kind] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    datatypes: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    whole: int = 0
    fraction: int = 0
    width: int = 0

    @property
    def kind(self) -> Kind:
        """The narrowest kind that takes every term."""
        if len(self.kinds) == 1:
            return next(iter(self.kinds))
        return "decimal" if self.kinds == {"integer", "decimal"} else "text"

    def take(self, term: object) -> None:
        """Count a term in."""
        if isinstance(term, ox.Literal):
            self.terms.add("literal")
            if term.language:
                self.languages.add(term.language)
            else:
                self.datatypes.add(term.datatype.value)
            self.kinds.add(kind_of(term))
            self.width = max(self.width, len(term.value))
            if self.kinds <= {"integer", "decimal"} and (found := _DECIMAL.fullmatch(term.value)):
                self.whole = max(self.whole, len((found[1] or "").lstrip("0")))
                self.fraction = max(self.fraction, len(found[2] or found[3] or ""))
        else:
            self.terms.add("iri" if isinstance(term, ox.NamedNode) else "blank")
            self.kinds.add("text")
            self.width = max(self.width, len(str(term)))


def kind_of(literal: ox.Literal) -> Kind:
    """Give what a literal can be kept as without losing anything but its spelling.

    >>> kind_of(ox.Literal("0.10", datatype=ox.NamedNode(XSD + "decimal")))
    'decimal'
    >>> kind_of(ox.Literal("2024-02-30", datatype=ox.NamedNode(XSD + "date")))
    'text'
    """
    datatype, value = literal.datatype.value, literal.value
    if datatype in _INTEGERS and _INTEGER.fullmatch(value):
        return "integer"
    if datatype == f"{XSD}decimal" and _DECIMAL.fullmatch(value):
        return "decimal"
    if datatype == f"{XSD}double" and _DOUBLE.fullmatch(value):
        return "double"
    if datatype == f"{XSD}boolean" and value in {"true", "false", "1", "0"}:
        return "boolean"
    if datatype == f"{XSD}date" and _DATE.fullmatch(value) and _is_date(value):
        return "date"
    if datatype == f"{XSD}dateTime" and _MOMENT.fullmatch(value) and _is_moment(value):
        return "moment"
    return "text"


def survey(names: Iterable[str], rows: Iterable[Row]) -> tuple[list[Column], int]:
    """Give what each column holds, and the number of rows."""
    columns = [Column(name) for name in names]
    count = 0
    for row in rows:
        count += 1
        for column, term in zip(columns, row, strict=True):
            if term is not None:
                column.take(term)
    return columns, count


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
