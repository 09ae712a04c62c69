"""``/``: where a reader begins."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html"}


def test_the_first_page_says_what_is_here(released: FlaskClient) -> None:
    page = released.get("/", headers=BROWSER).text
    counted = released.get("/index.json").json
    assert counted is not None
    assert counted["counts"]["SourceDocument"] == 5
    for number in counted["counts"].values():
        assert f"<strong>{number:,}</strong>" in page
    assert counted["release"]["id"] in page


def test_figures_to_begin_with_are_chosen_by_rule(released: FlaskClient) -> None:
    known = released.get("/index.json").json
    assert known is not None
    chosen = [one["chosen"] for one in known["figures"]]
    assert set(chosen) == {"sources", "national", "city"}
    assert all(chosen.count(rule) <= 2 for rule in chosen)
    for one in known["figures"]:
        if one["chosen"] == "sources":
            assert len(one["sources"]) > 1
        assert released.get(one["address"], headers=BROWSER).status_code == 200


def test_the_trade_of_shenzhen_in_2023_is_answered_within_three_steps(
    released: FlaskClient,
) -> None:
    """How large was it, who says so, do sources agree? By links alone, from the first page."""
    address, steps = "/", 0
    for link in (r'href="(/figures)"', r'href="(/figures/cbec-trade/Shenzhen)"',
                 r'href="(/figures/cbec-trade/Shenzhen/2023)"'):  # fmt: skip
        (address, *_) = re.findall(link, released.get(address, headers=BROWSER).text)
        steps += 1
    page = released.get(address, headers=BROWSER).text
    assert steps <= 3
    for part in ("326.53 billion yuan", "Daily Herald News Today", "One source"):
        assert part in page


def test_the_newest_events_come_first(released: FlaskClient) -> None:
    known = released.get("/index.json").json
    assert known is not None
    days = [one["day"] for one in known["events"]]
    assert len(days) == 5
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Figures to begin with"), ("zh", "从这些数字开始"), ("pt", "Valores para")],
)
def test_the_first_page_is_in_the_language_of_its_reader(
    released: FlaskClient, language: str, words: str
) -> None:
    answer = released.get("/", headers={**BROWSER, "Accept-Language": language})
    assert words in answer.text
    assert answer.headers["Content-Language"] == language


def test_a_store_without_figures_has_a_first_page_too(client: FlaskClient) -> None:
    page = client.get("/", headers=BROWSER)
    assert page.status_code == 200
    assert 'role="search"' in page.text


def test_the_tour_is_a_page_and_a_twin_of_four_steps_a_place(released: FlaskClient) -> None:
    steps = released.get("/tour.json?lang=pt").json
    assert steps is not None
    assert {name: len(some) for name, some in steps["steps"].items()} == {"home": 4, "bench": 4}
    page = unescape(released.get("/tour?lang=pt").text)
    for some in steps["steps"].values():
        for step in some:
            assert step["title"] in page
            assert step["text"] in page
    assert 'data-tour="home"' in released.get("/", headers={"Accept": "text/html"}).text
    assert 'data-tour="bench"' in released.get("/sparql", headers={"Accept": "text/html"}).text


def test_what_no_page_reads_is_not_repeated_in_the_links_to_other_languages(
    released: FlaskClient,
) -> None:
    page = released.get("/?__debugger__=yes&area=Shenzhen").text
    assert "debugger" not in page
    assert "area=Shenzhen&amp;lang=zh" in page


def test_the_ways_in_stand_beside_the_search(released: FlaskClient) -> None:
    page = released.get("/?lang=en", headers={"Accept": "text/html"}).text
    hero = page[page.index('class="hero"') : page.index('aria-labelledby="headlines"')]
    assert hero.index('role="search"') < hero.index('class="doors"')
    assert "For journalists" in hero


def test_counts_that_differ_say_what_they_count(released: FlaskClient) -> None:
    data = released.get("/data?lang=en", headers={"Accept": "text/html"}).text
    assert "different triples, each counted once" in data
    bench = released.get("/sparql?lang=en", headers={"Accept": "text/html"}).text
    assert "triples counted in every graph that holds them" in bench
