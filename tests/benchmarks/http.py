"""The server beside oxigraph, rdflib-endpoint and Virtuoso on the same data, in interleaved rounds.

``CBEC_KG_BENCH_TRIPLES`` sets the size (default 200,000; DECISIONS has figures at 1,000,000),
``CBEC_KG_BENCH_SECONDS`` how long a round of one server takes (2, after 2 that are not counted),
``CBEC_KG_BENCH_ROUNDS`` how many rounds (3), ``CBEC_KG_BENCH_KINDS`` which kinds, with semicolons
between them; ``CBEC_KG_BENCH_WITHOUT`` names peers to leave out, such as ``rdflib-endpoint``, which
takes minutes for a single aggregate over a million triples. A peer that is not installed is left
out and said so.
The processor time is that of the server's whole process tree, sandboxed workers included. The load
comes from wrk (Debian: apt install wrk), one thread for every peer: it takes 8 µs a request, where
a client in Python took more than the servers did and made them all look alike. It shares the
processors with the server, so throughput is a lower bound for the fastest.
"""

from __future__ import annotations

import http.client
import math
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kg.vocab import ID, ONT
from tests.benchmarks import generate
from tests.benchmarks.peers import OURS, Peer, processor, settle, start_peers

TRIPLES = int(os.environ.get("CBEC_KG_BENCH_TRIPLES", "200000"))
SECONDS = float(os.environ.get("CBEC_KG_BENCH_SECONDS", "2"))
ROUNDS = int(os.environ.get("CBEC_KG_BENCH_ROUNDS", "3"))
WARM = 2
"""So many seconds a server is loaded before each round: others had the machine meanwhile."""
LOAD = Path(__file__).with_name("load.lua")


# @ stands for a number, another each time
SMALL = f"SELECT ?v {{ <{ID}obs/f@> <{ONT}value> ?v }}"
"""One row."""
THOUSAND = (
    f"SELECT ?f ?v {{ ?f <{ONT}area> ?a ; <{ONT}value> ?v "
    f"FILTER(?a != <{ID}place/Area@>) }} LIMIT 1000"
)
MANY = f"SELECT ?f ?a ?v {{ ?f <{ONT}area> ?a ; <{ONT}value> ?v }} OFFSET @ LIMIT 100000"
"""A hundred thousand rows of a join, or as many as there are."""
SCAN = f"SELECT ?f ?v {{ ?f <{ONT}value> ?v }} OFFSET @ LIMIT 100000"
TREE = (
    f"SELECT ?part (SUM(?v) AS ?sum) {{ ?part <{ONT}locatedIn> <{ID}place/Area1> . "
    f"?a <{ONT}locatedIn>* ?part . ?f <{ONT}area> ?a ; <{ONT}value> ?v FILTER(?v > -@) }} "
    "GROUP BY ?part"
)
"""Sums over the tree of areas."""
BOMB = "SELECT (COUNT(*) AS ?n) {" + "".join(
    f"VALUES ?v{n} {{{' '.join(map(str, range(60)))}}}" for n in range(8)
) + "}"  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """What is asked: a query, how many numbers it takes, how many connections ask, and for what.

    A ``repeated`` one has the same number each time, and with a condition where it is ``held``;
    ``attacked`` is asked while others ask what takes for ever.
    """

    query: str
    numbers: int
    connections: int = 8
    accept: str = "text/csv"
    repeated: bool = False
    held: bool = False
    attacked: bool = False


FIGURES = generate.figures(TRIPLES)
KINDS: dict[str, Kind] = {
    "small": Kind(SMALL, FIGURES),
    "small, repeated": Kind(SMALL, FIGURES, repeated=True),
    "304": Kind(SMALL, FIGURES, repeated=True, held=True),
    "small, under attack": Kind(SMALL, FIGURES, attacked=True),
    "small, 100 clients": Kind(SMALL, FIGURES, connections=100),
    "small, 100 clients, under attack": Kind(SMALL, FIGURES, connections=100, attacked=True),
    "1,000 rows": Kind(THOUSAND, generate.AREAS),
    "100,000 rows": Kind(MANY, 997, connections=2),
    "100,000 rows of a scan": Kind(SCAN, 997, connections=2),
    "aggregate over the area tree": Kind(TREE, 1_000_000, connections=2),
    "the same, repeated": Kind(TREE, 1_000_000, repeated=True),
    "entity": Kind(f"DESCRIBE <{ID}obs/f@>", FIGURES, accept="text/turtle"),
}
ONLY = set(filter(None, os.environ.get("CBEC_KG_BENCH_KINDS", "").split(";")))


