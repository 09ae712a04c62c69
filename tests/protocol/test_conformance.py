"""The published table of conformance."""

from __future__ import annotations

import ast

from tests.protocol.conformance import HERE, PAGE, page


def test_the_published_table_is_that_of_the_suite() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.protocol.conformance"
    assert page().count("\n| ") > 60


def test_each_test_of_the_protocol_cites_its_clause() -> None:
    for path in HERE.glob("test_*.py"):
        if path.name == "test_conformance.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert (ast.get_docstring(node) or "").startswith("https://"), node.name
