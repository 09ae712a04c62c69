"""How soon a page is there that somebody follows an address to, its processor slowed down.

The browser runs, and has no cache; the server has been started. From the moment in which the
browser begins, a page notes of itself (nothing else runs in it meanwhile):

- *first painted*: the first text or picture;
- *painted*: the largest part of what is in sight, so that a reader sees the page and not its head;
- *usable*: painted, what it is for is there (the editor; of the first page, whose links and search
  box need no script, its text), and no task of 50 ms or more is still to come in the next second.

The aims are for *usable*: "home within 0.5 s" and "the workbench interactive within 1 s" as who
waits for them would say. The bare page of YASGUI is measured in the same way.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

__all__ = ["SETTLING", "load"]

SETTLING = 1_200
"""So many milliseconds a new window is left alone: its browser is busy with it at first."""
AFTER = 1_500
CHROMIUM = Path("/usr/bin/chromium")
HOME = "document.querySelector('main h1')"
EDITOR = "document.querySelector('#bench-editor')?.shadowRoot?.querySelector('.cm-content')"
THEIRS = "document.querySelector('.yasqe .CodeMirror')"
# looks once a frame: what is there is painted in this frame, and the page is free after it
NOTED = """(() => {
  const look = () => {
    if (%s) setTimeout(() => { window.thereAt = performance.now(); });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
READ = """(async () => {
  const entries = (type) => new Promise((go) => {
    const observer = new PerformanceObserver((list) => go(list.getEntries()));
    observer.observe({type, buffered: true});
    setTimeout(() => go([]), 300);
  });
  const first = performance.getEntriesByName('first-contentful-paint')[0].startTime;
  const painted = (await entries('largest-contentful-paint')).at(-1)?.startTime ?? first;
  const until = Math.max(window.thereAt, painted) + 1000;
  const long = (await entries('longtask')).filter(({startTime}) => startTime < until);
  const ends = long.map(({startTime, duration}) => startTime + duration);
  return [first, painted, Math.max(window.thereAt, painted, ...ends)];
})()"""


def main() -> None:
    """Measure our own pages and print."""
    if not CHROMIUM.exists():
        print("Chromium is not installed", file=sys.stderr)
        return
    slower = float(os.environ.get("CBEC_KG_BENCH_SLOWER", "4"))
    rounds = int(os.environ.get("CBEC_KG_BENCH_ROUNDS", "3"))
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--headless", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        load(browser, "", rounds, slower)
        browser.close()


def load(browser: Browser, theirs: str, rounds: int, slower: float) -> None:
    """Measure the first page and the workbench, and YASGUI where its address is given."""
    with tempfile.TemporaryDirectory() as data, _started(Path(data)) as site:
        pages = [("home", f"{site}/", HOME), ("workbench", f"{site}/sparql", EDITOR)]
        if theirs:
            pages.append(("YASGUI", f"{theirs}/theirs-at-once", THEIRS))
        times: dict[str, list[list[float]]] = {name: [] for name, _, _ in pages}
        for _ in range(rounds):
            for name, address, there in pages:
                times[name].append(_loaded(browser, address, there, slower))
    print(f"a page with an empty cache, processor slowed {slower:g} times, {rounds} rounds")
    for name, taken in times.items():
        first, painted, usable = (statistics.median(column) for column in zip(*taken, strict=True))
        print(
            f"  {name:10} first painted after {first:,.0f} ms, painted after {painted:,.0f} ms, "
            f"usable after {usable:,.0f} ms"
        )


def _loaded(browser: Browser, address: str, there: str, slower: float) -> list[float]:
    """Give the milliseconds until the first paint, until all is painted, and until it is usable."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.wait_for_timeout(SETTLING)
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.addScriptToEvaluateOnNewDocument", {"source": NOTED % there})
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address, wait_until="load")
    # to ask sooner whether it is there would hold it up
    page.wait_for_timeout(AFTER)
    page.wait_for_function("window.thereAt")
    page.wait_for_timeout(AFTER)
    asked = {"expression": READ, "returnByValue": True, "awaitPromise": True}
    noted: list[float] = session.send("Runtime.evaluate", asked)["result"]["value"]
    page.context.close()
    return noted


@contextmanager
def _started(data: Path) -> Iterator[str]:
    """Build the release of the seeds and serve it."""
    kg = [sys.executable, "-m", "kg.cli.main"]
    subprocess.run([*kg, "build", "--data", str(data)], check=True, capture_output=True)
    serve = [*kg, "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            yield server.stderr.readline().split()[-1].rstrip("/")
        finally:
            server.terminate()
