"""Which variables are told to stand alone: those that neither join nor show anything."""

from __future__ import annotations

import pytest

from console.advice import remarks


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("SELECT ?s { ?s rdfs:label ?l }", ["?l"]),
        ("SELECT ?l { ?s a cbec:City ; rdfs:label ?l }", []),
        ("SELECT ?l { ?s rdfs:label ?l , ?m }", ["?m"]),
        ("SELECT ?l { ?t a cbec:City OPTIONAL { ?s rdfs:label ?l } }", ["?t", "?s"]),
        ("ASK { ?s a cbec:City }", []),
        ("ASK { ?s a cbec:City ; rdfs:label ?l }", ["?l"]),
    ],
)
def test_a_variable_is_alone_that_no_other_pattern_has(text: str, alone: list[str]) -> None:
    found = [one for one in remarks(text) if one.code == "once"]
    assert [text[one.start : one.end] for one in found] == alone
