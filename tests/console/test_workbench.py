"""The workbench in Chromium: each thing it does, by mouse and by keyboard."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Browser, Locator, Page, Route, expect

CITIES = 'SELECT ?city ?name { ?city a cbec:City ; rdfs:label ?name . FILTER(LANG(?name) = "zh") }'
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ROWS = "SELECT * { ?city a cbec:City ; cbec:latitude ?latitude }"
EMPTY = "SELECT * { ?s a cbec:Citty }"
WRONG = "SELECT * {\n  ?s cbce:area ?o\n}"
STATES = {"ask": "", "rows": ROWS, "empty": EMPTY, "error": WRONG}
LARGEST_LOAD = 170 * 1024

pytestmark = pytest.mark.browser

Opener = Callable[..., Page]
expect.set_options(timeout=30_000)  # a loaded machine is slow, not wrong


def asked(query: str) -> str:
    return f"/sparql?query={quote(query)}"


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Query", exact=True)


def write(page: Page, text: str) -> None:
    """Replace the text of the editor by pasting another."""
    editor(page).focus()
    page.keyboard.press("Control+A")
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          let target = document.activeElement;
          while (target.shadowRoot) target = target.shadowRoot.activeElement;
          const given = { clipboardData, bubbles: true, cancelable: true };
          target.dispatchEvent(new ClipboardEvent("paste", given));
        }""",
        text,
    )


def text_of(page: Page) -> str:
    return "\n".join(editor(page).locator(".cm-line").all_inner_texts()).replace("\xa0", " ")


def offer(page: Page, name: str | re.Pattern[str]) -> Locator:
    """Give a completion that is offered and takes keys, which it does not in its first 75 ms."""
    option = page.get_by_role("option", name=name).first
    expect(option).to_be_visible()
    page.evaluate("new Promise((go) => setTimeout(go, 100))")
    return option


def progress(page: Page) -> Locator:
    return page.locator("#bench-progress .figures")


def report(found: AxeResults) -> str:
    return json.dumps(
        [
            {"rule": one["id"], "nodes": [(node["target"], node["html"]) for node in one["nodes"]]}
            for one in found.response["violations"]
        ],
        indent=1,
    )


def expect_engine(page: Page, *, at_work: bool) -> None:
    """Wait until queries are evaluated, or none is any more."""
    page.wait_for_function(
        """async (wanted) => {
          const said = await (await fetch("/metrics")).text();
          const loads = [...said.matchAll(/engine_load\\{kind="(?:fast|slow)"\\} ([0-9.]+)/g)];
          return loads.length === 2 && loads.some(([, load]) => load > 0) === wanted;
        }""",
        arg=at_work,
    )


def refuse(page: Page, status: int, body: dict[str, object], **headers: str) -> None:
    """Let the endpoint answer the next queries of the page so."""

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            kind = "application/problem+json"
            route.fulfill(
                status=status, content_type=kind, body=json.dumps(body), headers=headers or None
            )
        else:
            route.continue_()

    page.route("**/sparql", answer)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_query_is_typed_and_run_by_mouse(open_page: Opener, scripts: bool) -> None:
    page = open_page("/sparql", java_script_enabled=scripts)
    if scripts:
        write(page, CITIES)
    else:
        page.get_by_label("Query", exact=True).fill(CITIES)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text(re.compile("^深圳")).first).to_be_visible()
    if scripts:
        assert text_of(page) == CITIES
        expect(progress(page)).to_contain_text(re.compile(r"^\d+ rows · [\d.]+ s$"))
    else:
        expect(page.get_by_label("Query", exact=True)).to_have_value(CITIES)


def test_a_query_is_written_and_run_by_keyboard_alone(open_page: Opener) -> None:
    page = open_page("/sparql")
    expect(editor(page)).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "bench-editor":
            break
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(CITIES)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(re.compile("^深圳")).first).to_be_visible()


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


def test_a_link_to_a_query_shows_its_answer_at_once(open_page: Opener) -> None:
    page = open_page(asked(ROWS))
    expect(progress(page)).to_contain_text("rows")
    expect(page.locator("#bench-results")).to_contain_text("Shenzhen")
    assert text_of(page) == ROWS


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_question_of_the_list_becomes_a_query(open_page: Opener, scripts: bool) -> None:
    page = open_page("/sparql", java_script_enabled=scripts)
    page.get_by_role("link", name="What is each industrial park for").click()
    if scripts:
        expect(editor(page)).to_contain_text("cbec:IndustrialPark")
        expect(progress(page)).to_contain_text("rows")
    else:
        expect(page.get_by_label("Query", exact=True)).to_have_value(
            re.compile("cbec:IndustrialPark")
        )
        page.get_by_role("button", name="Run").click()
        row = page.get_by_role("row").filter(has_text="place:HuafaPark").first
        expect(row.get_by_role("link", name="Innovation Industrial Park")).to_be_visible()


