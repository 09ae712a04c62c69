"""How a query runs and ends in the workbench."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import expect

from tests.console.bench import (
    EMPTY,
    SLOW,
    Opener,
    asked,
    editor,
    expect_engine,
    progress,
    refuse,
    write,
)

pytestmark = pytest.mark.browser


def test_yes_and_no_are_answers(open_page: Opener) -> None:
    page = open_page(asked("ASK { place:Shenzhen a cbec:City }"))
    results = page.locator("#bench-results")
    expect(results.locator(".verdict")).to_have_text("Yes")
    expect(results.get_by_role("tab")).to_have_count(0)
    expect(progress(page)).to_have_text(re.compile(r"^[\d.]+ s$"))


def test_no_is_explained_as_an_empty_answer_is(open_page: Opener) -> None:
    page = open_page(asked("ASK { place:Shenzhen a cbec:Country }"))
    expect(page.locator("#bench-results .verdict").first).to_be_visible()
    expect(page.locator(".told")).to_contain_text("place:Shenzhen a cbec:Country")
    expect(page.locator(".told")).to_contain_text("fits nothing")


def test_triples_are_rows_of_three(open_page: Opener) -> None:
    page = open_page(asked("CONSTRUCT { ?s a cbec:City } WHERE { ?s a cbec:City }"))
    expect(progress(page)).to_contain_text("triples")
    page.get_by_role("tab", name="Table").click()
    expect(page.locator("#bench-results")).to_contain_text("Shenzhen")


def test_rows_appear_while_the_query_runs_and_stopping_ends_the_engine(
    open_page: Opener,
) -> None:
    page = open_page("/sparql")
    write(page, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    page.keyboard.press("Control+Enter")
    expect(progress(page)).to_contain_text(re.compile(r"· [1-9][\d,]* rows"))
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    expect_engine(page, at_work=True)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    assert page.locator("#bench-results .answer").is_visible(), "what has come is kept"
    expect_engine(page, at_work=False)


def test_a_running_query_is_stopped_by_mouse(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, SLOW)
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("heading", name="Stopped")).to_be_visible()


@pytest.mark.parametrize(
    ("status", "code", "heading", "advice"),
    [
        (504, "time-limit", "The query took too long", "Add LIMIT"),
        (422, "memory-limit", "The query needs too much memory", "share no variable"),
        (503, "busy", "The server is busy", "wait 7 seconds"),
        (429, "too-many-requests", "The server is busy", "wait 7 seconds"),
        (413, "result-too-large", "The answer broke off", "ask for less"),
    ],
)
def test_each_refusal_says_what_it_is_and_what_to_do(
    open_page: Opener, status: int, code: str, heading: str, advice: str
) -> None:
    page = open_page("/sparql", console="status of")
    refuse(page, status, {"code": code, "detail": "said so"}, **{"Retry-After": "7"})
    write(page, "ASK {}")
    page.keyboard.press("Control+Enter")
    alert = page.get_by_role("alert")
    expect(alert.get_by_role("heading", level=2)).to_have_text(heading)
    expect(alert).to_contain_text(advice)


def test_a_server_out_of_reach_is_no_error_of_the_query(open_page: Opener) -> None:
    page = open_page("/sparql", console="ERR_INTERNET_DISCONNECTED")
    expect(editor(page)).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="The server cannot be reached")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Run again").click()
    expect(progress(page)).to_contain_text("8 rows")


def test_an_answer_that_breaks_off_is_not_taken_for_whole(open_page: Opener) -> None:
    page = open_page("/sparql", console="ERR_|net::")
    # five thousand rows come, and then the row that cannot be worked out in time
    write(page, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.evaluate(
        """() => {
          const real = window.fetch;
          window.fetch = async (where, how) => {
            if (!String(where).endsWith("/sparql")) return real(where, how);
            const body = new ReadableStream({
              start(stream) {
                stream.enqueue(new TextEncoder().encode('?a\\n1\\n2\\n3\\n'));
                setTimeout(() => stream.error(new TypeError("network error")), 50);
              },
            });
            return new Response(body, { headers: { "Content-Type": "text/tab-separated-values" } });
          };
        }"""
    )
    page.keyboard.press("Control+Enter")
    alert = page.get_by_role("alert")
    expect(alert.get_by_role("heading", level=2)).to_have_text("The answer broke off")
    expect(alert).to_contain_text("3 rows came")
    expect(page.locator("#bench-results .answer")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_no_solutions_are_told_from_an_error(open_page: Opener, scripts: bool) -> None:
    page = open_page(asked(EMPTY), java_script_enabled=scripts)
    heading = "No solutions" if scripts else "No answer"
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    if not scripts:
        expect(page.get_by_text("Did you mean cbec:City?")).to_be_visible()


def test_an_empty_answer_is_explained_pattern_by_pattern(open_page: Opener) -> None:
    page = open_page(asked("SELECT * { ?s a cbec:City ; cbec:latitude ?l . ?s a cbec:Citty }"))
    told = page.locator(".ending-empty")
    expect(told.get_by_role("listitem").filter(has_text="fits nothing")).to_have_count(1)
    expect(told.locator(".patterns .first")).to_contain_text("cbec:Citty")
    told.get_by_role("button", name=re.compile("cbec:Citty")).first.click()
    expect(editor(page)).to_be_focused()
    told.get_by_role("button", name=re.compile("cbec:City$")).last.click()
    expect(editor(page)).not_to_contain_text("cbec:Citty")
    page.keyboard.press("Control+Enter")
    expect(progress(page)).to_contain_text("8 rows")


def test_patterns_that_fit_only_singly_are_told_as_a_join(open_page: Opener) -> None:
    page = open_page(asked("SELECT * { ?s a cbec:City . ?s a cbec:Event }"))
    told = page.locator(".ending-empty")
    expect(told.locator(".patterns .first")).to_have_count(2)
    expect(told.locator(".patterns .first").last).to_contain_text(
        re.compile(r"fits \d+ · with the lines above nothing is left")
    )
