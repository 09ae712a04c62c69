"""One spelling for one dataset: sorted N-Quads with the blank node labels of RDFC-1.0.

https://www.w3.org/TR/rdf-canon/ labels a blank node by the quads that mention it, so the quads
without blank nodes need no canonicalization: ours cost a sort, whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, serialize

__all__ = ["canonical_lines", "canonical_quads", "nquads_lines", "scope_blank_nodes"]


def canonical_lines(quads: Iterable[Quad]) -> list[str]:
    """Give the canonical N-Quads of a dataset: a line for each quad, sorted, without newlines.

    Two datasets have equal lines exactly if they are isomorphic. The order is that of code
    points, so that all lines of one subject stand together. The cost is exponential for hostile
    graphs of blank nodes: give it only what this project's authors wrote.
    """
    return sorted(nquads_lines(_relabelled(quads)))


def canonical_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Give the quads without repetition, in the order and with the labels of their lines."""
    relabelled = list(_relabelled(quads))
    lines = nquads_lines(relabelled)
    return [quad for _, quad in sorted(zip(lines, relabelled, strict=True), key=_line)]


def nquads_lines(quads: Iterable[Quad]) -> list[str]:
    """Give the N-Quads line of each quad, in their order, without newlines."""
    text = serialize(quads, format=RdfFormat.N_QUADS)
    assert text is not None, "no output was given, so the text is returned"
    # Not splitlines(), which also splits at U+0085 and U+2028 inside literals.
    return text.decode("utf-8").split("\n")[:-1]


def scope_blank_nodes(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give the quads with new labels, so that no two named graphs share a blank node.

    Graphs that were canonicalized one by one all begin to count at c14n0: put together as they
    are, the nodes of one would become those of another.
    """
    names: dict[tuple[object, BlankNode], BlankNode] = {}

    def own(node: BlankNode, graph: object) -> BlankNode:
        return names.setdefault((graph, node), BlankNode(f"b{len(names)}"))

    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode):
            subject = own(subject, quad.graph_name)
        if isinstance(value, BlankNode):
            value = own(value, quad.graph_name)
        if subject is quad.subject and value is quad.object:
            yield quad
        else:
            yield Quad(subject, quad.predicate, value, quad.graph_name)


def _line(pair: tuple[str, Quad]) -> str:
    return pair[0]


def _relabelled(quads: Iterable[Quad]) -> set[Quad]:
    ground: set[Quad] = set()
    blank: set[Quad] = set()
    for quad in quads:
        (blank if _mentions_blank_node(quad) else ground).add(quad)
    if not blank:
        return ground
    dataset = Dataset(blank)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return ground | set(dataset)


def _mentions_blank_node(quad: Quad) -> bool:
    return any(isinstance(term, BlankNode) for term in (quad.subject, quad.object, quad.graph_name))
