"""Counts that are kept up to date are those of a count anew."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.release.tally import Tally
from kg.vocab import ID, cbec, rdf

NAMES = [ox.NamedNode(f"{base}{n}") for base in (ID, "urn:") for n in range(2)]
PREDICATES = [rdf("type"), cbec("accessDate"), ox.NamedNode("urn:p")]
QUADS = st.sets(
    st.builds(
        ox.Quad,
        st.sampled_from([*NAMES, ox.BlankNode("b")]),
        st.sampled_from(PREDICATES),
        st.sampled_from([*NAMES, ox.Literal("2026-11-21"), ox.Literal(1)]),
        st.sampled_from([ox.NamedNode("urn:g"), ox.NamedNode("urn:h")]),
    ),
    max_size=12,
)
COUNTS = (
    "graphs", "properties", "types", "subjects", "objects", "dates", "entities", "triples",
    "all_subjects", "all_objects",
)  # fmt: skip


def counts(tally):
    return {name: getattr(tally, name) for name in COUNTS}


@given(old=QUADS, new=QUADS)
def test_quads_that_came_by_moves_count_like_those_that_came_at_once(old, new):
    tally = Tally(old)
    tally.move(added=new - old, removed=old - new)
    assert counts(tally) == counts(Tally(new))


@given(quads=QUADS)
def test_a_triple_in_two_graphs_counts_once(quads):
    triples = {quad.triple for quad in quads}
    tally = Tally(quads)
    assert tally.triples == len(triples)
    assert tally.all_subjects == len({triple.subject for triple in triples})
    assert tally.all_objects == len({triple.object for triple in triples})
    assert tally.graphs == Counter(quad.graph_name.value for quad in quads)
    assert tally.properties == Counter(triple.predicate.value for triple in triples)
    pairs = {(triple.predicate.value, triple.object) for triple in triples}
    assert tally.objects == Counter(predicate for predicate, _ in pairs)
    starts = {(triple.predicate.value, triple.subject) for triple in triples}
    assert tally.subjects == Counter(predicate for predicate, _ in starts)