def test_yes_and_no_are_answers(open_page: Opener) -> None:
    page = open_page(asked("ASK { place:Shenzhen a cbec:City }"))
    results = page.locator("#bench-results")
    expect(results.locator(".verdict")).to_have_text("Yes")
    expect(results.get_by_role("tab")).to_have_count(0)


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


def test_tabs_are_opened_renamed_and_survive_a_reload(open_page: Opener) -> None:
    page = open_page("/sparql")
    tabs = page.get_by_role("navigation", name="Tabs")
    page.get_by_role("button", name="New tab").click()
    write(page, "# All cities\n" + CITIES)
    expect(tabs.get_by_role("button", name="All cities", exact=True)).to_be_visible()
    tabs.get_by_role("button", name="All cities", exact=True).dblclick()
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")
    page.reload()
    expect(tabs.get_by_role("button", name="Mine", exact=True)).to_have_attribute(
        "aria-current", "true"
    )
    assert CITIES in text_of(page)
    tabs.get_by_role("button", name="Query 1", exact=True).click()
    expect(editor(page)).to_contain_text("ORDER BY ?name")


def test_tabs_are_gone_through_closed_and_reopened_by_keyboard(open_page: Opener) -> None:
    page = open_page("/sparql")
    tabs = page.get_by_role("navigation", name="Tabs")
    page.get_by_role("button", name="New tab").press("Enter")
    page.keyboard.insert_text("ASK { }")
    tabs.get_by_role("button", name="Query 2", exact=True).press("ArrowLeft")
    expect(tabs.get_by_role("button", name="Query 1", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    page.keyboard.type("Yes")
    page.keyboard.press("Enter")
    expect(tabs.get_by_role("button", name="Yes", exact=True)).to_be_focused()
    page.keyboard.press("Delete")
    expect(tabs.get_by_role("button", name="Yes", exact=True)).to_have_count(0)
    expect(tabs.get_by_role("button", name="Query 1", exact=True)).to_be_focused()
    page.get_by_role("button", name="Open the closed tab again").press("Enter")
    expect(tabs.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    assert text_of(page) == "ASK { }"


def test_a_query_goes_on_while_another_tab_is_shown(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, SLOW)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="New tab").click()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    expect(page.locator(".tab.running")).to_have_count(1)
    page.get_by_role("button", name="Query 1", exact=True).click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".tab.running")).to_have_count(0)


def test_strange_content_of_the_storage_is_no_obstacle(open_page: Opener) -> None:
    page = open_page("/examples/")
    page.evaluate(
        """() => {
          localStorage.setItem("bench.tabs", '{"open": [{"id": 4}, null], "active": []}');
          localStorage.setItem("bench.history", "{broken");
          localStorage.setItem("bench.saved", '"text"');
        }"""
    )
    page.goto(page.url.replace("/examples/", "/sparql"))
    expect(editor(page)).to_contain_text("cbec:City")
    for name, none in (("History", "No query has run yet."), ("Saved", "No query is saved.")):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_contain_text(none)
        page.keyboard.press("Escape")


def test_a_full_storage_is_told_and_loses_nothing_that_is_open(open_page: Opener) -> None:
    page = open_page("/sparql")
    page.evaluate(
        """() => {
          let size = 1 << 20;
          for (let n = 0; size >= 1; n++) {
            try { localStorage.setItem(`filled${n}`, "x".repeat(size)); } catch { size >>= 1; }
          }
        }"""
    )
    write(page, CITIES * 20)
    expect(page.get_by_role("status").filter(has_text="keeps nothing more")).to_be_visible()
    assert text_of(page) == CITIES * 20


def test_the_history_has_queries_with_the_heads_of_their_answers(open_page: Opener) -> None:
    page = open_page(asked(CITIES))
    expect(progress(page)).to_contain_text("rows")
    page.get_by_role("button", name="New tab").click()
    page.get_by_role("button", name="History").click()
    sheet = page.get_by_role("dialog", name="History")
    sheet.get_by_role("searchbox").fill("cbec:City latn")
    expect(sheet.get_by_text("No query has run yet.")).to_be_visible()
    sheet.get_by_role("searchbox").fill("cbec:City")
    sheet.get_by_text("First rows").click()
    expect(sheet.get_by_role("cell").first).to_be_visible()
    sheet.get_by_role("button", name=re.compile("SELECT")).click()
    assert text_of(page) == CITIES
    expect(sheet).to_have_count(0)


