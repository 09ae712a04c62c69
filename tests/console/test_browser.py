"""The pages in Chromium, as a reader uses them; `test_workbench` has the page to ask in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


Opener = Callable[..., Page]


def test_a_reader_walks_from_a_place_to_the_characters_of_a_source(open_page: Opener) -> None:
    page = open_page("/doc/place/Shenzhen", java_script_enabled=False)
    page.get_by_role("link", name="Hong Kong").first.click()
    expect(page.get_by_role("heading", name="Hong Kong", exact=True)).to_be_visible()
    page.go_back()
    page.locator("#evidence ~ ol").get_by_role("link", name=re.compile("characters")).first.click()
    expect(page.get_by_role("term").filter(has_text="start offset")).to_be_visible()


def test_a_page_changes_its_language(open_page: Opener) -> None:
    page = open_page("/doc/place/Shenzhen")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", name="深圳", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh"


def test_a_reader_finds_a_place_by_its_chinese_name_from_any_page(open_page: Opener) -> None:
    page = open_page("/doc/ont", java_script_enabled=False)
    page.get_by_role("searchbox").fill("深圳")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Shenzhen", exact=True).first.click()
    expect(page.get_by_role("heading", name="Shenzhen", exact=True)).to_be_visible()
