"""The one place where a query is evaluated; a pool of workers can take its place."""

from __future__ import annotations

from pyoxigraph import NamedNode

from console.problems import from_kg_error
from console.protocol import QueryRequest
from kg.errors import KgError
from kg.store.base import Result, Store

__all__ = ["evaluate"]


def evaluate(store: Store, request: QueryRequest) -> Result:
    """Give the result of a request that the guard has let through; raises `Problem`.

    A request that names graphs describes the whole dataset: what it does not name is not there.
    """
    graphs = request.names_dataset
    try:
        return store.query(
            request.text,
            default_graphs=_nodes(request.default_graphs) if graphs else None,
            named_graphs=_nodes(request.named_graphs) if graphs else None,
        )
    except KgError as error:
        raise from_kg_error(error) from error


def _nodes(iris: tuple[str, ...]) -> list[NamedNode]:
    return [NamedNode(iri) for iri in iris]
