"""The search over HTTP: whatever is typed leads somewhere, and each hit says what it is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from console.site import KEY
from console.words.keeper import follow
from kg.vocab import ID

PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module", autouse=True)
def _names_are_read(released: FlaskClient) -> None:
    """On a busy machine the index may take longer than a request waits for it."""
    follow(released.application).prepare(released.application.extensions[KEY]).result(120)


def found(client: FlaskClient, words: str, language: str = "en") -> dict[str, Any]:
    answer = client.get("/search.json", query_string={"q": words, "lang": language})
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json
    return document


def paths(ways: list[dict[str, str]]) -> list[str]:
    return [one["href"].partition("?")[0] for one in ways]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("how large was Shenzhen's trade in 2023", "en"),
        ("深圳 2023 进出口", "zh"),
        ("深圳2023年进出口额是多少", "zh"),
        ("qual foi o comércio de Shenzhen em 2023?", "pt"),
    ],
)
def test_a_question_about_a_figure_leads_to_the_question_and_the_figure(
    released: FlaskClient, words: str, language: str
) -> None:
    ways = found(released, words, language)
    assert "/examples/shenzhen-trade-in-2023" in paths(ways["questions"])
    assert paths(ways["figures"])[0] == "/figures/cbec-trade/Shenzhen/2023"
    page = released.get("/search", query_string={"q": words, "lang": language}, headers=PAGE).text
    assert re.search("326[.,]53|3,265[.]3", page)
    assert 'class="verdict' in page


def test_what_the_words_name_is_chosen_already(released: FlaskClient) -> None:
    ways = found(released, "what do the parks in Hengqin offer")
    chosen = [one["href"] for one in ways["questions"]]
    assert any(one.startswith("/examples/park-") and "place=Hengqin" in one for one in chosen)
    ways = found(released, "2022 figures excel")
    hrefs = [one["href"] for one in ways["pages"]]
    assert hrefs[0].startswith("/build/figures.xlsx?during=2022")
    assert any(one.startswith("/figures?period=2022") for one in hrefs)


@pytest.mark.parametrize(
    "words", ["what contradicts what", "哪些来源互相矛盾", "o que contradiz o quê"]
)
def test_a_question_about_contradictions_leads_to_the_audit(
    released: FlaskClient, words: str
) -> None:
    assert "/audit" in paths(found(released, words)["pages"])


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_each_way_leads_to_a_page_in_the_language(released: FlaskClient, language: str) -> None:
    ways = found(released, "Shenzhen trade 2023 excel map", language)
    links = [one["href"] for kind in ("questions", "figures", "pages") for one in ways[kind]]
    assert len(links) > 5
    for link in links:
        assert f"lang={language}" in link
        if ".xlsx" not in link:
            answer = released.get(link, headers=PAGE, follow_redirects=True)
            assert (answer.status_code, answer.mimetype) == (200, "text/html"), link


def test_a_hit_is_told_in_words(released: FlaskClient) -> None:
    page = released.get("/search?q=Shenzhen&lang=en", headers=PAGE).text
    body = page[page.index("<main") : page.index("</main>")]
    for raw in ("cell:", "place:", "obs:", "stmt:", "<code>"):
        assert raw not in body, raw
    assert "What is measured, where and when" in body
    place = next(
        one
        for group in found(released, "Shenzhen")["groups"]
        for one in group["results"]
        if one["iri"] == f"{ID}place/Shenzhen"
    )
    assert {"property": "located in", "value": "Pearl River Delta"} in place["facts"]


def test_a_figure_found_by_its_number_is_called_by_what_it_measures(released: FlaskClient) -> None:
    hits = [one for group in found(released, "000-023")["groups"] for one in group["results"]]
    figure = next(one for one in hits if one["iri"] == f"{ID}obs/000-023")
    assert figure["label"].startswith("Cross-border e-commerce trade, China")
    assert "2024" in figure["label"]


def test_suggestions_put_what_is_called_so_before_what_may_be_asked(released: FlaskClient) -> None:
    answer = released.get("/suggest.json?q=shenzh&lang=zh").json
    kinds = [one["kind"] for one in answer["items"]]
    assert answer["items"][0] | {"detail": "城市"} == answer["items"][0]
    assert kinds[0] == "thing"
    assert {"question", "figures"} <= set(kinds)
    assert all(one["href"].startswith("/") and "lang=zh" in one["href"] for one in answer["items"])
    assert set(answer["say"]) == {"list", "count", "none"}


def test_nothing_typed_suggests_nothing(released: FlaskClient) -> None:
    assert released.get("/suggest.json?q=").json["items"] == []


def test_without_scripts_the_box_is_a_form(released: FlaskClient) -> None:
    home = released.get("/?lang=pt", headers=PAGE).text
    form = home[home.index('<form class="search"') : home.index("</form>")]
    assert 'action="/search' in form
    assert 'name="lang" value="pt"' in form


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("横琴有哪些产业园，提供什么", "zh"),
        ("exports of Guangdong in 2024 as excel", "en"),
        ("trade in services of Macao 2019 excel", "en"),
        ("2022年所有数字 Excel", "zh"),
    ],
)
def test_a_page_of_figures_that_is_offered_has_figures(
    released: FlaskClient, words: str, language: str
) -> None:
    pages = found(released, words, language)["pages"]
    hrefs = [one["href"] for one in pages if one["href"].startswith(("/figures", "/build"))]
    assert hrefs
    for href in hrefs:
        answer = released.get(href.replace("/figures?", "/figures.csv?").replace("xlsx", "csv"))
        assert len(answer.text.splitlines()) > 1, href


def test_figures_as_such_are_not_what_is_measured(released: FlaskClient) -> None:
    assert not found(released, "哪些数字相互矛盾", "zh")["figures"]
    measured = found(released, "杭州数字贸易额", "zh")["figures"]
    assert paths(measured)[0] == "/figures/digital-trade/Hangzhou"


def test_a_sentence_shows_what_it_names_and_puts_likenesses_aside(released: FlaskClient) -> None:
    words = "which parks are in Hengqin and what do they offer?"
    page = released.get("/search", query_string={"q": words}, headers=PAGE).text
    called = page.partition('id="called"')[2].partition("</ul>")[0]
    assert re.findall(r">([^<>]+)</a>", called) == ["Hengqin"]
    aside = page.partition("Names that share words with it")
    assert 'id="things"' in aside[2]
    named = released.get("/search?q=Shenzhen", headers=PAGE).text
    assert "Names that share words with it" not in named
