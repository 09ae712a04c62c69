"""What every store can do, whichever engine is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
)

from kg.vocab import PREFIXES

__all__ = ["Result", "Store", "Subject", "Term"]

Result = QuerySolutions | QueryBoolean | QueryTriples
Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal


class Store(Protocol):
    """A dataset that is read and queried and never changed."""

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = PREFIXES,
        default_graphs: Sequence[NamedNode] | None = None,
        named_graphs: Sequence[NamedNode] | None = None,
    ) -> Result:
        """Give the result of a SPARQL 1.1 query.

        ``prefixes`` are known to the query without being declared. Where neither the query (by
        FROM) nor the caller (by ``default_graphs``) says what the default graph is, it is the
        union of all graphs. Raises ``QueryError``.
        """
        ...

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Give the quads that match; None matches anything."""
        ...

    def graphs(self) -> list[NamedNode]:
        """Give the names of the graphs, sorted."""
        ...

    def __len__(self) -> int:
        """Give the number of quads."""
        ...

    def close(self) -> None:
        """Let go of what the store holds; it cannot be used afterwards."""
        ...
