"""Links to a query: short ones, long ones, frames."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.console.bench import CITIES, ROWS, Opener, asked, editor, offer, progress, report, write

pytestmark = pytest.mark.browser


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
