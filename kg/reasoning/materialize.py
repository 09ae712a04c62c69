"""What follows from the data by the rules, as quads of ``graph:entailed``.

The rules run to a fixpoint in a store in memory. After the first round a rule is only asked for
conclusions of which one premise is new (semi-naive evaluation): a premise that was there in the
round before has given what it gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad, QueryTriples, Store, Triple

from kg.reasoning.rule import Pattern, Rule, load_rules
from kg.vocab import graph_iri

__all__ = ["materialize"]

ENTAILED: Final = graph_iri("entailed")
LATEST: Final = NamedNode("urn:x-kg:latest")


def materialize(quads: Iterable[Quad], rules: tuple[Rule, ...] | None = None) -> list[Quad]:
    """Give every triple that follows by the rules and stands in no graph, in a fixed order.

    The input must hold the ontology beside the data; in which graphs they stand does not matter.
    Only triples about instances and codes are concluded, never about terms of the ontology.
    """
    rules = load_rules() if rules is None else rules
    store = Store()
    store.bulk_extend(quads)
    entailed: set[Triple] = set()
    found = _new(store, (rule.text for rule in rules))
    while found:
        entailed |= found
        store.remove_graph(LATEST)
        store.bulk_extend(_in(triple, ENTAILED) for triple in found)
        store.bulk_extend(_in(triple, LATEST) for triple in found)
        found = _new(store, _next_round(rules))
    return sorted((_in(triple, ENTAILED) for triple in entailed), key=str)


def _new(store: Store, queries: Iterable[str]) -> set[Triple]:
    found: set[Triple] = set()
    for query in queries:
        triples = store.query(query, use_default_graph_as_union=True)
        assert isinstance(triples, QueryTriples), "rules are CONSTRUCT queries"
        found.update(triples)
    return {triple for triple in found if not _stands(triple, store)}


def _stands(triple: Triple, store: Store) -> bool:
    """Tell whether the triple stands in any graph."""
    subject, predicate, value = triple
    return next(store.quads_for_pattern(subject, predicate, value, None), None) is not None


def _next_round(rules: tuple[Rule, ...]) -> Iterator[str]:
    for rule in rules:
        for pattern in rule.premises:
            if not _is_axiom(pattern):
                yield rule.restricted(f"GRAPH {LATEST} {{ {_text(pattern)} }}")


def _is_axiom(pattern: Pattern) -> bool:
    """Tell whether a pattern can match only the ontology, which no rule adds to."""
    predicate, value = pattern[1], pattern[2]
    if not isinstance(predicate, NamedNode):
        return False
    return not predicate.value.endswith("#type") or isinstance(value, NamedNode)


def _in(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _text(pattern: Pattern) -> str:
    return " ".join(str(slot) for slot in pattern)
