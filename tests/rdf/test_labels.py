"""A blank node keeps its label while what hangs on it, and where it hangs, stay the same."""

from __future__ import annotations

import pyoxigraph as ox

from kg.rdf.canon import canonical_lines, canonical_quads, nquads_lines
from kg.rdf.labels import label_by_content

A = '<urn:a> <urn:p> [ <urn:q> "1" ] , ( 1 2 3 ) .'
B = '<urn:b> <urn:p> [ <urn:q> "1" ] .'
TWINS = "<urn:c> <urn:p> _:x , _:y ."


def quads(text):
    return [
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode("urn:g"))
        for triple in ox.parse(text, format=ox.RdfFormat.TURTLE)
    ]


def lines(text):
    return set(nquads_lines(label_by_content(canonical_quads(quads(text)))))


def test_labels_do_not_depend_on_the_labels_given():
    assert lines(A + B + TWINS) == lines((B + TWINS + A).replace("_:", "_:z"))


def test_labelled_quads_are_isomorphic():
    given = quads(A + B + TWINS)
    assert canonical_lines(label_by_content(given)) == canonical_lines(given)


def test_an_addition_elsewhere_moves_no_label():
    assert lines(A) < lines(A + B) < lines(A + B + TWINS)


def test_a_change_below_a_node_changes_its_label():
    changed = lines(A.replace('"1"', '"2"'))
    assert len(lines(A) & changed) == len(lines(A)) - 2


def test_a_circle_keeps_its_labels():
    circle = quads("_:a <urn:p> _:b . _:b <urn:p> _:a .")
    assert set(label_by_content(circle)) == set(circle)


def test_a_long_list_is_labelled():
    assert len(lines(f"<urn:a> <urn:p> ( {' '.join(map(str, range(3000)))} ) .")) == 6001
