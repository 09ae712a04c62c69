"""The competency questions: each gives its expected answer, and together they use every term."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions
from rdflib import OWL, RDF, URIRef

from kg.graph import KnowledgeGraph
from kg.ontology import ontology_graph
from kg.queries.library import Question, questions
from kg.queries.results import SOLUTION_FORMATS, format_named, write_solutions
from kg.queries.terms import terms_named
from kg.queries.tokens import tokens
from kg.vocab import ONT

QUESTIONS = list(questions().values())
LEAST = 45

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


def answer(graph: KnowledgeGraph, question: Question) -> list[list[str]]:
    result = graph.store.query(question.text)
    assert isinstance(result, QuerySolutions), "a question is a SELECT, so that it has rows"
    stream = io.BytesIO()
    write_solutions(result, format_named("csv", SOLUTION_FORMATS), stream)
    return list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8"), newline="")))


def test_there_are_enough_questions() -> None:
    assert len(QUESTIONS) >= LEAST


@each_question
def test_a_question_gives_its_expected_answer(graph: KnowledgeGraph, question: Question) -> None:
    assert question.expected.is_file(), f"write the answer beside it: {question.expected.name}"
    expected = question.expected_rows()
    assert len(expected) > 1, "an empty answer would pass on an empty graph"
    assert answer(graph, question) == expected


def test_no_answer_lies_about_without_its_question() -> None:
    folder = QUESTIONS[0].path.parent
    assert {path.stem for path in folder.glob("*.csv")} <= set(questions())


@each_question
def test_a_question_is_written_in_the_house_style(question: Question) -> None:
    sequence = list(tokens(question.text))
    words = [token.text for token in sequence if token.kind == "word" and token.text != "a"]
    assert {word for word in words if word not in {"true", "false"}} == {
        word.upper() for word in words if word not in {"true", "false"}
    }, "keywords are in capitals"
    texts = [token.text for token in sequence]
    for first, second in pairwise(texts):
        assert (first, second) != ("SELECT", "*"), "name the variables: no SELECT *"
    variables = {token.text for token in sequence if token.kind == "variable"}
    crooked = sorted(name for name in variables if not re.fullmatch(r"\?[a-z][a-zA-Z0-9]*", name))
    assert not crooked, "variables are in camelCase"
    assert "ORDER" in texts, "the order of an answer is total"
    assert question.text.endswith("\n")


@each_question
def test_the_order_of_an_answer_is_total(question: Question) -> None:
    """Each selected variable is ordered by, or the rows could change places."""
    sequence = list(tokens(question.text))
    last = max(index for index, token in enumerate(sequence) if token.text == "ORDER")
    ordered = {token.text for token in sequence[last:] if token.kind == "variable"}
    where = next(i for i, token in enumerate(sequence) if token.text in {"WHERE", "{"})
    selected = _selected([token.text for token in sequence[:where]])
    rows = question.expected_rows()
    positions = [index for index, name in enumerate(selected) if name in ordered]
    keys = [tuple(row[index] for index in positions) for row in rows[1:]]
    assert len(set(keys)) == len(keys), f"rows tie: order by {sorted(set(selected) - ordered)} too"


def _selected(clause: list[str]) -> list[str]:
    """Give the variables of a SELECT clause in order; of an expression the one behind AS."""
    found, depth = [], 0
    for before, text in pairwise(clause):
        depth += (text == "(") - (text == ")")
        if text.startswith("?") and (depth == 0 or (depth == 1 and before == "AS")):
            found.append(text)
    return found


def test_every_class_and_property_is_used_by_a_question() -> None:
    """No term without a question."""
    ontology = ontology_graph()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    declared = {
        str(term)
        for kind in kinds
        for term in ontology.subjects(RDF.type, kind)
        if isinstance(term, URIRef) and term.startswith(ONT)
    }
    used = {iri for question in QUESTIONS for iri in terms_named(question.text)}
    assert len(declared) > 100
    unused = sorted(iri.removeprefix(ONT) for iri in declared - used)
    assert not unused, f"no question uses {', '.join(unused)}"


@each_question
def test_a_question_names_only_terms_that_the_graph_knows(
    graph: KnowledgeGraph, question: Question
) -> None:
    from kg.store.names import unknown_names

    assert [term.written for term in unknown_names(graph.store, question.text)] == []


def test_summaries_are_questions_and_differ() -> None:
    for language, mark in (("en", "?"), ("zh", "？"), ("pt", "?")):
        summaries = [question.summaries[language] for question in QUESTIONS]
        assert len(set(summaries)) == len(summaries)
        assert [text for text in summaries if not text.endswith(mark)] == []


def test_questions_lie_in_one_folder() -> None:
    assert {question.path.parent for question in QUESTIONS} == {Path(QUESTIONS[0].path.parent)}
