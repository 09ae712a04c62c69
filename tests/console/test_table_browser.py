"""The table of results in Chromium, without the workbench."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import expect

from tests.console.trial import FIGURES, PLACES, PREFIX, Trial, ask, first_cells, make_up

pytestmark = pytest.mark.browser


def test_a_million_rows_are_scrolled_to_their_end_in_a_page_of_few_elements(trial: Trial) -> None:
    page = trial()
    make_up(page, 1_000_000)
    grid = page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", "1000002")
    grid.focus()
    page.keyboard.press("Control+End")
    expect(page.get_by_text("1,000,000", exact=True)).to_be_visible()
    assert page.locator(".grid .row").count() < 80
    grid.evaluate("(grid) => { grid.scrollTop = grid.scrollHeight / 2 }")
    expect(page.locator(".grid .rows .row").first).to_have_attribute(
        "aria-rowindex", re.compile(r"^(49|50)\d{4}$")
    )
    grid.hover()
    page.mouse.wheel(0, 380)
    page.keyboard.press("Control+Home")
    expect(page.get_by_role("row").filter(has_text="obs:f0 ").first).to_be_visible()
    assert page.locator(".grid .row").count() < 80


def test_a_column_is_sorted_by_value_both_ways_and_back(trial: Trial) -> None:
    page = trial()
    make_up(page, 3000)
    head = page.get_by_role("columnheader", name="value")
    plain = first_cells(page, 3)
    head.get_by_role("button", name="value", exact=True).click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert first_cells(page, 3, 3) == ["0.5", "375.5", "750.5"]
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert first_cells(page, 3, 1)[0].startswith("999,")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "none")
    assert first_cells(page, 3) == plain


def test_rows_are_filtered_by_number_by_time_and_by_label(trial: Trial) -> None:
    page = trial()
    make_up(page, 3000)
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_label("Filter value").fill("> 990,000")
    expect(page.locator(".status")).to_contain_text(re.compile(r"^\d\d of 3,000 rows$"))
    page.get_by_label("Filter day").fill("2010..2012")
    expect(page.locator(".status")).to_contain_text(re.compile(r"^\d of 3,000 rows$"))
    assert all(cell[:4] in {"2010", "2011", "2012"} for cell in first_cells(page, 4, 3))
    page.get_by_label("Filter value").fill("")
    page.get_by_label("Filter day").fill("")
    page.get_by_label("Filter place").fill("area7 in en")
    expect(page.locator(".status")).to_contain_text("10 of 3,000 rows")
    expect(page.get_by_label("Filter place")).to_be_focused()
    page.get_by_label("Filter place").fill("nowhere")
    expect(page.locator(".status")).to_contain_text("0 of 3,000 rows")


def test_columns_are_hidden_and_shown_by_keyboard(trial: Trial) -> None:
    page = trial()
    make_up(page, 20)
    page.get_by_role("button", name="Column note").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Sort ascending")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Hide column")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="note")).to_have_count(0)
    expect(page.locator(".status")).to_contain_text("1 hidden columns")
    page.get_by_role("button", name="Columns", exact=True).click()
    page.get_by_role("menuitemcheckbox", name="note").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="note")).to_be_visible()


def test_a_column_is_resized_by_mouse_and_by_keyboard(trial: Trial) -> None:
    page = trial()
    make_up(page, 20)
    edge = page.get_by_role("separator", name="Width of place")
    width = int(edge.get_attribute("aria-valuenow") or 0)
    box = edge.bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 64, box["y"] + 10)
    page.mouse.up()
    expect(edge).to_have_attribute("aria-valuenow", str(width + 60))
    edge.focus()
    page.keyboard.press("ArrowLeft")
    expect(edge).to_have_attribute("aria-valuenow", str(width + 36))
    box = page.get_by_role("columnheader", name="place").bounding_box()
    assert box
    assert abs(box["width"] - (width + 36)) < 2


def test_cells_rows_and_tables_are_copied_as_they_are_written(trial: Trial) -> None:
    page = trial(permissions=["clipboard-read", "clipboard-write"])
    values = '(1 1220000000000.50 "=1+1") (2 7 "b\\tc")'
    ask(page, f"SELECT ?n ?x ?t {{ VALUES (?n ?x ?t) {{ {values} }} }} ORDER BY ?n")
    expect(page.get_by_text("1,220,000,000,000.5", exact=False)).to_be_visible()
    copied = "navigator.clipboard.readText()"
    page.get_by_role("grid").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+c")
    expect(page.locator(".status")).to_have_text("Copied.")
    assert re.fullmatch(r"1220000000000\.50?", page.evaluate(copied))
    page.get_by_role("button", name="Copy row").click()
    expect(page.locator(".status")).to_have_text("Row copied.")
    assert page.evaluate(copied).split("\t")[::2] == ["1", "'=1+1"]
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("menuitem", name="Copy table").click()
    expect(page.locator(".status")).to_have_text("2 rows copied.")
    lines = page.evaluate(copied).split("\n")
    assert (lines[0], lines[2]) == ("n\tx\tt", '2\t7\t"b\tc"')


def test_iris_lead_to_their_pages_and_nowhere_else(trial: Trial) -> None:
    page = trial()
    iris = f"<{PREFIX}place/Shenzhen> <https://example.org/a> <javascript:alert(1)> <urn:x>"
    ask(page, f"SELECT ?x {{ VALUES ?x {{ {iris} }} }}")
    links = page.locator(".grid .rows a")
    expect(links).to_have_count(2)
    expect(links.first).to_have_attribute("href", re.compile(r"/doc/place/Shenzhen$"))
    expect(links.first).to_have_text("Shenzhen in en")
    expect(links.last).to_have_attribute("rel", "noopener noreferrer nofollow")
    page.get_by_label("Names in", exact=True).select_option("zh")
    expect(links.first).to_have_text("Shenzhen in zh")
    page.get_by_label("Show", exact=True).select_option("iris")
    expect(links.first).to_have_text("place:Shenzhen")


def test_a_row_that_rests_on_a_figure_says_why(trial: Trial) -> None:
    page = trial()
    ask(page, FIGURES)
    why = page.get_by_role("link", name="why").first
    expect(why).to_have_attribute("href", re.compile(r"/evidence/[^/]+$"))
    why.click()
    expect(page.locator("#stated")).to_be_visible()


def test_the_grid_is_walked_and_a_cell_followed_by_keyboard(trial: Trial) -> None:
    page = trial()
    ask(page, PLACES)
    page.get_by_role("tab", name="Table").click()
    grid = page.get_by_role("grid")
    grid.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    active = page.locator(f"#{grid.get_attribute('aria-activedescendant')}")
    expect(active).to_have_attribute("aria-colindex", "3")
    expect(page.get_by_role("group", name="latitude, row 2")).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="place", exact=True)).to_be_focused()
    grid.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/place/*")


def test_rows_stand_in_the_table_before_the_answer_is_complete(trial: Trial) -> None:
    page = trial()
    page.evaluate(
        """() => { results.begin(['x'], {query: 'SELECT * {}', kind: 'select'});
        results.add(new Written('"early"\\n', 1)) }"""
    )
    expect(page.get_by_role("gridcell", name="early")).to_be_visible()
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "-1")
    page.evaluate(
        """() => { results.add(new Written('"late"\\n', 1)); results.end({complete: true}) }"""
    )
    expect(page.get_by_role("gridcell", name="late")).to_be_visible()
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "4")
