"""Two releases are compared entity by entity, and only what differs is shown."""

from __future__ import annotations

import dataclasses
import json

import pyoxigraph as ox
import pytest

from kg.errors import DamagedReleaseError
from kg.release import write_release
from kg.release.compare import as_json, as_patch, as_text, compare
from kg.vocab import PREFIXES, cbec, entity_iri, graph_iri

CITY = ox.NamedNode(entity_iri("place/City7"))
ENTITIES, SHAPES = graph_iri("entities"), graph_iri("shapes")


@pytest.fixture(scope="module")
def pair(inputs, tmp_path_factory):
    """Give two releases: the second has one latitude less, one alias and one blank node more."""
    root = tmp_path_factory.mktemp("data")
    before = inputs("one")
    quads = {q for q in before.quads if (q.subject, q.predicate) != (CITY, cbec("latitude"))}
    node = ox.BlankNode("c14n0")
    quads |= {
        ox.Quad(CITY, cbec("alias"), ox.Literal('a _:b "quoted"', language="en"), ENTITIES),
        ox.Quad(ox.NamedNode(PREFIXES["shapes"] + "New"), cbec("x"), node, graph_iri("codes")),
        ox.Quad(node, cbec("y"), ox.Literal("z"), graph_iri("codes")),
    }
    after = dataclasses.replace(before, quads=quads)
    return write_release(before, root), write_release(after, root)


def test_only_what_differs_is_shown(pair):
    """The new blank node does not move the labels of the old ones into the comparison."""
    changes = {change.subject: change for change in compare(*pair)}
    assert sum(len(change.removed) for change in changes.values()) == 1
    assert sum(len(change.added) for change in changes.values()) == 3
    assert f"<{CITY.value}>" in changes
    assert len(changes) == 3


def test_a_release_does_not_differ_from_itself(pair):
    assert list(compare(pair[0], pair[0])) == []


def test_people_read_prefixed_names_and_sums(pair):
    lines = list(as_text(compare(*pair)))
    start = lines.index("place:City7")
    assert lines[start + 1 : start + 3] == [
        "  - cbec:latitude 7.5  (entities)",
        '  + cbec:alias "a _:b \\"quoted\\""@en  (entities)',
    ]
    assert lines[-1] == "3 entities differ: 3 quads added, 1 removed"


def test_json_names_releases_and_entities(pair):
    value = json.loads("\n".join(as_json("a", "b", compare(*pair))))
    assert (value["old"], value["new"]) == ("a", "b")
    assert [e["entity"] for e in value["entities"] if e["removed"]] == [CITY.value]
    assert json.loads("\n".join(as_json("a", "a", ())))["entities"] == []


def test_a_patch_leads_from_one_release_to_the_other(pair, tmp_path):
    """Its lines are those of RDF Patch: a transaction of deletions and additions."""
    lines = list(as_patch(compare(*pair)))
    assert (lines[0], lines[-1]) == ("TX .", "TC .")
    assert sorted(line[0] for line in lines[1:-1]) == ["A", "A", "A", "D"]
    for line in lines[1:-1]:
        assert len(list(ox.parse(line[2:], format=ox.RdfFormat.N_QUADS))) == 1


def test_a_dataset_that_cannot_be_read_is_damage(inputs, tmp_path, pair):
    made = write_release(inputs("two"), tmp_path)
    (made / "dataset.nq.gz").write_bytes((made / "dataset.nq.gz").read_bytes()[:500])
    with pytest.raises(DamagedReleaseError, match=r"dataset\.nq\.gz"):
        list(compare(pair[0], made))
