"""The gallery: which question fits words of readers, and how the questions are grouped."""

from __future__ import annotations

import re
from html import escape

import pytest
from flask.testing import FlaskClient

from console.gallery import TOPICS
from kg.queries.library import questions

BROWSER = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("platforms in Shenzhen", "platforms-in-shenzhen"),
        ("platfroms in Shenzen", "platforms-in-shenzhen"),
        ("trade of Shenzhen in 2023", "shenzhen-trade-in-2023"),
        ("how large was Shenzhen's trade in 2023, who says so", "shenzhen-trade-in-2023"),
        ("what contradicts what", "what-the-audit-found"),
        ("figures for Hangzhou in 2022", "figures-within-a-period"),
        ("give me the figures of 2022", "figures-within-a-period"),
        ("cities in the Greater Bay Area", "region-members"),
        ("trade by ownership", "trade-by-ownership"),
        ("when was each zone established", "when-zones-were-established"),
        ("深圳2023年贸易额", "shenzhen-trade-in-2023"),
        ("2022年的数字", "figures-within-a-period"),
        ("哪些来源互相矛盾", "what-the-audit-found"),
        ("深圳有哪些平台", "platforms-in-shenzhen"),
        ("valores de 2022", "figures-within-a-period"),
        ("plataformas em Shenzhen", "platforms-in-shenzhen"),
        ("quais fontes se contradizem", "what-the-audit-found"),
        ("parques em Hengqin", "park-functions"),
    ],
)
def test_the_question_that_is_meant_comes_first(
    released: FlaskClient, words: str, name: str
) -> None:
    found = released.get("/examples.json", query_string={"q": words}).json
    assert found is not None
    assert [one["name"] for one in found["questions"]][:1] == [name]


def test_what_words_choose_for_a_parameter_is_of_its_class(released: FlaskClient) -> None:
    found = released.get("/examples.json", query_string={"q": "event in Shenzhen"}).json
    assert found is not None
    assert found["questions"]
    assert all("event" not in one["chosen"] for one in found["questions"])


def test_an_event_of_a_question_is_an_event(released: FlaskClient) -> None:
    asked = released.get("/examples/what-an-article-asserts-of-an-event.json").json
    assert asked is not None
    (event,) = [one for one in asked["parameters"] if one["name"] == "event"]
    assert event["choices"]
    assert all("/id/event/" in choice["iri"] for choice in event["choices"])


def test_the_numbers_at_topics_are_those_of_the_questions_under_them(
    released: FlaskClient,
) -> None:
    page = released.get("/examples/", headers=BROWSER).text
    chips = re.findall(r'topic=(\w+)"[^>]*>[^<]* <span class="count">(\d+)</span>', page)
    heads = re.findall(
        r'<details id="topic-(\w+)".*?<h2>[^<]*<span class="count">(\d+)</span>', page, re.DOTALL
    )
    assert dict(chips) == dict(heads)
    assert set(dict(chips)) == set(TOPICS)
    lists = page.split("<details ")[1:]
    assert [str(one.count('href="/examples/')) for one in lists[:-1]] == [n for _, n in heads][:-1]


def test_a_topic_shows_its_questions_and_no_others(released: FlaskClient) -> None:
    page = released.get("/examples/?topic=places", headers=BROWSER).text
    assert page.count("<details ") == 1
    assert '<details id="topic-places" open>' in page
    assert 'href="/examples/park-functions"' in page


def test_topics_are_closed_until_they_are_wanted(released: FlaskClient) -> None:
    page = released.get("/examples/", headers=BROWSER).text
    assert page.count("<details ") == len(TOPICS)
    assert not re.findall(r"<details [^>]*open", page)
    assert len(questions()) > 60


@pytest.mark.parametrize(
    "words", ["give me all 2022 figures as Excel", "Macao in 2019", "trade of Hangzhou 2022"]
)
def test_a_question_with_what_the_words_name_has_an_answer(
    released: FlaskClient, words: str
) -> None:
    found = released.get("/examples.json", query_string={"q": words}).json
    assert found is not None
    asked = [one for one in found["questions"] if one["chosen"]]
    for one in asked:
        answer = released.get(f"/examples/{one['name']}.json", query_string=one["chosen"]).json
        assert answer is not None
        assert answer["answer"]["rows"], one["address"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "2024年第一季度深圳的跨境电商贸易额有多大"), ("pt", "primeiro trimestre de 2024")],
)
def test_a_value_takes_the_place_of_the_default_however_that_is_spaced(
    released: FlaskClient, language: str, said: str
) -> None:
    asked = f"/examples/shenzhen-trade-in-2023?period=2024-Q1&lang={language}"
    page = released.get(asked, headers=BROWSER).text
    assert said in page.partition("<h1")[2].partition("</h1>")[0]


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/examples/park-functions?place=Hengqi", "/examples/park-functions?place=Hengqin"),
        ("/build/figures?area=Shenzen&during=2023", "/build/figures?area=Shenzhen&during=2023"),
    ],
)
def test_a_value_that_is_none_is_answered_with_the_page_of_the_nearest(
    released: FlaskClient, asked: str, address: str
) -> None:
    problem = released.get(asked, headers=BROWSER)
    assert problem.status_code == 404
    assert f'href="{escape(address)}"' in problem.text
    assert released.get(address, headers=BROWSER).status_code == 200
