"""What the workbench keeps: tabs, history, saved queries."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import expect

from tests.console.bench import CITIES, SLOW, Opener, asked, editor, progress, text_of, write

pytestmark = pytest.mark.browser


def test_tabs_are_opened_renamed_and_survive_a_reload(open_page: Opener) -> None:
    page = open_page("/sparql")
    tabs = page.get_by_role("navigation", name="Tabs")
    page.get_by_role("button", name="New tab").click()
    write(page, "# All cities\n" + CITIES)
    expect(tabs.get_by_role("button", name="All cities", exact=True)).to_be_visible()
    tabs.get_by_role("button", name="All cities", exact=True).dblclick()
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")
    page.reload()
    expect(tabs.get_by_role("button", name="Mine", exact=True)).to_have_attribute(
        "aria-current", "true"
    )
    assert CITIES in text_of(page)
    tabs.get_by_role("button", name="Query 1", exact=True).click()
    expect(editor(page)).to_contain_text("ORDER BY ?name")


def test_tabs_are_gone_through_closed_and_reopened_by_keyboard(open_page: Opener) -> None:
    page = open_page("/sparql")
    tabs = page.get_by_role("navigation", name="Tabs")
    page.get_by_role("button", name="New tab").press("Enter")
    page.keyboard.insert_text("ASK { }")
    tabs.get_by_role("button", name="Query 2", exact=True).press("ArrowLeft")
    expect(tabs.get_by_role("button", name="Query 1", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    page.keyboard.type("Yes")
    page.keyboard.press("Enter")
    expect(tabs.get_by_role("button", name="Yes", exact=True)).to_be_focused()
    page.keyboard.press("Delete")
    expect(tabs.get_by_role("button", name="Yes", exact=True)).to_have_count(0)
    expect(tabs.get_by_role("button", name="Query 1", exact=True)).to_be_focused()
    page.get_by_role("button", name="Open the closed tab again").press("Enter")
    expect(tabs.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    assert text_of(page) == "ASK { }"


def test_a_query_goes_on_while_another_tab_is_shown(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, SLOW)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="New tab").click()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    expect(page.locator(".tab.running")).to_have_count(1)
    page.get_by_role("button", name="Query 1", exact=True).click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".tab.running")).to_have_count(0)


def test_strange_content_of_the_storage_is_no_obstacle(open_page: Opener) -> None:
    page = open_page("/examples/")
    page.evaluate(
        """() => {
          localStorage.setItem("bench.tabs", '{"open": [{"id": 4}, null], "active": []}');
          localStorage.setItem("bench.history", "{broken");
          localStorage.setItem("bench.saved", '"text"');
        }"""
    )
    page.goto(page.url.replace("/examples/", "/sparql"))
    expect(editor(page)).to_contain_text("cbec:City")
    for name, none in (("History", "No query has run yet."), ("Saved", "No query is saved.")):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_contain_text(none)
        page.keyboard.press("Escape")


def test_a_full_storage_is_told_and_loses_nothing_that_is_open(open_page: Opener) -> None:
    page = open_page("/sparql")
    page.evaluate(
        """() => {
          let size = 1 << 20;
          for (let n = 0; size >= 1; n++) {
            try { localStorage.setItem(`filled${n}`, "x".repeat(size)); } catch { size >>= 1; }
          }
        }"""
    )
    write(page, CITIES * 20)
    expect(page.get_by_role("status").filter(has_text="keeps nothing more")).to_be_visible()
    assert text_of(page) == CITIES * 20


def test_the_history_has_queries_with_the_heads_of_their_answers(open_page: Opener) -> None:
    page = open_page(asked(CITIES))
    expect(progress(page)).to_contain_text("rows")
    page.get_by_role("button", name="New tab").click()
    page.get_by_role("button", name="History").click()
    sheet = page.get_by_role("dialog", name="History")
    sheet.get_by_role("searchbox").fill("cbec:City latn")
    expect(sheet.get_by_text("No query has run yet.")).to_be_visible()
    sheet.get_by_role("searchbox").fill("cbec:City")
    sheet.get_by_text("First rows").click()
    expect(sheet.get_by_role("cell").first).to_be_visible()
    sheet.get_by_role("button", name=re.compile("SELECT")).click()
    assert text_of(page) == CITIES
    expect(sheet).to_have_count(0)


def test_a_query_is_saved_found_again_and_removed(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, CITIES)
    page.keyboard.press("Control+Enter")
    page.get_by_role("tab", name="Pivot").click()
    page.keyboard.press("Control+s")
    page.get_by_role("textbox", name="Name").fill("Cities in Chinese")
    page.keyboard.press("Enter")
    page.reload()
    page.get_by_role("button", name="New tab").click()
    page.get_by_role("button", name="Saved", exact=True).click()
    sheet = page.get_by_role("dialog", name="Saved")
    sheet.get_by_role("button", name=re.compile("^Cities in Chinese")).click()
    assert text_of(page) == CITIES
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("tab", name="Pivot")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Saved", exact=True).click()
    page.get_by_role("button", name="Remove: Cities in Chinese").click()
    expect(page.get_by_text("No query is saved.")).to_be_visible()
