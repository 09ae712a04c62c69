"""What the sandboxed workers cost: beside the same query in the same process, and under attack.

Every figure is a median of interleaved rounds in one run, so that a busy machine hurts both sides.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat

from console.engine import Asker, Workers
from console.problems import Problem
from console.protocol import QueryRequest
from console.workers import Limits, Pool, Task
from kg.store.embedded import EmbeddedStore, create_store, open_store

JSON = "application/sparql-results+json"
THINGS = 20_000
ROUNDS = 40
CLIENTS = 100
HOSTILE = 5
SECONDS = 6.0
VALUES = " ".join(str(n) for n in range(60))
BOMB = "SELECT (COUNT(*) AS ?n) {" + "".join(f"VALUES ?v{n} {{{VALUES}}}" for n in range(8)) + "}"


def small(number: int) -> str:
    """Give a query with one row."""
    return f"SELECT ?o {{ <urn:thing:{number % THINGS}> <urn:name> ?o }}"


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        name = NamedNode("urn:name")
        create_store(
            store,
            (Quad(NamedNode(f"urn:thing:{n}"), name, Literal(f"thing {n}")) for n in range(THINGS)),
        )
        with open_store(store) as direct:
            _overhead(direct, store)
        _kills(store)
        _throughput(store)
        _cached(Path(folder))


def _directly(store: EmbeddedStore, text: str) -> bytes | None:
    return store.query(text).serialize(format=QueryResultsFormat.JSON)


def _in_worker(pool: Pool, text: str) -> bytes | None:
    return pool.run(Task("query", text, JSON)).whole


def _overhead(direct: EmbeddedStore, path: Path) -> None:
    pool = Pool(path)
    try:
        inside: list[float] = []
        outside: list[float] = []
        for turn in range(ROUNDS):
            for number in range(turn * 50, turn * 50 + 50):
                text = small(number)
                inside.append(_timed(partial(_directly, direct, text)))
                outside.append(_timed(partial(_in_worker, pool, text)))
        _compare("small query", inside, outside)
        rows = "SELECT ?s ?o { ?s <urn:name> ?o }"
        inside, outside = [], []
        for _ in range(5):
            inside.append(
                _timed(lambda: direct.query(rows).serialize(format=QueryResultsFormat.JSON))
            )
            outside.append(_timed(lambda: b"".join(pool.run(Task("query", rows, JSON)))))
        _compare(f"{THINGS:,} rows", inside, outside)
    finally:
        pool.close()


def _compare(what: str, inside: list[float], outside: list[float]) -> None:
    one, other = statistics.median(inside) * 1e3, statistics.median(outside) * 1e3
    print(
        f"{what}: {one:.3f} ms in the process, {other:.3f} ms by a worker: "
        f"{other - one:+.3f} ms, x {other / one:.2f}"
    )


def _kills(path: Path) -> None:
    pool = Pool(path, Limits(seconds=0.5))
    late, after = [], []
    for _ in range(10):
        begun = time.monotonic()
        _ended(pool, BOMB, "a")
        late.append(time.monotonic() - begun - 0.5)
        after.append(_timed(lambda: pool.run(Task("query", "ASK {}", JSON)).whole))
    pool.close()
    print(
        f"kill: {statistics.median(late) * 1e3:.1f} ms after the limit (worst "
        f"{max(late) * 1e3:.1f}), next answer {statistics.median(after) * 1e3:.2f} ms later"
        f" (worst {max(after) * 1e3:.2f})"
    )


def _throughput(path: Path) -> None:
    """Count the answers to polite clients, with and without hostile ones, in turns."""
    quiet: list[float] = []
    attacked: list[float] = []
    waits: dict[str, list[float]] = {"quiet": [], "attacked": []}
    for _ in range(2):
        for name, rates, hostile in (("quiet", quiet, 0), ("attacked", attacked, HOSTILE)):
            pool = Pool(path, Limits(seconds=2))
            rate, seconds = _clients(pool, hostile)
            rates.append(rate)
            waits[name] += seconds
            pool.close()
    one, other = max(quiet), max(attacked)
    print(
        f"{CLIENTS} clients: {one:.0f} answers/s quiet, {other:.0f} beside {HOSTILE} hostile ones "
        f"(x {other / one:.2f}); p99 {_p99(waits['quiet']):.0f} and "
        f"{_p99(waits['attacked']):.0f} ms (x {_p99(waits['attacked']) / _p99(waits['quiet']):.2f})"
    )


def _clients(pool: Pool, hostile: int) -> tuple[float, list[float]]:
    end = time.monotonic() + SECONDS
    taken: list[float] = []
    lock = threading.Lock()

    def polite(client: int) -> None:
        mine = []
        number = client
        while time.monotonic() < end:
            number += CLIENTS
            expected = b'"thing %d"' % (number % THINGS)
            begun = time.monotonic()
            body = pool.run(Task("query", small(number), JSON), client=f"p{client}").whole
            mine.append(time.monotonic() - begun)
            assert body is not None
            assert expected in body
        with lock:
            taken.extend(mine)

    def attack(client: int) -> None:
        while time.monotonic() < end:
            _ended(pool, BOMB, f"h{client}")

    with ThreadPoolExecutor(CLIENTS + HOSTILE) as threads:
        work = [threads.submit(attack, client) for client in range(hostile)]
        work += [threads.submit(polite, client) for client in range(CLIENTS)]
        for one in work:
            one.result()
    return len(taken) / SECONDS, taken


def _ended(pool: Pool, text: str, client: str) -> None:
    try:
        pool.run(Task("query", text, JSON), client=client).close()
    except Problem as problem:
        if problem.code == "busy":
            time.sleep(0.1)  # an attacker is not obliged to heed Retry-After either


def _cached(folder: Path) -> None:
    with Workers(folder) as engine:
        asked = QueryRequest(small(7))
        engine.answer(asked, JSON).read()
        seconds = [_timed(lambda: engine.answer(asked, JSON, Asker()).read()) for _ in range(5000)]
    print(f"answer from the cache: {statistics.median(seconds) * 1e3:.4f} ms")


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * 99 // 100] * 1e3


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
