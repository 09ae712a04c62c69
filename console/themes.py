"""What a property answers: who, where, when, how much, or how the record came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.store.base import Term
from kg.vocab import ONT, PREFIXES

__all__ = ["BOOKKEEPING", "THEMES", "theme_of"]

THEMES: Final = ("number", "what", "who", "where", "when", "record")
"""The themes in the order of a page."""

BOOKKEEPING: Final = tuple(
    ONT + name for name in ("origin", "reviewState", "recordId", "textSha256", "textLength")
)
"""How a record came about; what a reader asks for last."""

_BY_NAME: Final[Mapping[str, frozenset[str]]] = {
    "number": frozenset(
        ONT + name
        for name in (
            "value", "lowerBound", "upperBound", "stated", "unit", "qualifier", "status", "basis",
            "cell", "growthOf", "rankOf", "part", "whole", "equivalentAmount",
        )
    ),
    "where": frozenset(
        ONT + name for name in ("latitude", "longitude", "isoCode", "divisionCode", "capitalOf")
    ),
    "record": frozenset(
        (
            *BOOKKEEPING,
            *(ONT + name for name in ("documentId", "accessDate", "evidence", "sourceLanguage")),
        )
    ),
}  # fmt: skip
_BY_CLASS: Final = {"Place": "where", "Period": "when", "Agent": "who", "SourceDocument": "record"}
_DATES: Final = frozenset(PREFIXES["xsd"] + name for name in ("date", "dateTime", "gYear"))


def theme_of(
    property_iri: str, values: Iterable[Term], types: Mapping[str, tuple[str, ...]]
) -> str:
    """Tell what a property answers: by its name, else by what all its values are.

    ``types`` has the classes of the values that are things.
    """
    for theme, properties in _BY_NAME.items():
        if property_iri in properties:
            return theme
    answered = {_theme_of(value, types) for value in values}
    return answered.pop() if len(answered) == 1 else "what"


def _theme_of(value: Term, types: Mapping[str, tuple[str, ...]]) -> str:
    if isinstance(value, Literal):
        return "when" if value.datatype.value in _DATES else "what"
    kinds = types.get(value.value, ()) if isinstance(value, NamedNode) else ()
    return next((theme for kind, theme in _BY_CLASS.items() if ONT + kind in kinds), "what")
