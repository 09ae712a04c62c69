"""The shapes are read in a fixed order and speak in two languages."""

from __future__ import annotations

import pytest

import kg.validation.shapes as module
from kg.errors import InputError
from kg.validation import shape_texts, shapes_graph, shapes_quads
from kg.vocab import PREFIXES, graph_iri


def test_shapes_stand_in_their_graph_in_a_fixed_order() -> None:
    quads = shapes_quads()
    assert {quad.graph_name for quad in quads} == {graph_iri("shapes")}
    assert len(quads) == len(set(quads))


def test_graph_is_new_at_each_call() -> None:
    first, second = shapes_graph(), shapes_graph()
    assert first is not second
    assert len(first) == len(second) == len(shapes_quads())


def test_texts_are_found_by_the_iri_of_the_shape() -> None:
    texts = shape_texts()[PREFIXES["shapes"] + "spanWithinText"]
    assert texts.name["en"] == "Span within its text"
    assert texts.message["zh"].endswith("。")


def test_missing_folder_is_an_error_that_says_what_to_do(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "folder", lambda _name: tmp_path)
    with pytest.raises(InputError, match="no Turtle file"):
        shapes_quads.__wrapped__()
