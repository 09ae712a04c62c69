"""``/figures``: choosing, answer cards, series."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from console import reading
from console.choices import FACETS, Chosen, read_facets
from console.gathered import cells_of, gather
from kg.figures.answer import Request, answer
from kg.figures.answer_render import card_json
from kg.figures.lookup import Lookup
from kg.store import open_store

BROWSER = {"Accept": "text/html"}
CARDS = ("/figures/cbec-trade/Shenzhen/2023", "/figures/cbec-trade/CN/2020")
ADDRESSES = ("/", "/figures", "/figures/cbec-trade/CN", *CARDS)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    """How many queries the pages asked so far."""
    texts: list[str] = []
    answered = reading._answered

    def counted(text: str, media_type: str, seconds: float | None = None) -> bytes:
        texts.append(text)
        return answered(text, media_type, seconds)

    monkeypatch.setattr(reading, "_answered", counted)
    return lambda: len(texts)


def test_the_card_of_a_page_is_that_of_the_command(released: FlaskClient, release: Path) -> None:
    """`kg figures` asks the store, a page what one query fetched: every card must be the same."""
    compared = 0
    with released.application.test_request_context(), open_store(release / "store") as store:
        for indicator in read_facets(Chosen(), "en").offers["indicator"]:
            chosen = Chosen(indicator.slug)
            for area in read_facets(chosen, "en").offers["area"]:
                here = Chosen(indicator.slug, area.slug)
                gathered = gather(cells_of(here.iri("indicator"), here.iri("area")))
                for period in read_facets(here, "en").offers["period"]:
                    request = Request(here.iri("indicator"), here.iri("area"), period.slug)
                    page = answer(request, gathered.lookup("zh"))
                    assert card_json(page) == card_json(answer(request, Lookup(store, "zh")))
                    assert page.answers, "what is offered leads to figures"
                    compared += len(page.answers)
    assert compared > 60


def test_the_card_says_how_much_who_says_so_and_whether_others_agree(released: FlaskClient) -> None:
    page = released.get(CARDS[0], headers=BROWSER).text
    assert "326.53 billion yuan" in page
    assert "326,525,000,000 – 326,535,000,000" in page
    assert "Daily Herald News Today" in page
    assert "One source" in page
    assert 'href="/evidence/002-007"' in page


def test_sources_that_differ_are_told_apart_by_word_and_sign(released: FlaskClient) -> None:
    page = released.get(CARDS[1], headers=BROWSER).text
    assert "Sources differ by 1.88 %" in page
    assert "The intervals do not meet." in page
    assert page.count('class="sign">≠') >= 2
    assert "prior-year amount from growth" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("1.69万亿元人民币", "来源相差1.88%")), ("pt", ("1,69 biliões de yuans", "1,88 %"))],
)
def test_the_card_speaks_the_language_of_its_reader(
    released: FlaskClient, language: str, words: tuple[str, ...]
) -> None:
    by_address = released.get(f"{CARDS[1]}?lang={language}", headers=BROWSER).text
    by_browser = released.get(CARDS[1], headers={**BROWSER, "Accept-Language": language}).text
    for page in (by_address, by_browser):
        assert f'<html lang="{language}">' in page
        assert all(one in page for one in words)


def test_a_plot_has_a_title_and_a_description_in_words(released: FlaskClient) -> None:
    page = released.get(CARDS[1], headers=BROWSER).text
    plots = re.findall(r"<svg[^>]*role=\"img\".*?</svg>", page, re.DOTALL)
    assert len(plots) >= 3
    for plot in plots:
        (names,) = re.findall(r'aria-labelledby="([^"]*)"', plot)
        for name in names.split():
            assert re.search(rf'id="{name}">[^<]+<', plot)


def test_the_twins_hold_what_the_page_shows(released: FlaskClient) -> None:
    card = released.get(f"{CARDS[1]}.json").json
    assert card is not None
    first = card["answers"][0]
    assert [one["value"] for one in first["figures"]] == ["1690000000000", "1721739130434.78"]
    assert first["verdict"]["name"] == "differ"
    rows = list(csv.DictReader(io.StringIO(released.get(f"{CARDS[1]}.csv").text)))
    assert {row["value"] for row in rows} >= {"1690000000000", "1721739130434.78"}
    assert {row["document"] for row in rows} == {"003", "004"}
    series = released.get("/figures/cbec-trade/CN.json").json
    assert series is not None
    assert len(series["periods"]) > 5


@pytest.mark.parametrize("address", [*CARDS, "/figures/cbec-trade/CN"])
def test_the_query_that_is_shown_gives_the_figures_of_the_page(
    released: FlaskClient, address: str
) -> None:
    page = released.get(address, headers=BROWSER).text
    (link,) = re.findall(r'href="([^"]+)">Show me the SPARQL', page)
    (query,) = parse_qs(urlsplit(unescape(link)).query)["query"]
    rows = released.get("/sparql.csv", query_string={"query": query}).text.splitlines()[1:]
    found = {row.split(",")[0].rpartition("/")[2] for row in rows}
    assert found == set(re.findall(r'href="/evidence/([^"?]+)"', page))


def test_a_name_in_any_language_leads_to_the_readable_address(released: FlaskClient) -> None:
    for query in (
        {"indicator": "cbec-trade", "area": "深圳", "period": "2023"},
        {"indicator": "跨境电商进出口额", "area": "shenzhen", "period": "2023年"},
    ):
        found = released.get("/figures", query_string=query, headers=BROWSER)
        assert found.status_code == 303
        assert found.headers["Location"] == CARDS[0]
    named = released.get("/figures/cbec-trade/深圳/2023", headers=BROWSER)
    assert named.headers["Location"] == CARDS[0]


def test_each_choice_that_is_offered_leads_to_figures(released: FlaskClient) -> None:
    with released.application.test_request_context():
        for facet in FACETS:
            for one in read_facets(Chosen(), "en").offers[facet][:3]:
                chosen = Chosen(**{facet: one.slug})
                rest = read_facets(chosen, "en")
                for other in FACETS:
                    assert rest.offers[other], f"{facet} {one.slug} leads to no {other}"
                    assert sum(choice.figures for choice in rest.offers[other]) >= one.figures


@pytest.mark.parametrize(
    ("address", "wrong", "near"),
    [
        ("/figures/cbec-trade/Shenzen/2023", "Shenzen", "Shenzhen"),
        ("/figures/cbec-trad/CN", "cbec-trad", "cbec-trade"),
        ("/figures?area=Atlantis", "Atlantis", ""),
        ("/figures/cbec-trade/CN/1066", "1066", ""),
        ("/figures/x%3E%20%7B/CN", "x> {", ""),
    ],
)
def test_what_is_no_name_is_refused_with_the_nearest(
    released: FlaskClient, address: str, wrong: str, near: str
) -> None:
    problem = released.get(address, headers={"Accept": "application/problem+json"})
    assert problem.status_code == 404
    assert problem.json is not None
    assert wrong in problem.json["detail"]
    assert problem.json["expected"]
    if near:
        assert near in [one["iri"].rpartition("/")[2] for one in problem.json["nearest"]]


def test_known_things_without_a_figure_are_an_answer_and_not_an_error(
    released: FlaskClient,
) -> None:
    page = released.get("/figures/cbec-trade/Shanghai/2023", headers=BROWSER)
    assert page.status_code == 200
    assert "There is no figure for this choice." in page.text
    assert "/figures/goods-trade/Shanghai/2023" in page.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_asks_a_handful_of_queries(
    released: FlaskClient, asked: Callable[[], int], address: str
) -> None:
    assert released.get(address, headers=BROWSER).status_code == 200
    assert 1 <= asked() <= 6


def test_each_number_of_a_card_names_its_sources_in_a_list(released: FlaskClient) -> None:
    """Every mark beside a number leads to a document of the list, and none of the list is idle."""
    for path in ("/figures/cbec-trade/Shenzhen/2023", "/figures/cbec-trade/Shenzhen"):
        page = released.get(path, headers={"Accept": "text/html"}).text
        marks = re.findall(r'<sup class="cite"><a href="#ref-(\d+)"', page)
        listed = re.findall(r'<li id="ref-(\d+)">', page)
        assert listed == [str(number) for number in range(1, len(listed) + 1)]
        assert set(marks) == set(listed) != set()
        assert re.search(r"characters \d+–\d+", page)
