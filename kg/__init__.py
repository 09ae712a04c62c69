"""The knowledge graph of cross-border e-commerce: build it, open it, ask it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

__all__ = ["open"]


def open(path: str | Path | None = None) -> KnowledgeGraph:  # noqa: A001 - kg.open(…) reads well
    """Open the current release of a data folder, or the release whose folder is given.

    See `kg.graph.KnowledgeGraph` for what can be done with it. What it needs is imported here,
    so that ``import kg`` costs nothing.
    """
    from kg.graph import open as open_graph

    return open_graph(path)
