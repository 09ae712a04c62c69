"""What properties answer."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from console.themes import THEMES, theme_of
from kg.store.base import Term
from kg.vocab import ONT, PREFIXES

TYPES = {
    "x:place": (ONT + "City", ONT + "Place"),
    "x:agent": (ONT + "Company", ONT + "Agent"),
    "x:code": (PREFIXES["skos"] + "Concept",),
}
DAY = Literal("2024-10-08", datatype=NamedNode(PREFIXES["xsd"] + "date"))


@pytest.mark.parametrize(
    ("name", "values", "theme"),
    [
        ("value", [Literal("1")], "number"),
        ("latitude", [Literal("22.5")], "where"),
        ("recordId", [Literal("000-001")], "record"),
        ("startDate", [DAY], "when"),
        ("takesPlaceIn", [NamedNode("x:place")], "where"),
        ("operatedBy", [NamedNode("x:agent")], "who"),
        ("hasOutcome", [NamedNode("x:place"), NamedNode("x:agent")], "what"),
        ("topic", [NamedNode("x:code")], "what"),
        ("purpose", [Literal("a purpose", language="en")], "what"),
    ],
)
def test_a_property_answers_by_its_name_or_by_all_its_values(
    name: str, values: list[Term], theme: str
) -> None:
    assert theme in THEMES
    assert theme_of(ONT + name, values, TYPES) == theme
