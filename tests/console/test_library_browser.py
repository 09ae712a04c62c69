"""Questions, the form builder and the tour in Chromium, as readers use them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Locator, Page, expect

Opener = Callable[..., Page]

pytestmark = pytest.mark.browser

HENGQIN = "which parks are in Hengqin and what do they offer?"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_newcomer_finds_the_parks_of_hengqin_and_what_they_offer(
    open_page: Opener, scripts: bool
) -> None:
    page = open_page("/", java_script_enabled=scripts)
    page.get_by_role("link", name="Questions", exact=True).click()
    page.get_by_role("searchbox", name="Ask in your own words").fill(HENGQIN)
    page.keyboard.press("Enter")
    page.get_by_role("listitem").get_by_role(
        "link", name=re.compile("industrial park")
    ).first.click()
    table = page.get_by_role("region", name="Table of the answer")
    expect(table.get_by_role("link", name=re.compile("Huafa")).first).to_be_visible()
    expect(table).to_contain_text("logistics and delivery")
    expect(page.get_by_label("Place", exact=True)).to_have_value("Hengqin")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_newcomer_takes_all_figures_of_2022_away_as_excel(
    open_page: Opener, scripts: bool
) -> None:
    page = open_page("/", java_script_enabled=scripts)
    page.get_by_role("link", name="Questions", exact=True).click()
    page.get_by_role("link", name=re.compile("Build your own")).click()
    page.get_by_label("during the period").select_option("2022")
    if not scripts:
        page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Figures during 2022")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel").click()
    assert taken.value.suggested_filename == "figures-2022.xlsx"
    assert taken.value.path().read_bytes()[:2] == b"PK"


def offered(field: Locator) -> set[str]:
    """Give what a field offers, without the numbers behind it."""
    return {text.rpartition(" (")[0] for text in field.locator("option").all_text_contents()}


def test_the_page_follows_each_choice_and_says_so(open_page: Opener) -> None:
    page = open_page("/build")
    area, indicator = page.get_by_label("in the area"), page.get_by_label("of the indicator")
    before = offered(indicator)
    area.focus()
    page.keyboard.type("Hangzhou")
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", name="Figures in Hangzhou")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/build/figures\?area=Hangzhou$"))
    expect(page.locator("[data-told]")).to_have_text(re.compile(r"Answer .*rows"))
    expect(page.locator("pre.sparql")).to_contain_text("VALUES ?area { place:Hangzhou }")
    expect(page.get_by_label("during the period")).to_be_focused()
    assert offered(indicator) < before
    expect(area).to_have_value("Hangzhou")
    page.get_by_role("link", name="Start over").click()
    expect(page).to_have_url(re.compile(r"/build/figures$"))


def test_a_question_is_asked_of_any_place_and_opens_in_the_workbench(open_page: Opener) -> None:
    page = open_page("/examples/platforms-in-shenzhen")
    page.get_by_label("Place").select_option("Qianhai")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Qianhai")
    expect(page.locator("#answer tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Open in the workbench").click()
    expect(page.get_by_role("textbox").first).to_contain_text("place:Qianhai")


def test_the_tour_has_four_steps_and_is_offered_once(open_page: Opener) -> None:
    page = open_page("/", tour=True)
    card = page.get_by_role("dialog", name="Tour")
    page.mouse.move(9, 9)
    expect(card).to_contain_text("Step 1 of 4")
    expect(page.locator(".headlines")).to_have_class(re.compile("toured"))
    for step in (2, 3, 4):
        card.get_by_role("button", name="Next").click()
        expect(card).to_contain_text(f"Step {step} of 4")
        expect(page.locator(".toured")).to_have_count(1)
    card.get_by_role("button", name="Back").click()
    expect(card).to_contain_text("Step 3 of 4")
    card.get_by_role("button", name="Next").click()
    card.get_by_role("button", name="Done").click()
    expect(card).to_have_count(0)
    expect(page.locator(".toured")).to_have_count(0)
    page.reload()
    page.mouse.move(99, 99)
    page.wait_for_load_state("networkidle")
    expect(card).to_have_count(0)
    page.get_by_role("link", name="Take the tour").click()
    expect(card.get_by_role("heading")).to_be_focused()


def test_the_tour_is_skipped_by_keyboard_for_the_workbench_too(open_page: Opener) -> None:
    page = open_page("/sparql?lang=zh", tour=True, reduced_motion="reduce")
    card = page.get_by_role("dialog", name="导览")
    page.keyboard.press("Tab")
    expect(card).to_contain_text("第 1 步，共 4 步")
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="跳过导览")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.goto(page.url.partition("/sparql")[0] + "/")
    page.mouse.move(99, 99)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_tour_is_a_page_without_scripts(open_page: Opener) -> None:
    page = open_page("/", java_script_enabled=False, tour=True)
    page.get_by_role("link", name="Take the tour").click()
    expect(page.get_by_role("heading", name="In the workbench")).to_be_visible()
    assert (
        page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=3)).count() == 8
    )