def main() -> None:
    """Measure and print."""
    if not shutil.which("wrk"):
        print("wrk (Debian: apt install wrk) is not installed: nothing is measured")
        return
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        peers = list(start_peers(Path(name), TRIPLES, stack))
        print(f"{TRIPLES:,} triples, {ROUNDS} rounds of {SECONDS:g} s, load by wrk, one thread")
        for peer in peers:
            settle(peer)
        kinds = {name: kind for name, kind in KINDS.items() if not ONLY or name in ONLY}
        for turn in range(ROUNDS):
            for name, kind in kinds.items():
                for peer in peers:
                    if peer.name == OURS or not kind.attacked:  # the others have no limits
                        _round(peer, name, kind, turn)
        _report(peers, list(kinds))


def _round(peer: Peer, name: str, kind: Kind, turn: int) -> None:
    query = kind.query
    if not kind.repeated:
        # who remembers answers is not to be asked the same in another round, or under attack
        query = query.replace("?v", f"?v{turn}_{kind.connections}{'a' * kind.attacked}")
    path = f"{peer.path}?query={quote(query, safe='@')}"
    accept = kind.accept
    if name == "entity" and peer.name == OURS:  # the page, which says more than DESCRIBE
        path, accept = "/doc/obs/f@.html", "text/html"
    numbers = kind.numbers
    if kind.repeated:
        path, numbers = path.replace("@", "7"), 1
    etag = _etag(peer, path, accept) if kind.held else ""
    if kind.held and not etag:
        return
    # what takes long would be cut off too often
    seconds = SECONDS if kind.connections > 2 else max(SECONDS, 8)

    def load(first: int, seconds: float) -> list[int]:
        """Load the server; give how many answers, µs, p50, p99 and how many errors."""
        command = ["wrk", "-t1", f"-c{kind.connections}", f"-d{math.ceil(seconds)}"]
        command += ["--timeout", "60", "-s", str(LOAD), f"http://127.0.0.1:{peer.port}"]
        command += ["--", path, str(first), str(numbers), accept, etag]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        line = next(line for line in done.stdout.splitlines() if line.startswith("= "))
        return [int(one) for one in line.split()[1:]]

    part = numbers // ROUNDS  # an entity has the same address in every round
    load(turn * part, WARM)
    with _attack(peer) if kind.attacked else nullcontext():
        before = processor(peer.pid)
        number, duration, p50, p99, errors = load(turn * part + part // 2, seconds)
        used = processor(peer.pid) - before
    peer.errors[name] = peer.errors.get(name, 0) + errors
    if number > errors:
        row = number / duration * 1e6, p50 / 1000, p99 / 1000, used / number * 1000
        peer.results.setdefault(name, []).append(row)


@contextmanager
def _attack(peer: Peer) -> Iterator[None]:
    """Have five clients at another address ask for ever what takes for ever."""
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            link = http.client.HTTPConnection(
                "127.0.0.1", peer.port, timeout=60, source_address=("127.0.0.2", 0)
            )
            with suppress(OSError, http.client.HTTPException):
                link.request("GET", f"{peer.path}?query={quote(BOMB)}")
                link.getresponse().read()
            link.close()

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _etag(peer: Peer, path: str, accept: str) -> str:
    link = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60)
    link.request("GET", path, headers={"Accept": accept})
    answer = link.getresponse()
    answer.read()
    link.close()
    return answer.headers.get("ETag", "")


def _report(peers: list[Peer], kinds: list[str]) -> None:
    ours = peers[0]
    for kind in kinds:
        print(f"\n{kind}")
        for peer in peers:
            rows = peer.results.get(kind)
            if not rows:
                print(f"  {peer.name:16} -")
                continue
            rate, p50, p99, cpu = (statistics.median(column) for column in zip(*rows, strict=True))
            errors = peer.errors.get(kind, 0)
            line = f"  {peer.name:16} {rate:10,.1f}/s  p50 {p50:9.2f} ms  p99 {p99:9.2f} ms"
            line += f"  CPU {cpu:9.3f} ms"
            if peer is not ours and (mine := ours.results.get(kind)):
                mean, _, _, used = (statistics.median(one) for one in zip(*mine, strict=True))
                line += f"  (ours: {mean / rate:.2f} x rate, {used / cpu if cpu else 0:.2f} x CPU)"
            print(line + (f"  {errors} ERRORS" if errors else ""))
