"""From the rows of an answer to the spans that they rest on."""

from __future__ import annotations

from kg.graph import KnowledgeGraph
from kg.queries.evidence import evidence_query
from kg.queries.values import Text
from kg.vocab import ID


def spans(graph: KnowledgeGraph, *row: str) -> set[tuple[str, str]]:
    text = evidence_query([[ID + name for name in row]])
    assert text is not None
    return {(found.statement.short, found.document.short) for found in graph.query(text)}


def test_a_statement_rests_on_its_own_spans(graph: KnowledgeGraph) -> None:
    assert spans(graph, "obs/000-023") == {("obs:000-023", "doc:000")}


def test_a_cell_rests_on_every_observation_of_it(graph: KnowledgeGraph) -> None:
    [row] = graph.query("SELECT ?cell { obs:000-023 cbec:cell ?cell }")
    assert ("obs:000-023", "doc:000") in spans(graph, str(row.cell).removeprefix(ID))


def test_two_things_in_a_row_rest_on_what_joins_them(graph: KnowledgeGraph) -> None:
    for found, predicates in (
        (["thing", "other"], "cbec:presenceOf ?thing ; cbec:presenceIn ?other"),
        (["thing", "other"], "cbec:holder ?thing ; cbec:postIn ?other"),
        (["thing", "other"], "cbec:assertedSubject ?thing ; cbec:assertedObject ?other"),
    ):
        text = (
            f"SELECT ?s ?thing ?other {{ ?s {predicates} ; cbec:evidence ?e }} ORDER BY ?s LIMIT 1"
        )
        [row] = graph.query(text)
        names = [str(row[name]).removeprefix(ID) for name in found]
        assert row.s.short in {statement for statement, _ in spans(graph, *names)}


def test_a_thing_and_a_text_rest_on_what_asserts_the_text_of_it(graph: KnowledgeGraph) -> None:
    park = ID + "place/HuafaPark"
    for words in ("logistics and delivery", "beauty products"):
        text = evidence_query([[park, Text(words, "en")]])
        assert text is not None
        assert {row.document.short for row in graph.query(text)} <= {"doc:000", "doc:001"}
        assert list(graph.query(text))
    quoted = evidence_query([[park, Text('not "said" \\ of it', "en")]])
    assert quoted is not None
    assert not list(graph.query(quoted))


def test_a_thing_alone_rests_on_nothing_in_particular(graph: KnowledgeGraph) -> None:
    assert spans(graph, "place/Shenzhen") == set()


def test_rows_that_name_nothing_have_no_evidence() -> None:
    assert evidence_query([["x", 3, None], []]) is None
