"""Several default graphs are one graph: a set of triples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store import create_store, open_store
from kg.store.base import Store
from kg.store.merge import dataset_of

A, B, C = (ox.NamedNode(f"urn:{name}") for name in "abc")
COUNT = "SELECT (COUNT(*) AS ?n) (SUM(?o) AS ?sum) {dataset} {{ ?s ?p ?o }}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Graphs a and b share one of their triples; c shares none."""

    def quad(subject: str, graph: ox.NamedNode) -> ox.Quad:
        return ox.Quad(ox.NamedNode(subject), ox.NamedNode("urn:p"), ox.Literal(1), graph)

    quads = [quad("urn:1", A), quad("urn:2", A), quad("urn:1", B), quad("urn:3", C)]
    create_store(tmp_path / "store", quads)
    with open_store(tmp_path / "store") as opened:
        yield opened


def values(result: object) -> list[int]:
    assert isinstance(result, ox.QuerySolutions)
    (row,) = result
    return [int(row[name].value) for name in ("n", "sum")]


@pytest.mark.parametrize(
    ("dataset", "number"),
    [
        ("FROM <urn:a> FROM <urn:b>", 2),
        ("FROM <urn:a>\nFROM u:b FROM <urn:c>", 3),
        ("FROM <urn:a> FROM <urn:a>", 2),
        ("FROM <urn:b> FROM <urn:c>", 2),
        ("FROM <urn:a>", 2),
        ("", 3),
    ],
)
def test_a_triple_of_two_graphs_is_one_triple(store: Store, dataset: str, number: int) -> None:
    text = "PREFIX u: <urn:> " + COUNT.format(dataset=dataset)
    assert values(store.query(text)) == [number, number]


def test_graphs_that_the_caller_names_are_merged_too(store: Store) -> None:
    text = COUNT.format(dataset="FROM <urn:c>")
    assert values(store.query(text, default_graphs=[A, B], named_graphs=[])) == [2, 2]


def test_named_graphs_stand_beside_the_merge(store: Store) -> None:
    text = "SELECT ?g (COUNT(*) AS ?n) {} {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g ORDER BY ?g"
    for clause, names in (
        ("FROM <urn:a> FROM <urn:b>", []),
        ("FROM <urn:a> FROM <urn:b> FROM NAMED <urn:b> FROM NAMED <urn:c>", ["urn:b", "urn:c"]),
    ):
        result = store.query(text.format(clause))
        assert isinstance(result, ox.QuerySolutions)
        assert [row["g"].value for row in result] == names


def test_a_dataset_that_cannot_be_read_is_left_to_the_engine() -> None:
    assert dataset_of("ASK FROM x:y {}", {}) is None
    assert dataset_of("ASK { ?s ?p 'FROM <urn:a>' }", {}) is None
    found = dataset_of("ASK FROM <urn:a> FROM NAMED x:b {}", {"x": "urn:"})
    assert found is not None
    assert (found.default, found.named) == ((A,), (B,))
