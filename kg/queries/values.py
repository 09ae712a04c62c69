"""RDF terms as Python values: exact numbers, dates, texts that know their language, IRIs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.queries.results import shorten
from kg.vocab import PREFIXES

__all__ = ["IRI", "Row", "Text", "Value", "value_of"]

_XSD: Final = PREFIXES["xsd"]


class IRI(str):
    """An IRI: its text, and `short`, its prefixed name."""

    __slots__ = ()

    @property
    def short(self) -> str:
        """The prefixed name, or the IRI itself where no prefix fits.

        >>> IRI("https://w3id.org/cbec/id/place/Shenzhen").short
        'place:Shenzhen'
        """
        return shorten(self)

    def __repr__(self) -> str:
        return f"IRI({str(self)!r})"


class Text(str):
    """A text in a language: `language` is its tag in lower case."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Text:
        """Make the text."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __repr__(self) -> str:
        return f"{str(self)!r}@{self.language}"


Value = str | int | Decimal | float | bool | date | datetime | IRI | Text | None
_READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    _XSD + "boolean": lambda text: text in {"true", "1"},
    _XSD + "date": date.fromisoformat,
    _XSD + "dateTime": datetime.fromisoformat,
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "integer": int,
}


def value_of(term: NamedNode | BlankNode | Literal | Triple | None) -> Value:
    """Give the Python value of a term, None where it is unbound.

    A decimal becomes a Decimal, never a float; a literal of another type, or one whose text its
    type does not allow, its text; a blank node an `IRI` that begins with ``_:``.

    >>> value_of(Literal("1.22", datatype=NamedNode(_XSD + "decimal")))
    Decimal('1.22')
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return IRI(term.value)
    if not isinstance(term, Literal):
        return IRI(str(term))
    if term.language:
        return Text(term.value, term.language)
    reader = _READERS.get(term.datatype.value)
    if reader is None:
        return term.value
    try:
        return reader(term.value)
    except ValueError:
        return term.value


class Row(Mapping[str, Value]):
    """One solution: the value of each variable by its name, as an item or as an attribute.

    >>> row = Row({"city": IRI("https://w3id.org/cbec/id/place/Shenzhen"), "rank": 1})
    >>> row.rank, row["city"].short
    (1, 'place:Shenzhen')
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __getattr__(self, name: str) -> Value:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(
                f"the query has no variable ?{name}, only {', '.join(self._values)}"
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self._values.items())
        return f"Row({inside})"
