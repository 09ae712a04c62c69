"""Labels of blank nodes that stay when something else changes.

RDFC-1.0 numbers blank nodes through, so one more moves the labels of others, and a comparison by
them shows what did not change. Here a label is a digest of what hangs on the node and of where it
hangs. That is enough for trees, such as Turtle without labels writes.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import Final

from pyoxigraph import BlankNode, Quad

__all__ = ["label_by_content"]

_LENGTH: Final = 16


def label_by_content(quads: Iterable[Quad]) -> list[Quad]:
    """Give the quads with labels that depend on the content and the place of each node alone.

    Nodes alike in both are numbered. Where nodes form a circle, all labels stay as they are.
    """
    given = sorted(quads, key=str)
    below: dict[BlankNode, list[Quad]] = defaultdict(list)
    above: dict[BlankNode, Quad] = {}
    inner: TopologicalSorter[BlankNode] = TopologicalSorter()
    for quad in given:
        if isinstance(quad.subject, BlankNode):
            below[quad.subject].append(quad)
            inner.add(quad.subject)
        if isinstance(quad.object, BlankNode):
            above.setdefault(quad.object, quad)
            inner.add(quad.object)
            if isinstance(quad.subject, BlankNode):
                inner.add(quad.subject, quad.object)
    try:
        upwards = list(inner.static_order())
    except CycleError:
        return given
    contents: dict[object, str] = {}
    for node in upwards:
        pairs = (f"{q.predicate} {contents.get(q.object, q.object)}" for q in below[node])
        contents[node] = _digest(sorted(pairs))
    places: dict[object, str] = {}
    for node in reversed(upwards):
        user = above.get(node)
        where = [places.get(user.subject, user.subject), user.predicate] if user else []
        places[node] = _digest([contents[node], *map(str, where)])
    labels = _numbered(sorted(upwards, key=lambda node: (places[node], str(node))), places)
    return [_relabelled(quad, labels) for quad in given]


def _numbered(nodes: Iterable[BlankNode], places: dict[object, str]) -> dict[object, BlankNode]:
    seen: Counter[str] = Counter()
    labels: dict[object, BlankNode] = {}
    for node in nodes:
        seen[places[node]] += 1
        labels[node] = BlankNode(f"n{places[node]}-{seen[places[node]]}")
    return labels


def _relabelled(quad: Quad, labels: dict[object, BlankNode]) -> Quad:
    subject = labels.get(quad.subject, quad.subject)
    value = labels.get(quad.object, quad.object)
    return Quad(subject, quad.predicate, value, quad.graph_name)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_LENGTH]
