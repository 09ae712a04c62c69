"""The page in Chromium, as a reader uses it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

CITIES = 'SELECT ?city ?name { ?city a cbec:City ; rdfs:label ?name . FILTER(LANG(?name) = "zh") }'
PAGES = {
    "home": "/",
    "rows": f"/sparql?query={quote('SELECT * { ?city a cbec:City ; cbec:latitude ?latitude }')}",
    "triples": f"/sparql?query={quote('DESCRIBE place:Shenzhen')}",
    "boolean": f"/sparql?query={quote('ASK { place:Shenzhen a cbec:City }')}",
    "empty": f"/sparql?query={quote('SELECT * { ?s a cbec:Citty }')}",
    "error": f"/sparql?query={quote('SELECT * { ?s cbce:area ?o }')}",
    "ask": "/sparql",
    "example": "/sparql?example=park-functions",
    "nothing": "/nothing-here",
    "city": "/doc/place/Shenzhen",
    "city-zh": "/doc/place/Shenzhen?lang=zh",
    "figure": "/doc/obs/000-023",
    "cell": "/doc/cell/cbec-trade.CN.both.2024-S1.CNY",
    "term": "/doc/term/basedIn",
    "unknown": "/doc/place/Shenzen",
    "ontology": "/doc/ont",
    "catalog": "/catalog",
    "questions": "/examples/",
    "question": "/examples/park-functions",
}
# the schemes and the widths do not touch each other's rules: these pages prove it
CROSSED = ("home", "ask", "rows", "city", "cell")

pytestmark = pytest.mark.browser


Opener = Callable[..., Page]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_query_is_typed_and_run_by_mouse(open_page: Opener, scripts: bool) -> None:
    page = open_page("/sparql", java_script_enabled=scripts)
    page.get_by_label("Query").fill(CITIES)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("columnheader", name="city")).to_be_visible()
    expect(page.get_by_role("cell", name="深圳", exact=True)).to_be_visible()
    expect(page.get_by_label("Query")).to_have_value(CITIES)


def test_a_query_is_written_and_run_by_keyboard_alone(open_page: Opener) -> None:
    page = open_page("/sparql")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "query":
            break
    page.keyboard.press("Control+A")
    page.keyboard.type(CITIES)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="深圳", exact=True)).to_be_visible()


def test_control_and_enter_run_the_query(open_page: Opener) -> None:
    page = open_page("/sparql")
    page.get_by_label("Query").fill("ASK { place:Shenzhen a cbec:City }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Yes")).to_be_visible()


def test_the_answer_is_in_sight_after_running_a_long_query(open_page: Opener) -> None:
    page = open_page("/sparql")
    page.get_by_label("Query").fill(CITIES + "\n" * 30)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#answer")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_example_is_picked_loaded_and_run(open_page: Opener, scripts: bool) -> None:
    page = open_page("/sparql", java_script_enabled=scripts)
    page.get_by_label("Example").select_option("park-functions")
    page.get_by_role("button", name="Load").click()
    expect(page.get_by_label("Query")).to_have_value(re.compile("cbec:IndustrialPark"))
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("link", name="place:HuafaPark").first).to_be_visible()


def test_a_question_in_the_list_leads_to_its_query(open_page: Opener) -> None:
    page = open_page("/sparql")
    page.get_by_role("link", name="What is each industrial park for").click()
    expect(page.get_by_label("Example")).to_have_value("park-functions")


def test_an_error_shows_the_place_and_the_remedy(open_page: Opener) -> None:
    page = open_page("/sparql")
    page.get_by_label("Query").fill("SELECT * {\n  ?s cbce:area ?o\n}")
    page.get_by_role("button", name="Run").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("line 2, column 6")
    expect(alert).to_contain_text("did you mean cbec:")
    expect(page.get_by_label("Query", exact=True)).to_have_attribute("aria-invalid", "true")


def test_an_empty_answer_is_told_from_an_error(open_page: Opener) -> None:
    page = open_page(PAGES["empty"])
    expect(page.get_by_role("heading", name="No answer")).to_be_visible()
    expect(page.get_by_text("Did you mean cbec:City?")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_iri_in_a_row_leads_to_its_description(open_page: Opener) -> None:
    page = open_page(PAGES["rows"])
    page.get_by_role("link", name="place:Shenzhen").first.click()
    expect(page.get_by_role("heading", name="Shenzhen", exact=True)).to_be_visible()
    expect(page.get_by_text("深圳", exact=True)).to_be_visible()


def test_a_reader_walks_from_a_place_to_the_characters_of_a_source(open_page: Opener) -> None:
    page = open_page(PAGES["city"], java_script_enabled=False)
    page.get_by_role("link", name="Hong Kong").first.click()
    expect(page.get_by_role("heading", name="Hong Kong", exact=True)).to_be_visible()
    page.go_back()
    page.locator("#evidence ~ ol").get_by_role("link", name=re.compile("characters")).first.click()
    expect(page.get_by_role("term").filter(has_text="start offset")).to_be_visible()


def test_a_page_changes_its_language(open_page: Opener) -> None:
    page = open_page(PAGES["city"])
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", name="深圳", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh"


def test_an_answer_is_downloaded(open_page: Opener) -> None:
    page = open_page(PAGES["rows"])
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON", exact=True).click()
    assert download.value.suggested_filename == "answer.json"
    answer = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert len(answer["results"]["bindings"]) > 5


@pytest.mark.parametrize(
    ("name", "scheme", "width"),
    [(name, scheme, width) for name in PAGES for scheme, width in (("light", 1440), ("dark", 390))]
    + [
        (name, scheme, width)
        for name in CROSSED
        for scheme, width in (("dark", 1440), ("light", 390))
    ],
)
def test_a_page_is_accessible_and_fits_its_window(
    open_page: Opener, name: str, scheme: str, width: int
) -> None:
    page = open_page(
        PAGES[name], color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
