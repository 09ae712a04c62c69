"""The views of results in Chromium, without the workbench, and what is taken away of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.console.trial import (
    AROUND,
    DEADLINE,
    DRAWN,
    EVENTS,
    FIGURES,
    PLACES,
    PREFIX,
    SERIES,
    VIEWS,
    Trial,
    ask,
)

pytestmark = pytest.mark.browser


def test_views_are_chosen_by_keyboard_by_name_and_remembered(trial: Trial) -> None:
    page = trial()
    ask(page, FIGURES)
    page.get_by_role("tab", name="Table").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Chart")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".plot")).to_be_visible()
    ask(page, EVENTS)
    expect(page.get_by_role("tab", name="Table")).to_have_attribute("aria-selected", "true")
    ask(page, FIGURES)
    expect(page.locator(".plot")).to_be_visible()
    page.evaluate("results.show('Timeline')")
    expect(page.locator(".item").first).to_be_visible()


def test_places_begin_as_a_map_and_triples_as_a_graph(trial: Trial) -> None:
    page = trial()
    ask(page, PLACES)
    expect(page.get_by_role("tab", name="Map")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".spot").first).to_be_visible()
    ask(page, AROUND, "graph")
    expect(page.get_by_role("tab", name="Graph")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".thing").first).to_be_visible()


def test_a_chart_is_changed_and_lists_what_it_draws(trial: Trial) -> None:
    page = trial()
    ask(page, SERIES)
    page.get_by_role("tab", name="Chart").click()
    expect(page.get_by_role("img", name="Points: value by period")).to_be_visible()
    assert page.locator(".plot style").count() == 0
    box = page.locator(".plot [data-part=dot] > *").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    expect(page.locator(".plot [aria-label=tip]")).to_contain_text(re.compile(r"value: [\d,]{9,}"))
    page.get_by_text("The data that is drawn").click()
    expect(page.locator(".drawn-data td").nth(1)).to_have_text(re.compile(r"^[\d,]{9,}(\.\d+)?$"))
    page.get_by_role("combobox", name="Chart").select_option("bar")
    expect(page.get_by_role("img", name="Bars: value by period")).to_be_visible()


def test_figures_with_bounds_are_drawn_as_intervals(trial: Trial) -> None:
    page = trial()
    ask(page, FIGURES)
    page.get_by_role("tab", name="Chart").click()
    expect(page.get_by_role("img", name=re.compile("^Lines: value by period"))).to_be_visible()
    assert page.locator(".plot [data-part=rule] line").count() > 5
    page.get_by_role("combobox", name="Chart").select_option("interval")
    expect(page.get_by_role("img", name=re.compile("^Intervals: value"))).to_be_visible()
    assert page.locator(".plot [data-part=rule] line").count() > 5


def test_a_map_is_moved_by_keyboard_and_by_buttons_and_draws_flows(trial: Trial) -> None:
    page = trial()
    pair = f"<{PREFIX}place/Shenzhen> <{PREFIX}place/Hangzhou>"
    ask(page, f"SELECT ?from ?to {{ VALUES (?from ?to) {{ ({pair}) }} }}")
    page.get_by_role("tab", name="Map").click()
    expect(page.get_by_role("group", name="Map; places: 2, flows: 1")).to_be_visible()
    land = page.locator(".land")
    # a key that comes before the page is at rest may be lost
    page.wait_for_load_state("networkidle")
    before = land.get_attribute("transform")
    page.get_by_role("group", name="Map; places: 2").focus()
    expect(page.get_by_role("group", name="Map; places: 2")).to_be_focused()
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    expect(land).not_to_have_attribute("transform", before or "")
    page.get_by_role("button", name="Show all").click()
    expect(land).to_have_attribute("transform", before or "")
    expect(page.locator(".place-mark a").first).to_have_attribute("href", re.compile("/doc/place/"))
    back = f"<{PREFIX}place/Hangzhou> <{PREFIX}place/Zhuhai>"
    rows = f"({pair} 30) ({back} 10)"
    ask(page, f"SELECT ?from ?to ?parcels {{ VALUES (?from ?to ?parcels) {{ {rows} }} }}")
    page.get_by_role("tab", name="Map").click()
    expect(page.locator(".map-view .status")).to_contain_text("flows: 2")
    page.get_by_role("combobox", name="Size").select_option("parcels")
    expect(page.locator(".flow").first).to_have_css("stroke-width", "9px")
    expect(page.locator(".flow").last).to_have_css("stroke-width", "3px")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_thing_in_the_graph_is_opened_in_place_by_keyboard(trial: Trial, motion: str) -> None:
    page = trial(reduced_motion=motion)
    ask(page, AROUND, "graph")
    things = page.locator(".thing")
    expect(things.first).to_be_visible()
    count = things.count()
    opener = page.get_by_role("button", name="Expand Guangdong in en")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".status")).to_contain_text("more around Guangdong in en")
    assert things.count() > count
    expect(page.get_by_role("link", name="Guangdong in en", exact=True)).to_have_attribute(
        "href", re.compile("/doc/place/Guangdong$")
    )


def test_a_pivot_table_never_adds_unlike_units(trial: Trial) -> None:
    page = trial()
    values = '("a" 0.1 <urn:y>) ("a" 0.2 <urn:y>) ("b" 1 <urn:y>) ("b" 2 <urn:z>)'
    ask(page, f"SELECT ?k ?v ?unit {{ VALUES (?k ?v ?unit) {{ {values} }} }}")
    page.get_by_role("tab", name="Pivot").click()
    page.get_by_label("Rows", exact=True).select_option("k")
    page.get_by_label("Columns", exact=True).select_option("")
    rows = page.locator(".pivot tbody tr")
    expect(rows.nth(0)).to_have_text(re.compile(r"^a0\.3$"))
    expect(rows.nth(1)).to_have_text(re.compile(r"^bmixed units$"))
    page.get_by_label("Show", exact=True).select_option("count")
    expect(rows.nth(1)).to_have_text("b2")


@pytest.mark.parametrize("view", ["Chart", "Map", "Timeline", "Graph"])
def test_a_drawing_is_saved_as_svg_and_png_that_stand_alone(trial: Trial, view: str) -> None:
    page = trial(color_scheme="dark")
    ask(page, FIGURES)
    page.get_by_role("tab", name=view).click()
    expect(page.locator(DRAWN[view][0]).first).to_be_visible()
    saved = {}
    for form in ("SVG", "PNG"):
        page.get_by_role("button", name="Download").click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name=f"This view as {form}").click()
        assert download.value.suggested_filename == f"{view.lower()}.{form.lower()}"
        saved[form] = Path(download.value.path()).read_bytes()
    text = saved["SVG"].decode()
    assert "fill=" in text
    for foreign in ("var(--", "class=", " style=", "<script", "<style"):
        assert foreign not in text
    assert saved["PNG"].startswith(b"\x89PNG")
    assert len(saved["PNG"]) > 5_000


def test_an_answer_is_taken_away_as_a_workbook_also_by_a_long_query(trial: Trial) -> None:
    page = trial()
    for query in (PLACES, PLACES + "#" * 9000):
        ask(page, query)
        page.get_by_role("button", name="Download").click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name="Excel").click()
        data = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename == "answer.xlsx"
        assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_the_response_is_shown_in_each_format(trial: Trial) -> None:
    page = trial()
    ask(page, PLACES)
    page.get_by_role("tab", name="Response").click()
    expect(page.locator(".listing")).to_contain_text('"bindings"')
    page.get_by_label("Format", exact=True).select_option("text/csv")
    expect(page.locator(".listing")).to_contain_text("place,latitude,longitude")


def test_the_workbench_shows_its_answers_so(open_page: Callable[..., Page]) -> None:
    page = open_page(f"/sparql?query={quote(FIGURES)}")
    page.get_by_role("tab", name="Chart").click(timeout=DEADLINE)
    expect(page.locator(".plot")).to_be_visible(timeout=DEADLINE)
    page.get_by_role("tab", name="Table").click()
    expect(page.get_by_role("link", name="Shenzhen", exact=True).first).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_every_view_is_accessible_and_fits_its_window(
    trial: Trial, scheme: str, width: int
) -> None:
    page = trial(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
        reduced_motion="reduce",
    )
    ask(page, FIGURES)
    page.get_by_role("button", name="Filter", exact=True).click()
    for view in VIEWS:
        page.get_by_role("tab", name=view).click()
        expect(page.locator(DRAWN[view][0]).first).to_be_visible()
        found = Axe().run(page)
        assert found.violations_count == 0, f"{view}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
