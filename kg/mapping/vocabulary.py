"""What the mapping must know of the ontology: how each property is written, and what is counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kg.resources import folder
from kg.vocab import CODE, ID, INSTANCE_KINDS

__all__ = ["Term", "Vocabulary", "read_vocabulary", "resolve"]


@dataclass(frozen=True, slots=True)
class Term:
    """A property of the JSON-LD context: its IRI and how its values are written.

    ``kind`` is ``reference`` for IRIs, ``texts`` for language maps, ``text`` for text in the
    language ``tag`` and ``literal`` for values of the datatype ``tag`` (plain text if None).
    """

    iri: str
    kind: Literal["reference", "texts", "text", "literal"]
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The properties and classes by their short names, and the context they were read from."""

    context: Mapping[str, object]
    terms: Mapping[str, Term]
    classes: Mapping[str, str]


@cache
def read_vocabulary() -> Vocabulary:
    """Read the JSON-LD context, which is the one table of terms and datatypes."""
    path = folder("ontology") / "context.jsonld"
    context: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))["@context"]
    terms: dict[str, Term] = {}
    classes: dict[str, str] = {}
    for name, given in context.items():
        if isinstance(given, dict):
            terms[name] = _term(given, context)
        elif name[0].isupper() and isinstance(given, str):
            classes[name] = _expanded(given, context)
    return Vocabulary(context=context, terms=terms, classes=classes)


def resolve(reference: str) -> str:
    """Give the IRI of ``kind/slug`` or ``scheme/code``."""
    base = ID if reference.partition("/")[0] in INSTANCE_KINDS else CODE
    return base + reference


def _term(given: Mapping[str, str], context: Mapping[str, object]) -> Term:
    iri = _expanded(given["@id"], context)
    if given.get("@container") == "@language":
        return Term(iri, "texts")
    if "@language" in given:
        return Term(iri, "text", given["@language"])
    datatype = given.get("@type")
    if datatype == "@id":
        return Term(iri, "reference")
    return Term(iri, "literal", _expanded(datatype, context) if datatype else None)


def _expanded(name: str, context: Mapping[str, object]) -> str:
    prefix, colon, local = name.partition(":")
    namespace = context.get(prefix)
    return f"{namespace}{local}" if colon and isinstance(namespace, str) else name
