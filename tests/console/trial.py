"""A page of results without the workbench: queries, how they are asked, what stands in it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

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


def ask(page: Page, query: str, kind: str = "select") -> None:
    """Ask a query and show its answer."""
    page.evaluate("([query, kind]) => ask(query, kind)", [query, kind])


def make_up(page: Page, rows: int) -> None:
    """Show so many rows that are made up."""
    page.evaluate("(rows) => makeUp(rows)", rows)
    expect(page.locator(".status")).to_contain_text(f"{rows:,} rows")


def first_cells(page: Page, column: int, count: int = 5) -> list[str]:
    """Give the texts of the first cells of a column."""
    rows = page.locator(".grid .rows .row")
    expect(rows.first).to_be_visible()
    cells: list[str] = page.evaluate(
        """([column, count]) => [...document.querySelectorAll('.grid .rows .row')]
        .sort((a, b) => a.dataset.place - b.dataset.place).slice(0, count)
        .map((row) => row.children[column].textContent)""",
        [column, count],
    )
    return cells
