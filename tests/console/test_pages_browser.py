"""Home, figures, evidence and comparisons in Chromium, as readers use them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_newcomer_finds_the_trade_of_shenzhen_in_2023(open_page: Opener, scripts: bool) -> None:
    page = open_page("/", java_script_enabled=scripts)
    page.get_by_role("link", name="Figures", exact=True).click()
    page.get_by_role("link", name="Shenzhen", exact=True).first.click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="2023", exact=True))
    expect(row.first).to_contain_text("326.53 billion yuan")
    expect(row.first).to_contain_text("Daily Herald News Today")
    expect(row.first).to_contain_text("One source")


def test_the_search_box_suggests_and_is_used_by_keyboard(open_page: Opener) -> None:
    page = open_page("/?lang=zh", bypass_csp=True)
    box = page.get_by_role("combobox", name="用任何语言提问或搜索")
    page.locator("#q").focus()
    page.keyboard.type("深圳 2023")
    options = page.get_by_role("listbox", name="搜索建议").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.get_attribute("id")
    assert chosen
    expect(box).to_have_attribute("aria-activedescendant", chosen)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"lang=zh"))
    assert "/search" not in page.url
    page.locator("#seek").fill("what contradicts what")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=what"))
    expect(page.get_by_role("main").locator('a[href^="/audit"]')).to_be_visible()


def test_figures_are_chosen_by_keyboard_in_a_plain_form(open_page: Opener) -> None:
    page = open_page("/figures", java_script_enabled=False)
    page.get_by_label("Indicator", exact=True).focus()
    for typed in ("Cross-border e-commerce trade", "China", "2020"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/figures/cbec-trade/CN/2020$"))
    expect(page.get_by_text("Sources differ by 1.88 %", exact=True)).to_be_visible()
    plot = page.get_by_role("img", name=re.compile("Values and bounds by source")).first
    expect(plot).to_be_visible()
    expect(plot).to_contain_text("≠")


def test_a_choice_narrows_what_else_is_offered(open_page: Opener) -> None:
    page = open_page("/figures?indicator=goods-trade")
    areas = page.get_by_label("Area", exact=True).locator("option").all_text_contents()
    assert any("Shanghai" in area for area in areas)
    assert not any("Hangzhou" in area for area in areas)


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_a_number_opens_its_evidence_beside_the_page(open_page: Opener, way: str) -> None:
    page = open_page("/figures/cbec-trade/CN/2020")
    number = page.get_by_role("table").get_by_role("link", name="1.69 trillion yuan").first
    if way == "mouse":
        number.click()
    else:
        number.focus()
        page.keyboard.press("Enter")
    pane = page.get_by_role("dialog", name="Evidence")
    expect(pane.get_by_text("Characters 746 to 844 of 2,694")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/figures/cbec-trade/CN/2020$"))
    if way == "mouse":
        pane.get_by_role("button", name="Close").click()
    else:
        page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    expect(number).to_be_focused()


def test_the_pane_walks_down_a_derivation_and_back(open_page: Opener) -> None:
    page = open_page("/figures/cbec-trade/CN/2020", bypass_csp=True)
    page.get_by_role("table").get_by_role("link", name="≈ 1.722 trillion yuan").first.click()
    pane = page.get_by_role("dialog", name="Evidence")
    expect(pane.get_by_text("prior = current / (1 + growth / 100)")).to_be_visible()
    pane.get_by_role("link", name="15%").first.click()
    expect(pane.get_by_text("Characters 3,025 to 3,201 of")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    pane.get_by_role("button", name="Back").click()
    expect(pane.get_by_text("prior = current / (1 + growth / 100)")).to_be_visible()
    expect(pane.get_by_role("link", name="Open as a page")).to_have_attribute(
        "href", re.compile(r"/evidence/prior-from-growth-")
    )


def test_without_scripts_a_number_is_a_link_to_its_evidence(open_page: Opener) -> None:
    page = open_page("/figures/cbec-trade/CN/2020", java_script_enabled=False)
    page.get_by_role("table").get_by_role("link", name="1.69 trillion yuan").first.click()
    expect(page).to_have_url(re.compile(r"/evidence/004-013$"))
    expect(page.get_by_role("img", name=re.compile("Characters 746 to 844"))).to_be_visible()


def test_a_citation_is_copied(open_page: Opener) -> None:
    page = open_page("/evidence/000-023", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert "1.22 trillion yuan" in page.evaluate("navigator.clipboard.readText()")


def test_the_query_of_a_card_opens_in_the_page_to_ask(open_page: Opener) -> None:
    page = open_page("/figures/cbec-trade/Shenzhen/2023", java_script_enabled=False)
    page.get_by_role("link", name="Show me the SPARQL").click()
    expect(page).to_have_url(re.compile(r"/sparql\?query="))
    expect(
        page.get_by_text("326530000000").or_(page.get_by_text("326,530,000,000"))
    ).to_be_visible()


def test_two_areas_are_chosen_and_compared(open_page: Opener) -> None:
    page = open_page("/compare", java_script_enabled=False)
    form = page.get_by_role("form", name="Two areas")
    form.get_by_label("This").select_option("place/Shenzhen")
    form.get_by_label("with that").select_option("place/Guangdong")
    form.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Shenzhen")
    expect(page.get_by_text("at least 110 billion yuan").first).to_be_visible()


def test_a_page_is_printed_without_its_forms(open_page: Opener) -> None:
    page = open_page("/figures")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_parks_in_hengqin_are_found_by_keyboard_without_scripts(open_page: Opener) -> None:
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("link", name="Map", exact=True).press("Enter")
    page.get_by_role("link", name=re.compile("Industrial parks")).press("Enter")
    expect(page).to_have_url(re.compile(r"/map\?show=parks$"))
    row = page.get_by_role("row").filter(has_text="Hengqin-Macao")
    expect(row).to_contain_text("logistics and delivery")
    drawing = page.get_by_role("group", name=re.compile("places: 2"))
    park = drawing.get_by_role("link", name=re.compile("^Hengqin-Macao.*, Industrial park$"))
    park.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hengqin-Macao")
    expect(page.get_by_role("heading", name="On the map")).to_be_visible()


def test_a_year_of_the_timeline_is_a_click_away(open_page: Opener) -> None:
    page = open_page("/timeline")
    page.get_by_role("link", name=re.compile(r"^2022 ")).first.click()
    expect(page).to_have_url(re.compile(r"year=2022"))
    drawing = page.get_by_role("group", name=re.compile("Timeline of"))
    drawing.get_by_role("link", name=re.compile("^First Global Digital Trade Expo")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("First Global Digital Trade Expo")
    expect(page.get_by_role("heading", name="Cite this")).to_be_visible()


def test_the_map_is_brought_nearer_and_moved(open_page: Opener) -> None:
    page = open_page("/map")
    drawing = page.locator(".movable svg.w1100")
    whole = drawing.get_attribute("viewBox")
    assert whole
    page.get_by_role("button", name="Closer").click()
    expect(drawing).not_to_have_attribute("viewBox", whole)
    near = drawing.get_attribute("viewBox")
    assert near
    page.get_by_role("group", name=re.compile("^Drag")).focus()
    page.keyboard.press("ArrowLeft")
    expect(drawing).not_to_have_attribute("viewBox", near)
    moved = drawing.get_attribute("viewBox")
    assert moved
    box = drawing.bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=3)
    page.mouse.up()
    expect(drawing).not_to_have_attribute("viewBox", moved)
    expect(page).to_have_url(re.compile("/map$"))
    page.keyboard.press("0")
    expect(drawing).to_have_attribute("viewBox", whole)
    page.mouse.wheel(0, -120)
    expect(drawing).not_to_have_attribute("viewBox", whole)


def test_without_scripts_the_map_offers_nothing_that_does_nothing(open_page: Opener) -> None:
    page = open_page("/map", java_script_enabled=False)
    expect(page.get_by_role("button", name="Closer")).to_be_hidden()
    expect(page.locator(".movable svg.w1100")).to_be_visible()


def test_a_browser_that_keeps_nothing_shows_every_page_all_the_same(open_page: Opener) -> None:
    page = open_page("/tour")
    page.context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name,"
        " {get() { throw new DOMException('closed', 'SecurityError') }})"
    )
    origin = page.url.partition("/tour")[0]
    for path in ("/", "/sparql", "/map"):
        page.goto(origin + path)
        expect(page.locator("#scheme")).to_be_visible()
    page.locator("#scheme").select_option("dark")
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.locator("#seek").fill("Shenz")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 2560])
def test_no_page_scrolls_sideways_however_narrow_or_wide(open_page: Opener, width: int) -> None:
    page = open_page("/tour", viewport={"width": width, "height": 900})
    origin = page.url.partition("/tour")[0]
    for path in ("/", "/audit", "/build/figures", "/doc/shapes", "/dumps/", "/problem/"):
        for size in ("100%", "200%") if width > 400 else ("100%",):
            page.goto(origin + path)
            page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, size)


def test_a_page_is_printed_whole_and_in_ink_on_paper(open_page: Opener) -> None:
    page = open_page("/tour", viewport={"width": 718, "height": 1040}, color_scheme="dark")
    origin = page.url.partition("/tour")[0]
    page.locator("#scheme").select_option("dark")
    page.emulate_media(media="print")
    # what is folded up, what is wide, and what stands beside each other
    for path, shown in (
        ("/quality", "details dd"),
        ("/build/figures", "tbody tr:last-child td:last-child"),
        ("/audit", "aside dd"),
    ):
        page.goto(origin + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 718, path
        assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light", path
        expect(page.get_by_role("navigation")).to_have_count(0)
        expect(page.locator("button:visible")).to_have_count(0)
        expect(page.locator(shown).last).to_be_visible()
