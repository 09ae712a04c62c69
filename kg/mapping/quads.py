"""From node objects to quads: the part of JSON-LD that our records need, in one pass.

A node object is a JSON object whose keys are terms of the context, as JSON-LD has it; the values
are texts, language maps, ``{"@value": …}`` objects or lists of these. PyLD reads the same objects
to the same graph (a test holds the two together) and takes eight times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.mapping.vocabulary import Term, Vocabulary
from kg.vocab import rdf

__all__ = ["Node", "node_quads"]

Node = dict[str, Any]
"""A JSON-LD node object; JSON has no narrower type."""

_TYPE = rdf("type")


def node_quads(nodes: Iterable[Node], graph: NamedNode, vocabulary: Vocabulary) -> Iterator[Quad]:
    """Give the quads of node objects in one named graph.

    Raises KeyError for a key or class that the context lacks: the caller checks records first.
    """
    for node in nodes:
        subject = NamedNode(node["id"])
        for key, values in node.items():
            if key == "id":
                continue
            if key == "type":
                for name in _listed(values):
                    yield Quad(subject, _TYPE, NamedNode(vocabulary.classes[name]), graph)
                continue
            term = vocabulary.terms[key]
            predicate = NamedNode(term.iri)
            for value in _terms(term, values):
                yield Quad(subject, predicate, value, graph)


def _terms(term: Term, values: Any) -> Iterator[NamedNode | Literal]:
    if term.kind == "texts":
        for language, texts in values.items():
            for text in _listed(texts):
                yield Literal(text, language=language)
        return
    for value in _listed(values):
        if isinstance(value, Mapping):
            yield _value_object(value)
        elif term.kind == "reference":
            yield NamedNode(value)
        elif term.kind == "text":
            yield Literal(value, language=term.tag)
        elif term.tag is None:
            yield Literal(value)
        else:
            yield Literal(value, datatype=NamedNode(term.tag))


def _value_object(value: Mapping[str, str]) -> Literal:
    if "@language" in value:
        return Literal(value["@value"], language=value["@language"])
    if "@type" in value:
        return Literal(value["@value"], datatype=NamedNode(value["@type"]))
    return Literal(value["@value"])


def _listed(values: Any) -> list[Any] | tuple[Any, ...]:
    return values if isinstance(values, list | tuple) else [values]
