"""A query written by hand, charted, kept and shared, by a newcomer with a keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

Opener = Callable[..., Page]

pytestmark = pytest.mark.browser

DEADLINE = 30_000
WRITTEN = """SELECT ?platform ?originMarket WHERE {
  ?platform a cbec:Platform ;
    cbec:originMarket ?originMarket ;
    cbec:hasPresence ?there .
  ?there cbec:presenceIn place:Shenzhen .
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Move the focus with the Tab key until it is at the thing."""
    for _ in range(60):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not lead there")


def take(page: Page, typed: str, name: str) -> None:
    """Type the beginning of a name and take what is offered first, which is this."""
    page.keyboard.type(typed)
    first = page.locator("#bench-editor [role=option]").first
    expect(first).to_contain_text(name)
    # completions take no keys in their first 75 ms
    page.evaluate("new Promise((go) => setTimeout(go, 100))")
    page.keyboard.press("Enter")


def test_a_newcomer_writes_a_query_charts_it_keeps_it_and_shares_it(open_page: Opener) -> None:
    page = open_page(
        "/sparql", bypass_csp=True, permissions=["clipboard-read", "clipboard-write"], tour=True
    )
    page.set_default_timeout(DEADLINE)
    expect.set_options(timeout=DEADLINE)
    host = page.locator("#bench-editor")
    expect(host).to_be_visible()
    box = host.bounding_box()
    assert box is not None
    assert box["height"] >= 240, "room to write in"
    expect(page.get_by_text(re.compile("what can stand here"))).to_be_visible()

    page.keyboard.press("Tab")
    expect(page.get_by_role("dialog", name="Tour")).to_be_visible()
    tab_to(page, host)
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT ?platform ?originMarket WHERE {\n?platform a ")
    expect(page.get_by_role("button", name=re.compile("^Tour · "))).to_be_visible()
    take(page, "platf", "cbec:Platform")
    page.keyboard.type(" ;\n")
    take(page, "home market", "cbec:originMarket")
    page.keyboard.type(" ?originMarket ;\n")
    take(page, "has presence", "cbec:hasPresence")
    page.keyboard.type(" ?there .\n?there ")
    take(page, "in", "cbec:presenceIn")
    page.keyboard.type(" ")
    take(page, "Shenzhen", "place:Shenzhen")
    page.keyboard.type(" .")
    lines = page.locator("#bench-editor .cm-line").all_inner_texts()
    assert "\n".join(lines).replace("\xa0", " ") == WRITTEN

    page.keyboard.press("Control+Enter")
    table = page.get_by_role("tab", name="Table")
    expect(table).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("columnheader", name="home market")).to_be_visible()
    page.keyboard.press("Control+m")  # Tab leaves the editor
    tab_to(page, table)
    page.keyboard.press("ArrowRight")
    expect(
        page.get_by_role("img", name=re.compile("number of rows by home market"))
    ).to_be_visible()
    across = page.locator('[data-key="x"] select')
    expect(across).to_have_value("originMarket")
    expect(across.locator("option:checked")).to_have_text("home market")
    folded = page.get_by_role("button", name=re.compile("^Tour · ")).bounding_box()
    menu = across.bounding_box()
    assert folded is not None
    assert menu is not None
    assert menu["y"] + menu["height"] <= folded["y"], "the tour covers no menu"

    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    sheet = page.locator("dialog.sheet")
    expect(sheet).to_be_visible()
    sheet.get_by_role("textbox").first.fill("Home markets")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Saved", exact=True).focus()
    page.keyboard.press("Enter")
    expect(sheet.get_by_text("Home markets").first).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Share", exact=True).focus()
    page.keyboard.press("Enter")
    link = sheet.get_by_role("textbox").first
    expect(link).to_have_value(re.compile(r"/q/[a-z2-7]{12}$"))
    expect(sheet).to_contain_text("“Home markets”")
    address = link.input_value()
    page.goto(address)
    expect(page.locator('[data-key="x"] select')).to_have_value("originMarket")
