"""Values of properties as records write them, checked against what the ontology says of them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from kg.errors import Place, RecordError
from kg.mapping.vocabulary import Term, Vocabulary, resolve
from kg.seeds.record import Literal, Relation

__all__ = ["checked_value", "property_value", "value_objects"]


def property_value(relation: Relation, vocabulary: Vocabulary) -> Any:
    """Give the value of a relation as a node object holds it.

    Raises RecordError for an unknown property, and for an object where a value is due.
    """
    given = relation.object if relation.object is not None else relation.value
    if given is None:
        raise AssertionError(relation.id)  # the record schema asks for one of the two
    value = checked_value(relation.property, given, vocabulary, relation.where)
    is_reference = vocabulary.terms[relation.property].kind == "reference"
    if is_reference != (relation.object is not None):
        raise RecordError(
            f"{relation.id} gives {relation.property} {'a value' if is_reference else 'an object'}",
            expected="an object" if is_reference else "a value",
            remedy=f"write it under {'object' if is_reference else 'value'}",
            where=relation.where,
        )
    return value


def checked_value(name: str, given: Literal, vocabulary: Vocabulary, where: Place) -> Any:
    """Give a value of the property with this name as a node object holds it.

    Raises RecordError for a property that the ontology lacks and for a value of the wrong form.
    """
    term = vocabulary.terms.get(name)
    if term is None:
        near = difflib.get_close_matches(name, vocabulary.terms, 1)
        raise RecordError(
            f"the property {name} is not known",
            expected="a property of the ontology",
            remedy=f"write {near[0]}" if near else "see kg ontology list",
            where=where,
        )
    if term.kind == "texts" and isinstance(given, Mapping):
        return given
    if term.kind == "reference" and isinstance(given, str) and "/" in given:
        return resolve(given)
    if term.kind in {"text", "literal"} and not isinstance(given, Mapping):
        return str(given)
    forms = {"texts": "text in en, zh and pt", "reference": "kind/slug"}
    raise RecordError(
        f"{name} is {given!r}",
        expected=forms.get(term.kind, "one plain value"),
        remedy="see the definition of the property: kg ontology list",
        where=where,
    )


def value_objects(term: Term, value: Any) -> list[dict[str, str]]:
    """Give literal values with their languages and datatypes written out, as JSON-LD has it."""
    if term.kind == "texts":
        return [{"@value": text, "@language": language} for language, text in value.items()]
    if term.tag is None:
        return [{"@value": value}]
    return [{"@value": value, "@language" if term.kind == "text" else "@type": term.tag}]
