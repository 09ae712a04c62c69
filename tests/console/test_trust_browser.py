"""Audit, sources, quality, data and ontology in Chromium, as readers use them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_newcomer_finds_what_contradicts_what(open_page: Opener, scripts: bool) -> None:
    """By keyboard: the section, the contradictions alone, the clash, and the words beneath it."""
    page = open_page("/", java_script_enabled=scripts)
    page.get_by_role("link", name="Audit", exact=True).press("Enter")
    page.get_by_role("link", name=re.compile(r"^contradiction 2")).press("Enter")
    expect(page.get_by_text("2 of 6 findings")).to_be_visible()
    clash = page.get_by_role("region", name="Cross-border e-commerce trade, China, 2020")
    expect(clash).to_contain_text("1.88 %")
    clash.get_by_role("link", name="1.69 trillion yuan").press("Enter")
    if scripts:
        pane = page.get_by_role("dialog", name="Evidence")
        expect(pane.get_by_text("Characters 746 to 844 of 2,694")).to_be_visible()
        page.keyboard.press("Escape")
        expect(pane).to_be_hidden()
        clash.get_by_role("link", name="What it rests on (3)").press("Enter")
        expect(page.get_by_text("prior = current / (1 + growth / 100)")).to_be_visible()
    else:
        expect(page).to_have_url(re.compile(r"/evidence/004-013$"))


def test_findings_are_narrowed_by_the_form(open_page: Opener) -> None:
    page = open_page("/audit")
    page.get_by_text("Narrow by source").click()
    page.get_by_label("Source", exact=True).select_option("002")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("2 of 6 findings")).to_be_visible()
    expect(page.get_by_label("Source", exact=True)).to_have_value("002")
    page.get_by_role("link", name="Start over").click()
    expect(page.get_by_text("6 of 6 findings")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Narrow by source")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
