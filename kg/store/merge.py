"""The RDF merge of several graphs as one default graph.

Where a query or a request names several default graphs, a triple that two of them hold is one
triple of the merge (https://www.w3.org/TR/sparql11-query/#specifyingDataset); the engine would
give it twice, and sum it twice. Only where graphs really share a triple are they copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.queries.tokens import has_dataset_clause, prefix_declarations, tokens

__all__ = ["Dataset", "dataset_of", "merged", "share_triples"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that make the default graph, and the named ones; None for all there are."""

    default: tuple[ox.NamedNode | ox.DefaultGraph, ...]
    named: tuple[ox.NamedNode, ...] | None


def dataset_of(text: str, prefixes: Mapping[str, str]) -> Dataset | None:
    """Give the dataset that the query describes by FROM; None where it does not, or unreadably.

    >>> dataset_of("ASK FROM <urn:a> FROM NAMED <urn:b> {}", {}).default
    (<NamedNode value=urn:a>,)
    """
    if not has_dataset_clause(text):
        return None
    known = {**prefixes, **prefix_declarations(text)}
    found: dict[bool, list[ox.NamedNode]] = {False: [], True: []}
    sequence = iter(list(tokens(text)))
    for token in sequence:
        if token.text in {"{", "}"}:
            break
        if token.kind != "word" or token.text.upper() != "FROM":
            continue
        name = next(sequence, None)
        is_named = name is not None and name.text.upper() == "NAMED"
        if is_named:
            name = next(sequence, None)
        prefix, _, rest = name.text.partition(":") if name else ("", "", "")
        iri = name.text[1:-1] if name and name.kind == "iri" else known.get(prefix, "") + rest
        if name is None or ":" not in iri or (name.kind != "iri" and prefix not in known):
            return None
        found[is_named].append(ox.NamedNode(iri))
    return Dataset(tuple(dict.fromkeys(found[False])), tuple(dict.fromkeys(found[True])))


def share_triples(store: ox.Store, graphs: Sequence[ox.NamedNode | ox.DefaultGraph]) -> bool:
    """Tell whether two of the graphs hold the same triple."""
    return any(
        ox.Quad(quad.subject, quad.predicate, quad.object, other) in store
        for number, graph in enumerate(graphs)
        for quad in store.quads_for_pattern(None, None, None, graph)
        for other in graphs[number + 1 :]
    )


def merged(store: ox.Store, dataset: Dataset) -> ox.Store:
    """Give a store in memory whose default graph is the merge, beside the named graphs."""
    copy = ox.Store()
    copy.bulk_extend(_quads(store, dataset))
    return copy


def _quads(store: ox.Store, dataset: Dataset) -> Iterator[ox.Quad]:
    for graph in dataset.default:
        for quad in store.quads_for_pattern(None, None, None, graph):
            yield ox.Quad(*quad.triple)
    for name in store.named_graphs() if dataset.named is None else dataset.named:
        yield from store.quads_for_pattern(None, None, None, name)
