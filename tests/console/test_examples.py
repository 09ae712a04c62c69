"""The library of questions at its addresses: the gallery, a question, its answer to take away."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF, SH

from console.gallery import TOPICS
from kg.queries.library import questions
from kg.vocab import BASE, ID, PREFIXES

BROWSER = {"Accept": "text/html"}
HENGQIN = "which parks are in Hengqin and what do they offer?"


def columns(text: str) -> dict[str, list[str]]:
    rows = list(csv.DictReader(io.StringIO(text)))
    return {name: [row[name] for row in rows] for name in rows[0]}


def test_all_questions_are_listed_in_the_readers_language(released: FlaskClient) -> None:
    page = released.get("/examples/", headers={**BROWSER, "Accept-Language": "pt"}).text
    for question in questions().values():
        assert f'href="/examples/{question.name}"' in page
        assert question.summaries["pt"] in unescape(page)


def test_every_question_belongs_to_a_topic_and_every_topic_has_some(released: FlaskClient) -> None:
    tags = {tag for some in TOPICS.values() for tag in some}
    assert {tag for question in questions().values() for tag in question.tags} <= tags
    for topic in TOPICS:
        listed = released.get(f"/examples.json?topic={topic}").json
        assert listed is not None
        assert len(listed["questions"]) >= 3
        assert all(topic in one["topics"] for one in listed["questions"])


@pytest.mark.parametrize(
    ("words", "name", "chosen"),
    [
        (HENGQIN, "park-functions", {"place": "Hengqin"}),
        ("横琴有哪些产业园，提供哪些功能", "park-functions", {"place": "Hengqin"}),
        ("give me all 2022 figures as Excel", "figures-within-a-period", {}),
        ("all figures for 2021", "figures-within-a-period", {"during": "2021"}),
        ("que plataformas há em Shenzhen", "platforms-in-shenzhen", {}),
    ],
)
def test_words_find_the_question_and_choose_what_they_name(
    released: FlaskClient, words: str, name: str, chosen: dict[str, str]
) -> None:
    found = released.get("/examples.json", query_string={"q": words}).json
    assert found is not None
    first = found["questions"][0]
    assert (first["name"], first["chosen"]) == (name, chosen)
    page = released.get("/examples/", query_string={"q": words}, headers=BROWSER).text
    assert f'href="{first["address"]}"' in unescape(page)


def test_words_about_nothing_here_are_told_what_to_do(released: FlaskClient) -> None:
    page = released.get("/examples/?q=xyzzy", headers=BROWSER).text
    assert "No question of the library fits" in page


@pytest.mark.parametrize(
    ("address", "status", "expected"),
    [
        ("/examples/?topic=nothing", 404, "figures"),
        (f"/examples/?q={'x' * 301}", 400, "at most 300"),
        ("/examples/park-functions?place=Hengqi", 404, "Hengqin"),
        ("/examples/park-functions?place=urn:x>+{", 404, "prefixed name"),
    ],
)
def test_what_means_nothing_here_is_refused_with_what_would(
    released: FlaskClient, address: str, status: int, expected: str
) -> None:
    problem = released.get(address, headers={"Accept": "application/problem+json, text/html;q=0.1"})
    assert problem.status_code == status
    assert expected in problem.text


@pytest.mark.parametrize("value", ["Hengqin", "place:Hengqin", f"{ID}place/Hengqin", "横琴"])
def test_a_question_is_asked_of_what_is_chosen(released: FlaskClient, value: str) -> None:
    asked = released.get("/examples/park-functions.json", query_string={"place": value}).json
    assert asked is not None
    assert asked["parameters"][0]["value"] == f"{ID}place/Hengqin"
    assert "VALUES ?place { place:Hengqin }" in asked["query"]
    assert len(asked["answer"]["rows"]) == 13
    page = released.get("/examples/park-functions", query_string={"place": value}, headers=BROWSER)
    assert '<option value="Hengqin" selected>Hengqin</option>' in page.text
    assert "logistics and delivery" in page.text


def test_the_sentence_says_what_is_asked(released: FlaskClient) -> None:
    page = released.get("/examples/platforms-in-shenzhen?place=Guangdong", headers=BROWSER).text
    (title,) = re.findall("<h1[^>]*>(.*?)</h1>", page)
    assert "in Guangdong" in title
    assert "Shenzhen" not in title


def test_a_choice_narrows_the_others_to_what_leads_to_an_answer(released: FlaskClient) -> None:
    def choices(query: str) -> dict[str, set[str]]:
        asked = released.get(f"/examples/figures-for-an-area.json?{query}").json
        assert asked is not None
        return {
            one["name"]: {choice["value"] for choice in one["choices"]}
            for one in asked["parameters"]
        }

    wide = choices("indicator=&area=&period=")
    narrow = choices("indicator=&area=Hangzhou&period=")
    assert narrow["period"] < wide["period"]
    assert narrow["area"] == wide["area"]
    for period in narrow["period"]:
        query = f"indicator=&area=Hangzhou&period={period}"
        asked = released.get(f"/examples/figures-for-an-area.json?{query}").json
        assert asked is not None
        assert asked["answer"]["rows"]


def test_without_an_answer_the_page_says_what_to_leave_out(released: FlaskClient) -> None:
    page = released.get(
        "/examples/figures-for-an-area?area=Hangzhou&period=2019", headers=BROWSER
    ).text
    assert "Nothing in this release answers that" in page
    assert (
        'href="/examples/figures-for-an-area?area=&amp;indicator=cbec-trade&amp;period=2019"'
        in page
    )


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "parquet"])
def test_an_answer_is_taken_away_with_names_beside_what_they_name(
    released: FlaskClient, suffix: str
) -> None:
    answer = released.get(f"/examples/figures-within-a-period.{suffix}?during=2022&lang=zh")
    assert answer.status_code == 200
    named = f'attachment; filename="figures-within-a-period.{suffix}"'
    assert answer.headers["Content-Disposition"] == named
    assert answer.data
    if suffix == "csv":
        found = columns(answer.text)
        assert len(found["figure"]) == 18
        assert "杭州" in found["areaName"]
        assert "84940000000" in found["value"]
    if suffix == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        rows = list(book["Answer"].values)
        assert 84_940_000_000 in [row[rows[0].index("数值")] for row in rows]


@pytest.mark.parametrize("name", ["park-functions", "shares-of-wholes"])
def test_a_question_is_its_query_word_for_word(released: FlaskClient, name: str) -> None:
    answer = released.get(f"/examples/{name}.rq")
    assert answer.mimetype == "application/sparql-query"
    assert answer.text == questions()[name].text


def test_the_query_to_take_away_has_the_values_that_were_chosen(released: FlaskClient) -> None:
    text = released.get("/examples/park-functions.rq?place=Zhuhai").text
    assert "VALUES ?place { place:Zhuhai }" in text
    assert "PREFIX place: <https://w3id.org/cbec/id/place/>" in text


def test_a_question_is_an_executable_of_shacl_with_its_prefixes(released: FlaskClient) -> None:
    """https://www.w3.org/TR/shacl-af/#sparql-executables."""
    answer = released.get("/examples/park-functions", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    question = rdflib.URIRef(BASE + "examples/park-functions")
    assert set(graph.objects(question, RDF.type)) == {
        SH.SPARQLExecutable,
        SH.SPARQLSelectExecutable,
    }
    (parameter,) = graph.objects(question, SH.parameter)
    assert graph.value(parameter, SH.optional) == rdflib.Literal(True)
    text = str(graph.value(question, SH.select))
    declared = {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.subjects(RDF.type, SH.PrefixDeclaration)
    }
    assert declared == dict(PREFIXES)
    ox.Store().query(text, prefixes=declared)


@pytest.mark.parametrize(
    "address", ["/examples/park-functions", "/examples/park-functions?place=Zhuhai"]
)
def test_the_page_of_a_question_leads_to_the_workbench_with_its_query(
    released: FlaskClient, address: str
) -> None:
    page = released.get(address, headers=BROWSER).text
    (link,) = re.findall(r'href="([^"]+)">Open in the workbench', page)
    (query,) = parse_qs(urlsplit(unescape(link)).query)["query"]
    rows = released.get("/sparql.json", query_string={"query": query})
    twin = released.get(address.replace("functions", "functions.json")).json
    assert twin is not None
    assert len(json.loads(rows.text)["results"]["bindings"]) == len(twin["answer"]["rows"]) == 13


@pytest.mark.parametrize("question", questions().values(), ids=lambda one: one.name)
def test_each_question_shows_its_answer_on_its_page(
    released: FlaskClient, question: object
) -> None:
    name = getattr(question, "name", "")
    page = released.get(f"/examples/{name}?lang=zh", headers=BROWSER)
    assert page.status_code == 200
    assert page.text.count("<tr ") > 1


def test_an_unknown_question_is_not_found(released: FlaskClient) -> None:
    for name in ("nothing", "nothing.rq", "nothing.xlsx", "nothing.json"):
        assert released.get(f"/examples/{name}").status_code == 404
    assert released.get("/examples.exe").status_code == 404


def test_the_iri_of_a_question_and_of_a_prefix_lead_to_pages(released: FlaskClient) -> None:
    assert released.get("/prefix/cbec").headers["Location"] == "/doc/prefix/cbec"
    assert "https://w3id.org/cbec/ont#" in released.get("/doc/prefix/cbec").text
    where = released.get("/examples/park-functions/place").headers["Location"]
    assert where == "/examples/park-functions"
