"""The editor of the workbench: what it marks, offers, explains and lets one do."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import expect

from tests.console.bench import WRONG, Opener, asked, editor, offer, text_of, write

pytestmark = pytest.mark.browser


def test_escape_and_tab_leave_the_editor(open_page: Opener) -> None:
    page = open_page("/sparql")
    editor(page).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "bench-editor", "Tab indents"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") != "bench-editor"


def test_an_error_is_marked_in_the_editor_and_led_to(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, WRONG)
    page.get_by_role("button", name="Run", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Did you mean cbec:")
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    alert.get_by_role("button", name="line 2, column 6").click()
    page.keyboard.press("Delete")
    assert text_of(page) == WRONG.replace("cbce", "bce")


def test_an_error_without_scripts_shows_the_place_and_the_remedy(open_page: Opener) -> None:
    page = open_page(asked(WRONG), java_script_enabled=False)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("line 2, column 6")
    expect(alert).to_contain_text("Did you mean cbec:")
    expect(page.get_by_label("Query", exact=True)).to_have_attribute("aria-invalid", "true")


def test_a_mistake_is_put_right_by_its_fix_with_mouse_and_keyboard(open_page: Opener) -> None:
    page = open_page("/sparql")
    right = WRONG.replace("cbce", "cbec")
    write(page, WRONG)
    problems = page.get_by_role("list", name="Problems of the query")
    problems.get_by_role("button", name="Write cbec:").click()
    expect(editor(page)).to_have_text(right.replace("\n", ""))
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    expect(page.locator(".cm-tooltip-lint, .cm-diagnostic").first).to_be_visible()
    problems.get_by_role("button", name="Write cbec:").press("Enter")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    assert text_of(page) == right
    page.keyboard.press("Control+z")
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    editor(page).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+.")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    assert text_of(page) == right


def test_a_query_that_is_right_but_doubtful_is_warned_of(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, "SELECT ?a { ?b a cbec:City . ?c a cbec:Port }")
    expect(page.locator(".cm-lintRange-warning").first).to_be_visible()
    expect(page.get_by_role("list", name="Problems of the query")).to_contain_text("Warning")


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_query_is_tidied_up_and_keeps_its_comments(open_page: Opener, by: str) -> None:
    page = open_page("/sparql")
    untidy = "# why\nselect * where{?s a cbec:City;rdfs:label ?n.# the name\n}"
    write(page, untidy)
    if by == "mouse":
        page.get_by_role("button", name="Tidy up").click()
    else:
        page.keyboard.press("Control+Shift+F")
    expect(editor(page)).to_contain_text("SELECT * WHERE")
    tidy = text_of(page)
    assert "# why\n" in tidy
    assert "# the name\n" in tidy
    editor(page).focus()
    page.keyboard.press("Control+z")
    assert text_of(page) == untidy


def test_what_does_not_fit_is_marked_while_it_is_written(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, "SELECT * { ?s ?p }")
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    expect(page.get_by_role("list", name="Problems of the query")).to_be_visible()
    write(page, "SELECT * { ?s ?p ?o }")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_blocks_are_folded_and_text_is_searched(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, "SELECT * {\n  ?s ?p ?o .\n  ?o ?q ?r\n}")
    page.locator(".cm-foldGutter").get_by_title("Fold", exact=True).click()
    expect(page.locator(".cm-foldPlaceholder")).to_be_visible()
    page.locator(".cm-foldPlaceholder").click()
    editor(page).focus()
    page.keyboard.press("Control+f")
    page.get_by_role("textbox", name="Find").press_sequentially("?o")
    expect(page.locator(".cm-searchMatch")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="Find")).to_have_count(0)


def test_several_cursors_write_at_once(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, "SELECT * { ?s ?p ?o . ?s ?q ?r }")
    editor(page).get_by_text("?s", exact=True).first.dblclick()
    page.keyboard.press("Control+d")
    expect(page.locator(".cm-selectionBackground")).to_have_count(2)
    page.keyboard.type("?x")
    expect(editor(page)).to_have_text("SELECT * { ?x ?p ?o . ?x ?q ?r }")


def test_a_new_line_in_a_block_is_indented(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, "")
    page.keyboard.type("SELECT * {\n?s a cbec:City ;\nrdfs:label ?n .\n?s ?p ?o")
    expected = "SELECT * {\n  ?s a cbec:City ;\n    rdfs:label ?n .\n  ?s ?p ?o\n}"
    assert text_of(page) == expected


def test_names_are_offered_by_label_in_any_language_and_put_in(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, "SELECT * { ?s cbec:locatedIn  }")
    page.keyboard.press("End")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.keyboard.insert_text("深圳")
    offer(page, re.compile("^place:Shenzhen"))
    page.keyboard.press("Enter")
    expect(editor(page)).to_have_text("SELECT * { ?s cbec:locatedIn place:Shenzhen }")


def test_classes_are_offered_behind_a_and_properties_by_the_class(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, "SELECT * { ?s }")
    page.keyboard.press("End")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type(" a City")
    offer(page, re.compile("^cbec:City")).click()
    page.keyboard.type(" ; la")
    expect(page.get_by_role("option", name=re.compile("^cbec:latitude.*usual"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option", name=re.compile("^cbec:"))).to_have_count(0)


def test_a_name_under_the_pointer_is_explained(open_page: Opener) -> None:
    page = open_page("/sparql")
    editor(page).get_by_text("cbec:City").hover()
    card = page.locator(".term-card")
    expect(card).to_contain_text("A city is a place")
    expect(card.get_by_role("link")).to_have_attribute("href", "/doc/term/City?lang=en")
    write(page, "DESCRIBE place:Shenzhen")
    editor(page).get_by_text("place:Shenzhen").hover()
    expect(card).to_contain_text(re.compile(r"[\d,]+ links to it"))


def test_variables_of_the_query_are_offered(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, "SELECT * { ?measure ?p ?o . }")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("?me")
    offer(page, "?measure")
    page.keyboard.press("Tab")
    expect(editor(page)).to_contain_text("?o . ?measure}")
