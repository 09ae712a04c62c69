"""JSON-LD comes in one order, and nothing is fetched to make it."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.rdf.canon import canonical_lines
from kg.rdf.jsonld import compact, dump, expand, frame
from kg.resources import folder
from kg.vocab import ONT, PREFIXES

CITY = f"{ONT}City"


def test_types_are_written_as_types(quads):
    (entities,) = [node for node in expand(quads) if node["@id"].endswith("/entities")]
    assert entities["@graph"][1]["@type"] == [CITY, f"{ONT}Place"]


def test_compacting_with_our_context_keeps_the_dataset(quads):
    context = json.loads((folder("ontology") / "context.jsonld").read_text("utf-8"))
    text = dump(compact(expand(quads), context))
    assert canonical_lines(ox.parse(text, format=ox.RdfFormat.JSON_LD)) == canonical_lines(quads)
    assert "place:Shenzhen" in text


def test_a_context_that_refers_to_an_address_is_refused(quads):
    with pytest.raises(InputError, match="nothing is fetched"):
        compact(expand(quads), {"@context": "https://schema.org/"})


def test_a_context_without_context_is_refused(quads):
    with pytest.raises(InputError, match="has no @context"):
        compact(expand(quads), {})


def test_a_frame_gives_a_tree_for_each_instance(quads):
    """What an instance points to has its type and label beside it, and no more."""
    (shenzhen,) = compact(frame(quads, CITY), {"@context": dict(PREFIXES)})["@graph"]
    assert shenzhen["@id"] == "place:Shenzhen"
    assert shenzhen["cbec:locatedIn"] == [
        {"@id": "place:CN"},
        {
            "@id": "place:GD",
            "@type": "cbec:Province",
            "rdfs:label": {"@language": "en", "@value": "Guangdong"},
        },
    ]


def test_a_frame_holds_blank_nodes_where_they_are_used(quads):
    (city,) = frame(quads, PREFIXES["owl"] + "Class")
    (restriction,) = city[PREFIXES["rdfs"] + "subClassOf"]
    assert restriction["@type"] == [PREFIXES["owl"] + "Restriction"]


def test_a_frame_of_a_class_without_instances_is_empty(quads):
    assert frame(quads, f"{ONT}Nothing") == []
