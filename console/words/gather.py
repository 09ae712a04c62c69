"""What the store says that the index of names is made of, row by row.

The questions stand in ``console/queries/words-*.rq``. The embedded store gives its rows one by
one; another server sends each answer whole, so that long ones are asked for in pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions

from console.reading import fill
from kg.store.base import Store, Term
from kg.store.remote import RemoteStore

__all__ = ["PAGE", "rows"]

PAGE: Final = 5_000
"""So many rows are asked of another server at once."""
_QUERIES: Final = Path(__file__).parents[1] / "queries"

Row = tuple[Term | None, ...]


def rows(store: Store, name: str, *, key: str = "", **bindings: str) -> Iterator[Row]:
    """Give the rows of the query ``words-<name>``.

    ``key`` names the variable by whose value a long answer is cut into pages; it is the first of
    the row. Rows of one key come together then, each once, and those alone whose key is an IRI.
    Raises ``KgError`` where the store fails.
    """
    text = fill(_text(name), bindings)
    if key and isinstance(store, RemoteStore):
        return _pages(store, text, key)
    return _solutions(store, text)


def _solutions(store: Store, text: str) -> Iterator[Row]:
    result = store.query(text)
    assert isinstance(result, QuerySolutions), "each of them is a SELECT"
    for solution in result:
        yield tuple(solution)


def _pages(store: Store, text: str, key: str) -> Iterator[Row]:
    """Ask page by page, each behind the last key that the page before held whole."""
    last = ""
    size = PAGE
    head, _, tail = text.rpartition("}")
    while True:
        behind = f"FILTER (ISIRI(?{key}) && STR(?{key}) > {Literal(last)}) "
        found = list(_solutions(store, f"{head}{behind}}}{tail} ORDER BY STR(?{key}) LIMIT {size}"))
        if len(found) < size:
            yield from dict.fromkeys(found)
            return
        final = found[-1][0]
        whole = [row for row in found if row[0] != final]
        if not whole:
            size *= 2
            continue
        size = PAGE
        yield from dict.fromkeys(whole)
        ending = whole[-1][0]
        assert isinstance(ending, NamedNode), "the key is an IRI"
        last = ending.value


@cache
def _text(name: str) -> str:
    return (_QUERIES / f"words-{name}.rq").read_text(encoding="utf-8")
