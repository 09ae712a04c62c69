"""The JSON-LD context as a document of the dataset."""

from __future__ import annotations

import json

from pyoxigraph import Literal

from kg.rdf.context import context_iri, context_quads
from kg.vocab import ONT, rdf


def test_the_context_comes_back_as_it_was() -> None:
    context = {"@context": {"cbec": ONT, "名": {"@id": "cbec:name", "@language": "zh"}}}
    value = next(
        one.object for one in context_quads(context, "2.0.0") if one.predicate == rdf("value")
    )
    assert isinstance(value, Literal)
    assert json.loads(value.value) == context


def test_the_address_of_the_context_names_its_version() -> None:
    (subject,) = {one.subject for one in context_quads({"@context": {}}, "2.0.0")}
    assert getattr(subject, "value", "") == context_iri("2.0.0")
