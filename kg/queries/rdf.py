"""The library of questions as RDF: executables of SHACL, with the prefixes that they rest on.

https://www.w3.org/TR/shacl-af/#sparql-executables. Every node has an IRI: a question is
``https://w3id.org/cbec/examples/<name>``, a prefix ``https://w3id.org/cbec/prefix/<prefix>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.queries.library import Question
from kg.queries.tokens import query_form
from kg.vocab import BASE, PREFIXES, graph_iri, rdf, rdfs

__all__ = ["EXAMPLES", "prefix_quads", "question_iri", "question_quads"]

EXAMPLES: Final = graph_iri("examples")
"""The named graph of the questions."""

_LIBRARY: Final = NamedNode(BASE + "examples")
_TITLES: Final = {"en": "Library of questions", "zh": "问题库", "pt": "Biblioteca de perguntas"}
_SCHEMA: Final = "https://schema.org/"
_ANY_URI: Final = NamedNode(PREFIXES["xsd"] + "anyURI")
_TRUE: Final = Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))
# the class of an executable and the property that holds its text
_FORMS: Final = {
    "ask": ("SPARQLAskExecutable", "ask"),
    "construct": ("SPARQLConstructExecutable", "construct"),
    "select": ("SPARQLSelectExecutable", "select"),
}

_Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


def question_iri(name: str) -> str:
    """Give the IRI of a question."""
    return f"{_LIBRARY.value}/{name}"


def question_quads(questions: Mapping[str, Question]) -> tuple[Quad, ...]:
    """Give the questions as quads of the graph ``EXAMPLES``, in a fixed order."""
    triples = [*_library(), *(one for name in sorted(questions) for one in _of(questions[name]))]
    return tuple(Quad(subject, name, value, EXAMPLES) for subject, name, value in triples)


def prefix_quads(prefixes: Mapping[str, str] = PREFIXES) -> tuple[Quad, ...]:
    """Give the prefixes as declarations of the library, as quads of the same graph."""
    quads = []
    for prefix, namespace in sorted(prefixes.items()):
        node = NamedNode(f"{BASE}prefix/{prefix}")
        quads += [
            Quad(_LIBRARY, _sh("declare"), node, EXAMPLES),
            Quad(node, rdf("type"), _sh("PrefixDeclaration"), EXAMPLES),
            Quad(node, _sh("prefix"), Literal(prefix), EXAMPLES),
            Quad(node, _sh("namespace"), Literal(namespace, datatype=_ANY_URI), EXAMPLES),
        ]
    return tuple(quads)


def _library() -> Iterator[_Triple]:
    for language, title in _TITLES.items():
        yield _LIBRARY, NamedNode(PREFIXES["dcterms"] + "title"), Literal(title, language=language)


def _of(question: Question) -> Iterator[_Triple]:
    node = NamedNode(question_iri(question.name))
    kind, text = _FORMS.get(query_form(question.text), _FORMS["select"])
    yield node, rdf("type"), _sh("SPARQLExecutable")
    yield node, rdf("type"), _sh(kind)
    for language, summary in sorted(question.summaries.items()):
        yield node, rdfs("label"), Literal(summary, language=language)
    for tag in question.tags:
        yield node, NamedNode(_SCHEMA + "keywords"), Literal(tag)
    yield node, NamedNode(PREFIXES["dcterms"] + "identifier"), Literal(question.name)
    yield node, rdfs("isDefinedBy"), _LIBRARY
    yield node, _sh("prefixes"), _LIBRARY
    yield node, _sh(text), Literal(question.text)
    for parameter in question.parameters:
        part = NamedNode(f"{node.value}/{parameter.name}")
        yield node, _sh("parameter"), part
        yield part, rdf("type"), _sh("Parameter")
        yield part, _sh("path"), part
        yield part, _sh("name"), Literal(parameter.name)
        if parameter.default:
            yield part, _sh("defaultValue"), Literal(parameter.default)
        else:
            yield part, _sh("optional"), _TRUE
        if parameter.type:
            yield part, _sh("description"), Literal(parameter.type)


def _sh(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sh"] + name)
