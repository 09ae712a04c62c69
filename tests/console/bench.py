"""The workbench as the tests of it in a browser use it: queries, places of the page, states."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import quote

from axe_playwright_python.sync_playwright import AxeResults
from playwright.sync_api import Locator, Page, Route, expect

CITIES = 'SELECT ?city ?name { ?city a cbec:City ; rdfs:label ?name . FILTER(LANG(?name) = "zh") }'
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ROWS = "SELECT * { ?city a cbec:City ; cbec:latitude ?latitude }"
EMPTY = "SELECT * { ?s a cbec:Citty }"
WRONG = "SELECT * {\n  ?s cbce:area ?o\n}"

Opener = Callable[..., Page]


def asked(query: str) -> str:
    """Give the address of the workbench with a query."""
    return f"/sparql?query={quote(query)}"


def editor(page: Page) -> Locator:
    """Give the field of the editor."""
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
    """Give the text of the editor."""
    return "\n".join(editor(page).locator(".cm-line").all_inner_texts()).replace("\xa0", " ")


def offer(page: Page, name: str | re.Pattern[str]) -> Locator:
    """Give a completion that is offered and takes keys, which it does not in its first 75 ms."""
    option = page.get_by_role("option", name=name).first
    expect(option).to_be_visible()
    page.evaluate("new Promise((go) => setTimeout(go, 100))")
    return option


def progress(page: Page) -> Locator:
    """Give what stands beside the button: rows and time."""
    return page.locator("#bench-progress .figures")


def report(found: AxeResults) -> str:
    """Give what axe found, to be read in the message of a test."""
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
