"""The door to the engine: the same answers by workers and without, and the cache behind it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from traceback import clear_frames
from typing import NoReturn, cast

import pyoxigraph as ox
import pytest

from console.engine import Answer, Asker, Begun, Bounded, Direct, Engine, Workers
from console.problems import Problem
from console.protocol import QueryRequest
from console.workers import Limits
from console.workers.formats import offers, result_kind
from kg.errors import AnswerLimitError
from kg.store import create_store, open_store
from kg.store.base import Store

JSON = "application/sparql-results+json"
DATA = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:g1> { <urn:a> rdfs:label "A"@en , "甲"@zh ; <urn:to> <urn:b> ; <urn:n> 1 , 2.50 . }
<urn:g2> { <urn:b> rdfs:label "B" . <urn:c> <urn:to> <urn:a> . <urn:a> <urn:to> <urn:b> . }
"""
LIMITS = Limits(seconds=2, spares=0, memory=128 << 20)


def release(folder: Path, data: str = DATA) -> Path:
    create_store(folder / "store", ox.parse(data, format=ox.RdfFormat.TRIG))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release(tmp_path_factory.mktemp("0123"))


@pytest.fixture(scope="module", params=["workers", "direct"])
def engine(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    if request.param == "workers":
        with Workers(folder, LIMITS) as engine:
            yield engine
    else:
        with open_store(folder / "store") as store:
            yield Direct(store, folder.name)


def rows(answer: Answer) -> list[dict[str, str]]:
    found = json.loads(answer.read())["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def test_the_default_graph_is_the_union_unless_somebody_says_otherwise(engine: Engine) -> None:
    count = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"
    asked = {
        QueryRequest(count % ""): "7",
        QueryRequest(count % "FROM <urn:g2>"): "3",
        QueryRequest(count % "FROM <urn:g2>", ("urn:g1",)): "5",
        QueryRequest(count % "", (), ("urn:g1",)): "0",
        QueryRequest("SELECT (COUNT(*) AS ?n) { GRAPH ?g {?s ?p ?o} }", (), ("urn:g1",)): "5",
    }
    assert [rows(engine.answer(one, JSON)) for one in asked] == [[{"n": n}] for n in asked.values()]


def test_the_prefixes_of_the_graph_are_known(engine: Engine) -> None:
    answer = engine.answer(QueryRequest("SELECT ?l { <urn:b> rdfs:label ?l }"), JSON)
    assert rows(answer) == [{"l": "B"}]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
        "ASK { ?s ?p 1 }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "DESCRIBE <urn:a>",
    ],
)
def test_every_offered_format_is_answered(engine: Engine, text: str) -> None:
    assert len(offers(text)) > 5
    for media_type in offers(text):
        answer = engine.answer(QueryRequest(text), media_type)
        body = answer.read()
        assert (answer.media_type, answer.length) == (media_type, len(body))
        assert answer.release == engine.release
        if result_kind(text) == "graph":
            form = ox.RdfFormat.from_media_type(media_type)
            found = {quad.triple for quad in ox.parse(body, format=form)}
            assert len(found) >= 5
        else:
            assert body


def refusal(engine: Engine, query: str, media_type: str) -> Problem:
    """Give the problem of a query that is refused.

    Its frames are emptied: they hold rows of the engine, which only the thread that has asked for
    them may let go of, and a cycle through the frames is collected in any.
    """
    with pytest.raises(Problem) as caught:
        engine.answer(QueryRequest(query), media_type)
    clear_frames(caught.tb)
    return caught.value


def test_a_format_that_does_not_fit_is_refused(engine: Engine) -> None:
    refused = refusal(engine, "CONSTRUCT WHERE { ?s ?p ?o }", JSON)
    assert refused.code == "not-acceptable"


def test_an_error_says_where_and_what_was_meant(engine: Engine) -> None:
    with pytest.raises(Problem) as refused:
        engine.answer(QueryRequest("ASK { ?s skso:note ?o }"), JSON)
    assert (refused.value.code, refused.value.more["line"]) == ("query", 1)
    assert "did you mean skos:" in json.dumps(refused.value.document())


