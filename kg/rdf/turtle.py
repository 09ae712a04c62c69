"""Turtle in one fixed order: equal graphs are equal bytes, and an edit touches only its own lines.

Subjects stand by kind, then by name; predicates in the order of ``PREDICATES``, then by name;
objects by language, then by text. Blank nodes are written where they are used and lists as
``( … )``, so no label is ever needed. Each property ends with its own semicolon and the closing
dot has a line to itself: a new property or subject adds lines and changes none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import InputError
from kg.rdf.names import Names
from kg.vocab import PREFIXES

__all__ = ["KINDS", "LANGUAGES", "PREDICATES", "write_turtle"]

WIDTH: Final = 100
INDENT: Final = "    "
SHOWN: Final = 6
LANGUAGES: Final = ("en", "zh", "pt")

KINDS: Final = (
    "owl:Ontology", "owl:AnnotationProperty", "owl:Class", "owl:ObjectProperty",
    "owl:DatatypeProperty", "skos:ConceptScheme", "skos:Concept", "sh:NodeShape",
    "sh:PropertyShape", "owl:AllDisjointClasses",
)  # fmt: skip
"""The order of subjects by their type; a subject of several kinds stands with the first."""

PREDICATES: Final = (
    "rdf:type", "owl:versionIRI", "owl:versionInfo", "owl:priorVersion", "owl:imports",
    "dcterms:title", "dcterms:description", "dcterms:creator", "dcterms:publisher",
    "dcterms:license", "dcterms:issued", "dcterms:modified",
    "sh:targetClass", "sh:targetNode", "sh:targetSubjectsOf", "sh:targetObjectsOf", "sh:path",
    "rdfs:label", "skos:prefLabel", "skos:altLabel", "sh:name", "skos:notation",
    "skos:definition", "sh:description", "rdfs:comment", "skos:scopeNote", "skos:example",
    "skos:editorialNote", "skos:hasTopConcept", "skos:inScheme", "skos:topConceptOf",
    "skos:broader", "skos:narrower", "rdfs:subClassOf", "owl:equivalentClass",
    "owl:disjointWith", "owl:disjointUnionOf", "rdfs:subPropertyOf", "owl:equivalentProperty",
    "rdfs:domain", "rdfs:range", "owl:inverseOf", "owl:propertyChainAxiom", "owl:hasKey",
    "owl:onProperty", "sh:property", "sh:node", "sh:class", "sh:datatype", "sh:nodeKind",
    "sh:minCount", "sh:maxCount", "sh:severity", "sh:message", "skos:exactMatch",
    "skos:closeMatch", "rdfs:seeAlso", "rdfs:isDefinedBy",
)  # fmt: skip
"""The order of predicates; one that is not named here stands after them, by name."""

_ESCAPED = re.compile(r"[\x00-\x1f\x7f\"\\\u0085\u2028\u2029]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# https://www.w3.org/TR/turtle/#abbrev: what Turtle writes without quotes. Doubles stay quoted,
# because both our parsers would respell them.
_BARE = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}


def _ranks(names: Iterable[str]) -> dict[URIRef, int]:
    pairs = (name.split(":") for name in names)
    return {URIRef(PREFIXES[prefix] + local): rank for rank, (prefix, local) in enumerate(pairs)}


_KIND_RANK: Final = _ranks(KINDS)
_PREDICATE_RANK: Final = _ranks(PREDICATES)
_LANGUAGE_RANK: Final = {language: rank for rank, language in enumerate(LANGUAGES)}


def write_turtle(graph: Graph) -> str:
    """Give the graph as Turtle that depends on its triples and prefixes alone.

    Only prefixes that are used are declared: those of ``kg.vocab.PREFIXES`` before the graph's
    own where both have a name for one namespace.

    Raises ``InputError`` for a blank node that is used twice or in a circle (it has no single
    place in the text) and ``TermError`` for an IRI that Turtle cannot hold.

    >>> graph = Graph().parse(data='<urn:b> <urn:p> 2.50 . <urn:a> <urn:p> "x"@en .')
    >>> print(write_turtle(graph), end="")
    <urn:a>
        <urn:p> "x"@en ;
        .
    <BLANKLINE>
    <urn:b>
        <urn:p> 2.50 ;
        .
    """
    return _Writer(graph).write()


class _Writer:
    def __init__(self, graph: Graph) -> None:
        self.names = Names({prefix: str(space) for prefix, space in graph.namespaces()})
        self.triples = 0
        self.properties: dict[Node, dict[Node, list[Node]]] = defaultdict(dict)
        self.uses: Counter[Node] = Counter()
        for subject, predicate, value in graph:
            self.triples += 1
            self.properties[subject].setdefault(predicate, []).append(value)
            if isinstance(value, BNode):
                self.uses[value] += 1
        self.written = 0

    def write(self) -> str:
        self._refuse_shared_nodes()
        roots = [s for s in self.properties if not (isinstance(s, BNode) and self.uses[s])]
        blocks = sorted((self._subject_key(root), self._block(root)) for root in roots)
        if self.written != self.triples:
            raise InputError(
                f"{self.triples - self.written} triples hang on blank nodes that form a circle",
                expected="blank nodes that can be written inside the subject that uses them",
                remedy="give one node of the circle an IRI",
            )
        parts = [block for _, block in blocks]
        if header := self.names.header():
            parts.insert(0, header)
        return "\n".join(parts)

    def _refuse_shared_nodes(self) -> None:
        shared = {node for node, count in self.uses.items() if count > 1}
        if not shared:
            return
        users = sorted(
            f"{'a blank node' if isinstance(subject, BNode) else subject} by {predicate}"
            for subject, predicates in self.properties.items()
            for predicate, values in predicates.items()
            for value in values
            if value in shared
        )
        raise InputError(
            f"{len(shared)} blank node(s) are used more than once: {_shortened(users)}",
            expected="each blank node in one place only, because Turtle is written without labels",
            remedy="give the shared node an IRI, or repeat it where it is used",
        )

    def _subject_key(self, subject: Node) -> tuple[int, bool, str]:
        types = self.properties[subject].get(RDF.type, [])
        ranks = (_KIND_RANK.get(kind, len(KINDS)) for kind in types if isinstance(kind, URIRef))
        blank = isinstance(subject, BNode)
        return (min(ranks, default=len(KINDS)), blank, "" if blank else str(subject))

    def _block(self, subject: Node) -> str:
        head = "[]" if isinstance(subject, BNode) else self.names.shorten(str(subject))
        # A type stands beside its subject; without one every property has a line of its own.
        lines = self._body(subject, 1)
        if RDF.type in self.properties[subject] or head == "[]":
            lines[0] = f"{head} {lines[0].lstrip()}"
        else:
            lines.insert(0, head)
        return "\n".join([*lines, f"{INDENT}.\n"])

    def _body(self, subject: Node, depth: int) -> list[str]:
        properties = self.properties[subject]
        self.written += sum(len(values) for values in properties.values())
        pad = INDENT * depth
        return [
            f"{pad}{self._predicate(predicate)}{self._objects(properties[predicate], depth)} ;"
            for predicate in sorted(properties, key=_predicate_key)
        ]

    def _predicate(self, predicate: Node) -> str:
        return "a" if predicate == RDF.type else self.names.shorten(str(predicate))

    def _objects(self, values: list[Node], depth: int) -> str:
        if len(values) == 1:
            return " " + self._term(values[0], depth)
        if not any(isinstance(value, BNode) for value in values):
            line = " , ".join(self._ordered(values, depth))
            if len(line) + len(INDENT) * depth <= WIDTH - 2 * len(INDENT):
                return " " + line
        pad = "\n" + INDENT * (depth + 1)
        return pad + f" ,{pad}".join(self._ordered(values, depth + 1))

    def _ordered(self, values: list[Node], depth: int) -> list[str]:
        texts = sorted(((value, self._term(value, depth)) for value in values), key=_object_key)
        # rdflib keeps "x" and "x"^^xsd:string apart; RDF 1.1 does not, and neither does the text.
        return [
            text
            for (value, text), (_, before) in zip(texts, [(None, None), *texts], strict=False)
            if text != before or isinstance(value, BNode)
        ]

    def _term(self, term: Node, depth: int) -> str:
        if isinstance(term, Literal):
            return self._literal(term)
        if term == RDF.nil:
            return "( )"
        if not isinstance(term, BNode):
            return self.names.shorten(str(term))
        if term not in self.properties:
            return "[]"
        if (items := self._list_items(term)) is not None:
            return self._list(items, depth)
        return "\n".join(["[", *self._body(term, depth + 1), f"{INDENT * depth}]"])

    def _list_items(self, cell: Node) -> list[Node] | None:
        """Give the items of a list, or None where the node is not the head of a clean one."""
        items: list[Node] = []
        while cell != RDF.nil:
            properties = self.properties.get(cell, {}) if isinstance(cell, BNode) else {}
            first, rest = properties.get(RDF.first, []), properties.get(RDF.rest, [])
            if len(properties) != 2 or len(first) != 1 or len(rest) != 1:
                return None
            items.append(first[0])
            cell = rest[0]
        return items

    def _list(self, items: list[Node], depth: int) -> str:
        self.written += 2 * len(items)
        before = self.written
        texts = [self._term(item, depth + 1) for item in items]
        line = f"( {' '.join(texts)} )"
        if self.written == before and len(line) + len(INDENT) * (depth + 1) <= WIDTH:
            return line
        pad = "\n" + INDENT * (depth + 1)
        return f"({pad}{pad.join(texts)}\n{INDENT * depth})"

    def _literal(self, literal: Literal) -> str:
        text = str(literal)
        datatype = literal.datatype
        if datatype in _BARE and _BARE[datatype].fullmatch(text):
            return text
        quoted = f'"{_ESCAPED.sub(_escape, text)}"'
        if literal.language:
            return f"{quoted}@{literal.language}"
        if datatype is None or datatype == XSD.string:
            return quoted
        return f"{quoted}^^{self.names.shorten(str(datatype))}"


def _shortened(texts: list[str]) -> str:
    return "; ".join(texts[:SHOWN]) + ("; …" if len(texts) > SHOWN else "")


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character, f"\\u{ord(character):04X}")


def _predicate_key(predicate: Node) -> tuple[int, str]:
    rank = _PREDICATE_RANK.get(predicate) if isinstance(predicate, URIRef) else None
    return (len(PREDICATES) if rank is None else rank, str(predicate))


def _object_key(pair: tuple[Node, str]) -> tuple[bool, int, str, str]:
    term, text = pair
    language = (term.language or "") if isinstance(term, Literal) else ""
    rank = _LANGUAGE_RANK.get(language, len(LANGUAGES)) if language else -1
    return (isinstance(term, BNode), rank, language, text)
