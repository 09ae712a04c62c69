"""JSON-LD in one fixed order: expanded, compacted with a context, or a tree for each instance.

The engine's writer makes the expanded form (PyLD alone takes ten times as long), which is then
ordered; PyLD compacts. Nothing is ever fetched: a context that points elsewhere is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn

import pyoxigraph as ox
from pyld import jsonld

from kg.errors import InputError
from kg.vocab import rdf, rdfs, skos

__all__ = ["compact", "dump", "expand", "frame"]

_TYPE: Final = rdf("type")
_SUMMARY: Final = frozenset({_TYPE, rdfs("label"), skos("prefLabel")})

# JSON values are what json.loads gives: no type says more without a model of JSON-LD.
Node = dict[str, Any]


def expand(quads: Iterable[ox.Quad]) -> list[Node]:
    """Give the quads as expanded JSON-LD, the named graphs apart, everything sorted."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
    text = ox.serialize(ordered, format=ox.RdfFormat.JSON_LD)
    assert text is not None, "no output was given, so the text is returned"
    nodes = [_typed(node) for node in json.loads(text)]
    return sorted(nodes, key=_id)


def compact(nodes: list[Node], context: Mapping[str, Any]) -> Node:
    """Give the expanded nodes compacted with the context, which stands whole in the result.

    ``context`` is a context document: an object with ``@context``. Raises ``InputError`` where
    it asks for another document or is no context.
    """
    try:
        compacted: Node = jsonld.compact(
            nodes,
            context["@context"],
            {"documentLoader": _refuse, "graph": True, "compactArrays": True},
        )
    except KeyError as error:
        raise InputError(
            "the JSON-LD context has no @context",
            expected='an object such as {"@context": {…}}',
            remedy="repair ontology/context.jsonld",
        ) from error
    except jsonld.JsonLdError as error:
        raise InputError(
            f"the JSON-LD context cannot be used: {_reason(error)}",
            expected="a context that is complete in itself",
            remedy="write what it refers to into ontology/context.jsonld",
        ) from error
    return compacted


def frame(quads: Iterable[ox.Quad], class_iri: str) -> list[Node]:
    """Give a tree for each instance of the class, as expanded JSON-LD, sorted by its IRI.

    A tree holds all properties of the instance; each IRI that it points to has its type and
    labels beside it, and blank nodes stand where they are used. The named graphs are merged. The
    size is linear: JSON-LD framing with ``@embed: @always`` is exponential where an inverse of
    each property is in the graph, as it is in ours.
    """
    by_subject: dict[object, set[ox.Triple]] = {}
    for quad in quads:
        by_subject.setdefault(quad.subject, set()).add(quad.triple)
    wanted = ox.NamedNode(class_iri)
    instances = [
        subject
        for subject, triples in by_subject.items()
        if any(triple.predicate == _TYPE and triple.object == wanted for triple in triples)
    ]
    return sorted((_tree(subject, by_subject, frozenset()) for subject in instances), key=_id)


def dump(value: object) -> str:
    """Give JSON text with sorted keys, ending with a newline; characters stay as they are."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _tree(
    subject: object, by_subject: Mapping[object, set[ox.Triple]], above: frozenset[object]
) -> Node:
    own = [ox.Quad(t.subject, t.predicate, t.object) for t in by_subject[subject]]
    (node,) = expand(own)
    inside = above | {subject}
    for key, values in node.items():
        if not key.startswith("@"):
            node[key] = [_branch(value, by_subject, inside) for value in values]
    return node


def _branch(
    value: Node, by_subject: Mapping[object, set[ox.Triple]], above: frozenset[object]
) -> Node:
    name = value.get("@id")
    if name is None:
        return value
    if name.startswith("_:"):
        blank = ox.BlankNode(name.removeprefix("_:"))
        return _tree(blank, by_subject, above) if blank in by_subject.keys() - above else value
    described = by_subject.get(ox.NamedNode(name), set())
    summary = [
        ox.Quad(t.subject, t.predicate, t.object) for t in described if t.predicate in _SUMMARY
    ]
    return expand(summary)[0] if summary else value


def _typed(node: Node) -> Node:
    """Write rdf:type as @type and sort the values; the engine's writer does neither."""
    result: Node = {}
    for key in sorted(node):
        if key == "@graph":
            result[key] = sorted((_typed(inner) for inner in node[key]), key=_id)
        elif key == _TYPE.value and all("@id" in value for value in node[key]):
            result["@type"] = sorted(value["@id"] for value in node[key])
        elif isinstance(node[key], list) and not key.startswith("@"):
            result[key] = sorted(node[key], key=_text)
        else:
            result[key] = node[key]
    return result


def _id(node: Node) -> str:
    return str(node["@id"]) if "@id" in node else ""


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _reason(error: BaseException) -> str:
    """Give what lies at the bottom of PyLD's nested errors."""
    while (cause := getattr(error, "cause", None) or error.__cause__) is not None:
        error = cause
    return str(error)


def _refuse(address: str, _options: object) -> NoReturn:
    raise InputError(f"it refers to {address}, and nothing is fetched")
