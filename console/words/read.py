"""Reads into the tables ``read_...`` of an index what a store says of its things.

Rows are written as they come: they come in no order, and to put each in its place at once would
take several times as long as to sort them all afterwards.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from console.words.gather import rows
from kg.store.base import Store, Term
from kg.store.remote import RemoteStore
from kg.vocab import rdf

__all__ = ["LONGEST_NAME", "insert", "read", "text_of"]

LONGEST_NAME: Final = 200
_AT_ONCE: Final = 50_000
_TERMS: Final = {"graphs": 2, "properties": 1}


def read(file: sqlite3.Connection, store: Store) -> None:
    """Read what things are called, what they are and how often they are used."""
    insert(
        file,
        "INSERT INTO read_name VALUES (?, ?, ?, ?)",
        (
            (node.value, int(text_of(source)), name.language or "", " ".join(shown.split()))
            for node, source, name in rows(store, "names", key="node")
            if isinstance(node, NamedNode) and isinstance(name, Literal)
            if (shown := name.value[:LONGEST_NAME].strip())
        ),
    )
    types, schemes = (rows(store, name, key="node") for name in ("types", "schemes"))
    insert(file, "INSERT INTO read_type VALUES (?, ?)", _iris(types))
    insert(file, "INSERT INTO read_scheme VALUES (?, ?)", _iris(schemes))
    for name, kind in _TERMS.items():
        found = ((text_of(iri), kind, int(text_of(number))) for iri, number in rows(store, name))
        insert(file, "INSERT OR REPLACE INTO read_term VALUES (?, ?, ?)", found)
    properties = file.execute("SELECT iri FROM read_term WHERE kind = 1 ORDER BY iri").fetchall()
    for (iri,) in properties:
        usual = rows(store, "usual-values", property=iri)
        counted = [(iri, text_of(value), int(text_of(number))) for value, number in usual]
        insert(file, "INSERT OR IGNORE INTO object VALUES (?, ?, ?)", counted)
        # a property none of whose first values is a thing is not read through; nor is another
        # server, which would send everything it holds; and classes have their instances
        if counted and not isinstance(store, RemoteStore) and iri != rdf("type").value:
            _count_links(file, store, iri)


def _count_links(file: sqlite3.Connection, store: Store, iri: str) -> None:
    """Count how often each IRI is a value of a property."""
    values = (value for (value,) in rows(store, "links", property=iri))
    while batch := list(islice(values, _AT_ONCE)):
        counts = Counter(term.value for term in batch if isinstance(term, NamedNode))
        insert(file, "INSERT INTO read_use VALUES (?, ?)", counts.items())


def insert(file: sqlite3.Connection, statement: str, values: Iterable[tuple[Any, ...]]) -> None:
    """Run a statement for each row, a batch at a time."""
    given: Iterator[tuple[Any, ...]] = iter(values)
    while batch := list(islice(given, _AT_ONCE)):
        file.executemany(statement, batch)


def text_of(term: Term | None) -> str:
    """Give the text of a term, '' where there is none."""
    return "" if term is None else term.value


def _iris(found: Iterable[tuple[Term | None, ...]]) -> Iterator[tuple[str, ...]]:
    for row in found:
        one, other = row
        if isinstance(one, NamedNode) and isinstance(other, NamedNode):
            yield one.value, other.value
