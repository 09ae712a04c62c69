"""Writes docs/conformance.md from the suite: ``python -m tests.protocol.conformance``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "conformance.md"
_HEAD = """\
# Conformance

What the server does by which clause. Each row is a test of `tests/protocol/`, run over real HTTP
against a started server; this page is written from the suite (`python -m
tests.protocol.conformance`), and a test holds it to that. *Embedded* is the release on the disk of
this machine; *remote* is the same application over the same data in another SPARQL 1.1 server.
"""
_FIXTURES = {"server": "embedded, remote", "writer": "embedded", "remote": "remote"}


def page() -> str:
    """Give the text of the page."""
    parts = [_HEAD]
    for path in sorted(HERE.glob("test_*.py")):
        module = ast.parse(path.read_text("utf-8"))
        rows = list(_rows(module))
        if not rows:
            continue
        title = (ast.get_docstring(module) or path.stem).rstrip(".")
        parts.append(f"\n## {title}\n\n| What holds | Clause | Stores |\n| --- | --- | --- |\n")
        parts += [f"| {what} | <{clause}> | {stores} |\n" for what, clause, stores in rows]
    return "".join(parts)


def _rows(module: ast.Module) -> Iterator[tuple[str, str, str]]:
    for node in module.body:
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        clause = (ast.get_docstring(node) or "").split("\n")[0]
        names = [argument.arg for argument in node.args.args]
        stores = next((_FIXTURES[name] for name in names if name in _FIXTURES), "")
        if clause.startswith("https://"):
            sentence = node.name.removeprefix("test_").replace("_", " ")
            yield sentence[0].upper() + sentence[1:], clause, stores


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
