"""RDF terms as Python values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.queries.values import IRI, Row, Text, value_of
from kg.vocab import PREFIXES


def literal(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + kind))


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1.10", "decimal", Decimal("1.10")),
        ("-3", "integer", -3),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2024-06-20", "date", date(2024, 6, 20)),
        ("2021-01-16T10:16:00Z", "dateTime", datetime(2021, 1, 16, 10, 16, tzinfo=UTC)),
        ("https://example.org/", "anyURI", "https://example.org/"),
        ("2024", "gYear", "2024"),
        ("not a number", "integer", "not a number"),
    ],
)
def test_a_literal_has_the_value_of_its_type(text: str, kind: str, value: object) -> None:
    found = value_of(literal(text, kind))
    assert found == value
    assert type(found) is type(value)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_no_decimal_loses_a_digit(number: Decimal) -> None:
    assert value_of(literal(format(number, "f"), "decimal")) == number


def test_iris_and_texts_are_strings_that_know_more() -> None:
    text = value_of(ox.Literal("深圳", language="zh"))
    assert isinstance(text, Text)
    assert (text, text.language, repr(text)) == ("深圳", "zh", "'深圳'@zh")
    iri = value_of(ox.NamedNode("urn:x"))
    assert isinstance(iri, IRI)
    assert (iri, iri.short, repr(iri)) == ("urn:x", "urn:x", "IRI('urn:x')")
    assert value_of(None) is None


def test_a_row_is_a_mapping_that_says_which_variables_it_has() -> None:
    row = Row({"a": 1, "b": None})
    assert dict(row) == {"a": 1, "b": None}
    assert row.b is None
    with pytest.raises(AttributeError, match="only a, b"):
        _ = row.c
    with pytest.raises(KeyError):
        _ = row["c"]