def test_a_page_has_terms_and_says_whether_there_is_more(engine: Engine) -> None:
    text = "SELECT ?o ?x { <urn:a> ?p ?o } ORDER BY ?p ?o"
    page = engine.page(QueryRequest(text), 3, Asker(lane="page"))
    assert (page.kind, page.table.columns, page.table.complete) == ("rows", ("o", "x"), False)
    assert len(page.table.rows) == 3
    everything = engine.page(QueryRequest(text), 100).table
    assert everything.complete
    assert {row[0] for row in everything.rows} == {
        ox.Literal("A", language="en"), ox.Literal("甲", language="zh"), ox.NamedNode("urn:b"),
        ox.Literal(1), ox.Literal("2.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    }  # fmt: skip


def test_a_page_of_nothing_names_the_names_that_nothing_bears(engine: Engine) -> None:
    page = engine.page(QueryRequest("SELECT * { ?s a cbec:Citty }"), 10)
    assert not page.table.rows
    assert [term.written for term in page.unknown] == ["cbec:Citty"]


def test_pages_know_truth_values_and_triples(engine: Engine) -> None:
    assert engine.page(QueryRequest("ASK {}"), 10).kind == "boolean"
    page = engine.page(QueryRequest("DESCRIBE <urn:b>"), 10)
    assert (page.kind, len(page.table.rows)) == ("graph", 1)


def test_a_description_has_links_both_ways_and_labels(engine: Engine) -> None:
    found = engine.describe("urn:a", "application/n-triples", 10).read().decode()
    assert "<urn:a> <urn:to> <urn:b> ." in found
    assert "<urn:c> <urn:to> <urn:a> ." in found
    assert '<urn:b> <http://www.w3.org/2000/01/rdf-schema#label> "B" .' in found
    assert found.count("<urn:a> <urn:to> <urn:b> .") == 1
    none = engine.describe("urn:a", "application/n-triples", 0).read().decode()
    assert "<urn:c>" not in none


def test_a_document_becomes_quads(engine: Engine) -> None:
    answer = engine.parse(b"<a> a <#b> .", "text/turtle", "http://x.example/", "urn:g")
    assert answer.media_type == "application/n-quads"
    assert answer.read() == (
        b"<http://x.example/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<http://x.example/#b> <urn:g> .\n"
    )


@pytest.mark.parametrize(
    ("document", "media_type", "code"),
    [
        (b"<a> <b> .", "text/turtle", "document"),
        (b"\xff\xfe", "text/turtle", "document"),
        (b"", "application/pdf", "media-type"),
        (
            b'{"@context": "http://127.0.0.1:9/c", "a": "b"}', "application/ld+json", "document",
        ),
        (b'{"@context": "file:///etc/passwd", "a": "b"}', "application/ld+json", "document"),
    ],
)  # fmt: skip
def test_a_bad_document_is_refused(
    engine: Engine, document: bytes, media_type: str, code: str
) -> None:
    with pytest.raises(Problem) as refused:
        engine.parse(document, media_type, "http://x.example/")
    assert refused.value.code == code


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
ENTITY_BOMB = (
    f'<!DOCTYPE x [<!ENTITY a0 "xxxxxxxxxx">{ENTITIES}]><rdf:RDF xmlns:rdf='
    '"http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">'
    '<rdf:Description rdf:about="urn:a"><x:p>&a11;</x:p></rdf:Description></rdf:RDF>'
)
BOMBS = {
    "entities": (ENTITY_BOMB, "application/rdf+xml"),
    "JSON-LD": ('{"urn:p":' * 20_000 + "1" + "}" * 20_000, "application/ld+json"),
    "JSON-LD lists": ('{"urn:p":' + "[" * 100_000 + "]" * 100_000 + "}", "application/ld+json"),
    "triple terms": ("<urn:s> <urn:p> " + "<<( <urn:s> <urn:p> " * 20_000, "text/turtle"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_document_costs_its_own_answer(folder: Path, name: str) -> None:
    document, media_type = BOMBS[name]
    ended = 200
    with Workers(folder, LIMITS) as engine:
        try:
            engine.parse(document.encode(), media_type, "http://x.example/").read()
        except Problem as problem:
            ended = problem.status
        assert ended in {200, 400, 413, 422, 503, 504}
        assert rows(engine.answer(QueryRequest("SELECT (1 AS ?n) {}"), JSON)) == [{"n": "1"}]


def test_a_second_answer_comes_from_the_cache(folder: Path) -> None:
    with Workers(folder, LIMITS) as engine:
        first = engine.answer(QueryRequest("SELECT * { ?s ?p ?o }"), JSON)
        second = engine.answer(QueryRequest("SELECT * {?s ?p ?o} # again"), JSON)
        assert (first.from_cache, second.from_cache) == (False, True)
        assert first.read() == second.read()
        assert not engine.answer(QueryRequest("SELECT * { ?s ?p ?o }"), "text/csv").from_cache
        one, other = (engine.describe(f"http://x/#{n}", "text/turtle", 1) for n in "ab")
        assert not other.from_cache, "an IRI is no query: nothing in it is a comment"
        figures = engine.figures()
        assert (figures.cache_hits, figures.cached_bytes > 0) == (1, True)
        assert figures.statistics.endings["answered"] == 4
        assert one.release == engine.release


def test_a_streamed_answer_is_kept_when_it_was_read_to_its_end(folder: Path) -> None:
    text = "SELECT * { VALUES ?x { %s } VALUES ?y { %s } }" % (
        (" ".join(map(str, range(150))),) * 2
    )
    with Workers(folder, LIMITS) as engine:
        broken = engine.answer(QueryRequest(text), "text/csv")
        assert broken.length is None
        next(broken.chunks)
        broken.close()
        whole = engine.answer(QueryRequest(text), "text/csv")
        assert not whole.from_cache
        body = whole.read()
        assert body.count(b"\n") == 150 * 150 + 1
        again = engine.answer(QueryRequest(text), "text/csv")
        assert again.from_cache
        assert again.read() == body


def test_another_release_answers_anew(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "4567").mkdir()
    other = release(tmp_path / "4567", "<urn:x> <urn:y> <urn:z> .")
    asked = QueryRequest("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    with Workers(folder, LIMITS) as engine:
        before = engine.answer(asked, JSON)
        engine.switch(other)
        after = engine.answer(asked, JSON)
        assert (before.release, after.release) == (folder.name, "4567")
        assert (rows(before), rows(after)) == ([{"n": "7"}], [{"n": "1"}])
        assert not after.from_cache


def test_an_answer_of_a_release_that_took_over_meanwhile_has_no_mark(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def begun(engine: Workers) -> Begun | Problem:
        told = asyncio.get_running_loop().create_future()
        engine.ask(QueryRequest("ASK {}"), JSON, "", told.set_result)
        return await told

    with Workers(folder) as engine:
        first, second = asyncio.run(begun(engine)), asyncio.run(begun(engine))
        assert isinstance(first, Begun)
        assert isinstance(second, Begun)
        assert first.key is not None
        assert (first.key, first.known, second.known) == (second.key, False, True)
        monkeypatch.setattr(Workers, "release", "older")
        later = asyncio.run(begun(engine))
        assert isinstance(later, Begun)
        assert (later.release, later.key) == (first.release, None)


@pytest.mark.parametrize(
    ("bounds", "limit"), [(Bounded(10, 99), "result-bytes"), (Bounded(9_999, 2), "result-rows")]
)
def test_without_workers_an_answer_is_bounded_too(
    folder: Path, bounds: Bounded, limit: str
) -> None:
    with open_store(folder / "store") as store:
        direct = Direct(store, folder.name, bounds)
        for text in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
            for media_type in set(offers(text)):
                assert refusal(direct, text, media_type).more["limit"] == limit
        assert direct.limits == bounds


def test_what_another_server_exceeds_is_named(folder: Path) -> None:
    class Slow:
        """A store that is behind another server, which takes too long."""

        def query(self, *_: object, **__: object) -> NoReturn:
            raise AnswerLimitError("it takes longer", expected="at most 3 seconds")

    with pytest.raises(Problem) as caught:
        Direct(cast("Store", Slow())).answer(QueryRequest("ASK {}"), JSON)
    assert (caught.value.code, caught.value.more["limit"]) == ("time-limit", "seconds")


def test_the_parser_says_what_it_has_against_a_query(engine: Engine) -> None:
    assert engine.check("SELECT ?s { ?s a cbec:City } ORDER BY ?s") == ""
    assert engine.check("ASK { ?s ?p ?o }") == ""
    assert engine.check("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert engine.check("SELECT * { ?s ?p }")
