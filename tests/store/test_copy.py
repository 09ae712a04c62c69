"""A store made from another by a few changes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import DiskError
from kg.store import create_store, open_store
from kg.store.copy import copy_store


def quad(value: int, graph: str) -> ox.Quad:
    node = ox.NamedNode("urn:a")
    return ox.Quad(node, node, ox.Literal(value), ox.NamedNode(graph))


def test_a_copy_holds_the_changes_and_the_source_stays(tmp_path: Path) -> None:
    old = [quad(1, "urn:g"), quad(1, "urn:h"), quad(2, "urn:g"), quad(3, "urn:i")]
    create_store(tmp_path / "one", old)
    with open_store(tmp_path / "one") as reader:
        copy_store(
            tmp_path / "one",
            tmp_path / "two",
            added=[quad(4, "urn:j")],
            removed=[quad(1, "urn:g"), quad(2, "urn:g"), quad(3, "urn:i")],
        )
        assert set(reader.quads()) == set(old)
    with open_store(tmp_path / "two") as copy:
        assert set(copy.quads()) == {quad(1, "urn:h"), quad(4, "urn:j")}
        assert [graph.value for graph in copy.graphs()] == ["urn:h", "urn:j"]
        # the default graph is the merge: 1 is held by another graph still, 2 and 3 by none
        rows = copy.query("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
        assert isinstance(rows, ox.QuerySolutions)
        assert [row["o"].value for row in rows] == ["1", "4"]


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        copy_store(tmp_path / "none", tmp_path / "two", added=[], removed=[])
    assert not list(tmp_path.iterdir())