def test_a_query_is_saved_found_again_and_removed(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, CITIES)
    page.keyboard.press("Control+s")
    page.get_by_role("textbox", name="Name").fill("Cities in Chinese")
    page.keyboard.press("Enter")
    page.reload()
    page.get_by_role("button", name="New tab").click()
    page.get_by_role("button", name="Saved", exact=True).click()
    sheet = page.get_by_role("dialog", name="Saved")
    sheet.get_by_role("button", name=re.compile("^Cities in Chinese")).click()
    assert text_of(page) == CITIES
    page.get_by_role("button", name="Saved", exact=True).click()
    page.get_by_role("button", name="Remove: Cities in Chinese").click()
    expect(page.get_by_text("No query is saved.")).to_be_visible()


def test_a_short_link_is_made_copied_and_opened_elsewhere(open_page: Opener, release: Path) -> None:
    """It carries query, view and release; the long link beside it carries them in its address."""
    page = open_page(
        asked(f"#defaultView:Pivot\n{ROWS}"), permissions=["clipboard-read", "clipboard-write"]
    )
    expect(page.get_by_role("tab", name="Pivot")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Share", exact=True).click()
    field = page.get_by_role("textbox", name="Short link")
    expect(field).to_have_value(re.compile(r"/q/[a-z2-7]{12}$"))
    link = field.input_value()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("textbox", name="Cite this")).to_have_value(
        re.compile(rf"release {release.name[:16]}.*{link}")
    )
    expect(sheet.get_by_role("textbox", name="Show it on your page")).to_have_value(
        re.compile(rf'src="{link}/embed"')
    )
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Copy: Short link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link
    sheet.get_by_text("Python, with pandas").click()
    expect(sheet.get_by_text("pd.read_csv").first).to_be_visible()
    sheet.get_by_text("Long link").click()
    carried = parse_qs(urlsplit(sheet.get_by_label("Link", exact=True).input_value()).query)
    assert carried["query"] == [f"#defaultView:Pivot\n{ROWS}"]
    assert (carried["view"], carried["release"]) == (["pivot"], [release.name])

    other = open_page(urlsplit(link).path)
    expect(progress(other)).to_contain_text("rows")
    expect(other.get_by_role("tab", name="Pivot")).to_have_attribute("aria-selected", "true")
    expect(other.get_by_text("Linked on")).to_be_visible()
    assert other.url == link, "the address stays while the query is that of the link"
    found = Axe().run(other)
    assert found.violations_count == 0, report(found)
    write(other, CITIES)
    other.keyboard.press("Control+Enter")
    expect(other).to_have_url(re.compile(r"/sparql\?query="))


def test_a_new_reader_writes_charts_and_shares_a_query(open_page: Opener) -> None:
    """Names are found by what people call them; what has no numbers is counted."""
    page = open_page("/sparql")
    editor(page).focus()
    page.keyboard.press("Control+A")

    def accept(typed: str, name: str) -> None:
        page.keyboard.type(typed)
        offer(page, re.compile(f"{name}(?![A-Za-z])")).click()

    page.keyboard.type("SELECT DISTINCT ?platform ?market WHERE {\n")
    accept("?platform a Platf", "cbec:Platform")
    accept(" ;\nhome mar", "cbec:originMarket")
    accept(" ?market ;\nhas pres", "cbec:hasPresence")
    page.keyboard.type(" ?presence .\n")
    accept("?presence presence in", "cbec:presenceIn")
    accept(" 深圳", "place:Shenzhen")
    page.keyboard.press("Control+Enter")
    expect(progress(page)).to_contain_text("4 rows")
    page.get_by_role("tab", name="Chart").click()
    chart = page.get_by_role("img", name="Bars: number of rows by market")
    expect(chart).to_contain_text("Southeast Asia")
    page.get_by_role("button", name="Share", exact=True).click()
    field = page.get_by_role("textbox", name="Short link")
    expect(field).to_have_value(re.compile(r"/q/[a-z2-7]{12}$"))
    other = open_page(urlsplit(field.input_value()).path)
    expect(other.get_by_role("img", name="Bars: number of rows by market")).to_be_visible()


def test_a_link_in_an_address_names_the_view(open_page: Opener) -> None:
    other = open_page(asked(ROWS) + "&view=raw")
    expect(other.get_by_role("tab", name="Response")).to_have_attribute("aria-selected", "true")


