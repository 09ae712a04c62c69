"""Deliberately wrong data sets: each is the right one with one fault, and one shape says which."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.ontology import read_quads
from kg.validation import Severity, validate
from kg.vocab import PREFIXES, graph_iri

HERE = Path(__file__).parent
EXPECTED: dict[str, list[str]] = json.loads((HERE / "wrong" / "expected.json").read_text("utf-8"))


@cache
def data(name: str) -> tuple[Quad, ...]:
    return tuple(read_quads(HERE / f"{name}.ttl", graph_iri("wrong")))


def test_the_right_data_set_conforms_without_a_warning() -> None:
    assert validate(data("right")).results == ()


def test_each_wrong_data_set_has_an_expectation() -> None:
    assert sorted(path.stem for path in (HERE / "wrong").glob("*.ttl")) == sorted(EXPECTED)
    assert len(EXPECTED) >= 12


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_wrong_data_set_is_reported_by_exactly_the_named_shapes(name: str) -> None:
    report = validate(data(f"wrong/{name}"))
    assert not report.conforms
    found = {
        str(result.shape.value).removeprefix(PREFIXES["shapes"])
        for result in report.results
        if result.severity is Severity.VIOLATION
    }
    assert sorted(found) == EXPECTED[name]
