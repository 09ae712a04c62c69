"""Canonical lines are one spelling for one dataset."""

from __future__ import annotations

import random

import pyoxigraph as ox

from kg.rdf.canon import (
    canonical_lines,
    canonical_quads,
    nquads_lines,
    scope_blank_nodes,
)


def relabelled(quads: list[ox.Quad], seed: int) -> list[ox.Quad]:
    """Parse the quads again, so that blank nodes get other labels, in another order."""
    shuffled = list(quads)
    random.Random(seed).shuffle(shuffled)
    text = "\n".join(nquads_lines(shuffled)).replace("_:", f"_:x{seed}")
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS))


def test_isomorphic_datasets_have_equal_lines(quads):
    """Neither order, repetition nor labels matter."""
    expected = canonical_lines(quads)
    assert len(expected) == len(set(quads)) > 20
    for seed in range(5):
        assert canonical_lines(relabelled(quads + quads, seed)) == expected


def test_lines_are_those_of_the_whole_dataset_in_rdfc(quads):
    """Leaving the ground quads out of the canonicalization does not change a label."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert canonical_lines(quads) == sorted(nquads_lines(dataset))


def test_quads_stand_in_the_order_of_their_lines(quads):
    assert nquads_lines(canonical_quads(quads)) == canonical_lines(quads)


def test_line_separators_in_text_do_not_split_a_line(quads):
    """U+0085 and U+2028 are characters, not ends of lines."""
    assert all(line.endswith(" .") for line in canonical_lines(quads))


def test_lines_of_one_subject_stand_together(quads):
    subjects = [line.split(" ")[0] for line in canonical_lines(quads)]
    assert [s for n, s in enumerate(subjects) if n == 0 or subjects[n - 1] != s] == sorted(
        set(subjects)
    )


def test_scoped_graphs_share_no_blank_node(quads):
    """Two graphs that were canonicalized apart have the same labels and stay two graphs."""
    one = [quad for quad in canonical_quads(quads) if "ontology" in str(quad.graph_name)]
    other = [ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode("urn:g")) for q in one]
    scoped = list(scope_blank_nodes([*one, *other]))
    nodes = [
        {q.subject for q in scoped if isinstance(q.subject, ox.BlankNode) and (q.graph_name == g)}
        for g in (one[0].graph_name, ox.NamedNode("urn:g"))
    ]
    assert len(nodes[0]) == len(nodes[1]) > 0
    assert not nodes[0] & nodes[1]
    assert canonical_lines(scoped[: len(one)]) == canonical_lines(one)