def test_without_scripts_a_query_is_shared_by_the_form(open_page: Opener) -> None:
    page = open_page("/sparql", java_script_enabled=False)
    page.get_by_label("Query", exact=True).fill(CITIES)
    page.get_by_role("button", name="Share").click()
    expect(page).to_have_url(re.compile(r"/q/[a-z2-7]{12}$"))
    expect(page.get_by_text("深圳").first).to_be_visible()
    page.get_by_role("link", name="Link, citation, code").click()
    expect(page.get_by_role("textbox", name="Short link")).to_have_value(re.compile("/q/"))


def test_a_frame_shows_the_answer_on_a_page_of_another_site(browser: Browser, address: str) -> None:
    """Another site may have the frame, and no other page of this one."""
    framed = f"{address}/embed?view=chart&query={quote(ROWS)}"
    body = f'<iframe src="{framed}"></iframe><iframe src="{address}/figures"></iframe>'

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            frame = page.frame_locator("iframe").first
            expect(frame.locator("svg").first).to_be_visible()
            expect(frame.get_by_role("link", name="Open in the workbench")).to_have_attribute(
                "href", re.compile(r"^/sparql\?query=")
            )
            expect(page.frame_locator("iframe").last.get_by_role("main")).to_have_count(0)
            context.close()
        finally:
            server.shutdown()
            thread.join()


def test_a_link_of_an_earlier_release_says_that_the_data_has_changed(open_page: Opener) -> None:
    page = open_page(asked(CITIES) + "&release=00aa00aa")
    expect(page.get_by_text("This link was made with release 00aa00aa")).to_be_visible()


def test_the_address_of_the_page_is_that_of_the_query_that_ran(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, CITIES)
    page.keyboard.press("Control+Enter")
    expect(progress(page)).to_contain_text("rows")
    assert parse_qs(urlsplit(page.url).query)["query"] == [CITIES]


def test_the_keys_are_told_and_the_sheet_gives_the_focus_back(open_page: Opener) -> None:
    page = open_page("/sparql")
    editor(page).focus()
    page.keyboard.press("F1")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Leave the editor")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(editor(page)).to_be_focused()
    page.get_by_role("button", name="Keys").focus()
    page.keyboard.press("?")
    expect(sheet).to_be_visible()


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


def test_variables_of_the_query_are_offered(open_page: Opener) -> None:
    page = open_page("/sparql")
    write(page, "SELECT * { ?measure ?p ?o . }")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("?me")
    offer(page, "?measure")
    page.keyboard.press("Tab")
    expect(editor(page)).to_contain_text("?o . ?measure}")


@pytest.mark.parametrize("language", ["zh", "pt"])
def test_the_workbench_speaks_the_language_of_the_page(open_page: Opener, language: str) -> None:
    page = open_page(asked(EMPTY) + f"&lang={language}")
    heading = {"zh": "无解", "pt": "Sem soluções"}[language]
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    unspoken = page.locator(".bench").get_by_text(re.compile(r"^(end|bench|key)_\w+$"))
    expect(unspoken).to_have_count(0)


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_the_workbench_is_accessible_and_fits_its_window(
    open_page: Opener, name: str, scheme: str, width: int
) -> None:
    page = open_page(
        asked(STATES[name]) if STATES[name] else "/sparql",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    expect(editor(page)).to_be_visible()
    if name == "rows":
        expect(progress(page)).to_contain_text("rows")
    elif name != "ask":
        expect(page.locator(".ending h2")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, report(found)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_sheets_are_accessible(open_page: Opener) -> None:
    page = open_page(asked(ROWS), bypass_csp=True)
    expect(progress(page)).to_contain_text("rows")
    for name in ("History", "Saved", "Keys", "Save", "Share"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        found = Axe().run(page)
        assert found.violations_count == 0, name + report(found)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_first_load_is_small(browser: Browser, address: str) -> None:
    """All that the page asks for before the first run, packed by gzip: 170 KiB.

    The tour is not counted: 3 kB that come once, when a first visitor stirs on the loaded page.
    """
    context = browser.new_context()
    context.add_init_script('localStorage.tour = "bench"')
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on(
        "response",
        lambda response: sizes.update({response.url: len(gzip.compress(response.body(), 9))}),
    )
    page.goto(f"{address}/sparql")
    expect(editor(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    editor(page).click()
    context.close()
    assert len(sizes) >= 5
    assert sum(sizes.values()) <= LARGEST_LOAD, sizes
