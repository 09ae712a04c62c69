"""The pages in Chromium, as a reader uses them; test_workbench.py has the page to ask in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PAGES = {
    "problem": "/problem/time-limit?lang=zh",
    "snippets": "/snippets?query=SELECT%20*%20%7B%3Fs%20a%20cbec:City%7D",
    "embed": "/embed?view=chart&query=SELECT%20*%20%7B%3Fs%20a%20cbec:City%7D",
    "home": "/",
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
    "search": "/search?q=shenzen",
    "search-zh": "/search?q=%E6%B7%B1%E5%9C%B3&lang=zh",
    "search-nothing": "/search?q=qqqqzzzz&lang=pt",
}
# the schemes and the widths do not touch each other's rules: these pages prove it
CROSSED = ("home", "city", "cell")

pytestmark = pytest.mark.browser


Opener = Callable[..., Page]


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


def test_a_reader_finds_a_place_by_its_chinese_name_from_any_page(open_page: Opener) -> None:
    page = open_page(PAGES["ontology"], java_script_enabled=False)
    page.get_by_role("searchbox").fill("深圳")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Shenzhen", exact=True).click()
    expect(page.get_by_role("heading", name="Shenzhen", exact=True)).to_be_visible()


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
