"""Quads in memory that can be queried and explained like those of a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

__all__ = ["QuadsInMemory"]


class QuadsInMemory:
    """A fixed set of quads whose default graph is the union of all graphs."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._store = Store()
        self._store.bulk_extend(quads)

    def query(self, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Run a query over all graphs."""
        return self._store.query(text, use_default_graph_as_union=True)

    def quads(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | BlankNode | Literal | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Give the quads of this form; None stands for any term."""
        return self._store.quads_for_pattern(subject, predicate, value, graph)
