"""``--set NAME=VALUE``: the parameters of a question, by the names that people use for things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.graph import KnowledgeGraph
from kg.queries.library import Parameter, Question
from kg.queries.parameters import choices_query, fill_in
from kg.queries.results import shorten
from kg.queries.tokens import prefix_declarations
from kg.store.names import occurs
from kg.vocab import PREFIXES, rdf, rdfs, skos

__all__ = ["leading_values", "question_with"]

_NEAREST = 5


def question_with(graph: KnowledgeGraph, question: Question, settings: Iterable[str]) -> str:
    """Give the query of a question with its parameters set; each setting is ``name=value``.

    A value is an IRI, a prefixed name, the last part of one, or a name in any language; an empty
    one is any value. Raises UsageError with the nearest where a name or a value is unknown.
    """
    known = {one.name: one for one in question.parameters}
    values: dict[str, str] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        name = name.strip()
        if not equals or name not in known:
            raise UsageError(
                f"--set {setting}: the question {question.name!r} has no parameter {name!r}"
                if equals
                else f"--set {setting} has no '='",
                expected=_listed(known) if known else "no --set: this question has no parameters",
                remedy="see the question with 'kg query --show " + question.name + "'",
            )
        values[name] = _meant(graph, question, known[name], text.strip())
    return fill_in(question.text, values)


def leading_values(graph: KnowledgeGraph, text: str, name: str) -> list[str]:
    """Give the values of a parameter that lead to an answer, shortly, in order."""
    rows = graph.query(choices_query(text, name))
    return [shorten(str(row[name])) for row in rows if row[name] is not None]


def _listed(known: Mapping[str, Parameter]) -> str:
    return "one of " + ", ".join(
        f"{one.name}={one.default}" if one.default else f"{one.name}=…" for one in known.values()
    )


def _meant(graph: KnowledgeGraph, question: Question, parameter: Parameter, text: str) -> str:
    """Give the IRI that a value means, or raise UsageError."""
    if not text:
        return ""
    prefix, colon, local = text.partition(":")
    prefixes = {**PREFIXES, **prefix_declarations(question.text)}
    iri = text.removeprefix("<").removesuffix(">") if "://" in text else ""
    if colon and prefix in prefixes:
        iri = prefixes[prefix] + local
    try:
        if iri and occurs(graph.store, iri):
            return iri
    except ValueError:
        pass  # what is no IRI may still be a name
    called = _called(graph, question, parameter)
    found = sorted(called.get(text.casefold(), ()))
    if len(found) == 1:
        return found[0]
    near = found or sorted(
        {min(called[one]) for one in get_close_matches(text.casefold(), called, _NEAREST, 0.6)}
    )
    shown = ", ".join(map(shorten, near))
    raise UsageError(
        f"several things are called {text!r}"
        if found
        else f"nothing that {parameter.name!r} may be is called {text!r}",
        expected="an IRI, a prefixed name or a name in any language"
        + (f", such as {shown}" if shown else ""),
        remedy=f"take one of those that lead to an answer: kg ask {question.name} "
        f"--set {parameter.name}= shows them all",
    )


def _called(
    graph: KnowledgeGraph, question: Question, parameter: Parameter
) -> Mapping[str, set[str]]:
    """Give what a parameter may be by everything that it is called, in small letters."""
    store = graph.store
    things = {str(row[parameter.name]) for row in
              graph.query(choices_query(question.text, parameter.name))}  # fmt: skip
    prefix, _, local = parameter.type.partition(":")
    if prefix in PREFIXES:
        kind = NamedNode(PREFIXES[prefix] + local)
        quads = store.quads(predicate=rdf("type"), value=kind)
        things.update(one.subject.value for one in quads if isinstance(one.subject, NamedNode))
    called: dict[str, set[str]] = defaultdict(set)
    for iri in things - {"None"}:
        short = shorten(iri)
        called[short.casefold()].add(iri)
        called[short.rpartition(":")[2].casefold()].add(iri)
        for name in (rdfs("label"), skos("prefLabel"), skos("altLabel")):
            for quad in store.quads(subject=NamedNode(iri), predicate=name):
                if isinstance(quad.object, Literal):
                    called[quad.object.value.casefold()].add(iri)
    return called
