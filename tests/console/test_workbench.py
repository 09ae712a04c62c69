"""The workbench in Chromium: each thing it does, by mouse and by keyboard."""

from __future__ import annotations

import gzip
import re

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.console.bench import (
    CITIES,
    EMPTY,
    ROWS,
    WRONG,
    Opener,
    asked,
    editor,
    progress,
    report,
    text_of,
    write,
)

pytestmark = pytest.mark.browser
STATES = {"ask": "", "rows": ROWS, "empty": EMPTY, "error": WRONG}
LARGEST_LOAD = 170 * 1024


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_query_is_typed_and_run_by_mouse(open_page: Opener, scripts: bool) -> None:
    page = open_page("/sparql", java_script_enabled=scripts)
    if scripts:
        write(page, CITIES)
    else:
        page.get_by_label("Query", exact=True).fill(CITIES)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text(re.compile("^深圳")).first).to_be_visible()
    if scripts:
        assert text_of(page) == CITIES
        expect(progress(page)).to_contain_text(re.compile(r"^\d+ rows · [\d.]+ s$"))
    else:
        expect(page.get_by_label("Query", exact=True)).to_have_value(CITIES)


def test_a_query_is_written_and_run_by_keyboard_alone(open_page: Opener) -> None:
    page = open_page("/sparql")
    expect(editor(page)).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "bench-editor":
            break
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(CITIES)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(re.compile("^深圳")).first).to_be_visible()


def test_a_link_to_a_query_shows_its_answer_at_once(open_page: Opener) -> None:
    page = open_page(asked(ROWS))
    expect(progress(page)).to_contain_text("rows")
    expect(page.locator("#bench-results")).to_contain_text("Shenzhen")
    assert text_of(page) == ROWS


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_question_of_the_list_becomes_a_query(open_page: Opener, scripts: bool) -> None:
    page = open_page("/sparql", java_script_enabled=scripts)
    page.get_by_role("link", name="What is each industrial park for").click()
    if scripts:
        expect(editor(page)).to_contain_text("cbec:IndustrialPark")
        expect(progress(page)).to_contain_text("rows")
    else:
        expect(page.get_by_label("Query", exact=True)).to_have_value(
            re.compile("cbec:IndustrialPark")
        )
        page.get_by_role("button", name="Run").click()
        row = page.get_by_role("row").filter(has_text="place:HuafaPark").first
        expect(row.get_by_role("link", name="Innovation Industrial Park")).to_be_visible()


def test_the_keys_are_told_and_the_sheet_gives_the_focus_back(open_page: Opener) -> None:
    page = open_page("/sparql")
    editor(page).focus()
    page.keyboard.press("F1")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Leave the editor")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(editor(page)).to_be_focused()
    page.get_by_role("button", name="Keys").focus()
    page.keyboard.press("?")
    expect(sheet).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "pt"])
def test_the_workbench_speaks_the_language_of_the_page(open_page: Opener, language: str) -> None:
    page = open_page(asked(EMPTY) + f"&lang={language}")
    heading = {"zh": "无解", "pt": "Sem soluções"}[language]
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    unspoken = page.locator(".bench").get_by_text(re.compile(r"^(end|bench|key)_\w+$"))
    expect(unspoken).to_have_count(0)


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_the_workbench_is_accessible_and_fits_its_window(
    open_page: Opener, name: str, scheme: str, width: int
) -> None:
    page = open_page(
        asked(STATES[name]) if STATES[name] else "/sparql",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    expect(editor(page)).to_be_visible()
    if name == "rows":
        expect(progress(page)).to_contain_text("rows")
    elif name != "ask":
        expect(page.locator(".ending h2")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, report(found)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_sheets_are_accessible(open_page: Opener) -> None:
    page = open_page(asked(ROWS), bypass_csp=True)
    expect(progress(page)).to_contain_text("rows")
    for name in ("History", "Saved", "Keys", "Save", "Share"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        found = Axe().run(page)
        assert found.violations_count == 0, name + report(found)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_first_load_is_small(browser: Browser, address: str) -> None:
    """All that the page asks for before the first run, packed by gzip: 170 KiB.

    The tour is not counted: 3 kB that come once, when a first visitor stirs on the loaded page.
    """
    context = browser.new_context()
    context.add_init_script('localStorage.tour = "bench"')
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on(
        "response",
        lambda response: sizes.update({response.url: len(gzip.compress(response.body(), 9))}),
    )
    page.goto(f"{address}/sparql")
    expect(editor(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    editor(page).click()
    context.close()
    assert len(sizes) >= 5
    assert sum(sizes.values()) <= LARGEST_LOAD, sizes
