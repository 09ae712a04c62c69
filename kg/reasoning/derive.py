"""Figures that follow from figures, as quads of ``graph:derived``.

Each rule is one CONSTRUCT query in ``ontology/derivations``: it computes on the intervals that
the figures stand for, in exact decimals, and names its inputs and itself in what it gives. Bounds
are rounded outwards to two decimals of the unit. The rules are applied once; chains of
derivations are left to a later release.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Quad, QueryTriples, Store

from kg.queries.query_file import read_folder
from kg.resources import folder
from kg.vocab import graph_iri

__all__ = ["derive"]

DERIVED: Final = graph_iri("derived")


def derive(quads: Iterable[Quad]) -> list[Quad]:
    """Give every figure that follows from the figures by one rule, in a fixed order.

    The input must hold the periods, which say which period is a year before which.
    """
    store = Store()
    store.bulk_extend(quads)
    derived = set[Quad]()
    for rule in read_folder(folder("ontology") / "derivations", ("summary", "formula")):
        triples = store.query(rule.text, use_default_graph_as_union=True)
        assert isinstance(triples, QueryTriples), "rules are CONSTRUCT queries"
        derived.update(
            Quad(triple.subject, triple.predicate, triple.object, DERIVED) for triple in triples
        )
    return sorted(derived, key=str)
