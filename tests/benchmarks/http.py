"""The server beside oxigraph, rdflib-endpoint and Virtuoso on the same data, in interleaved rounds.

``CBEC_KG_BENCH_TRIPLES`` sets the size (default 200,000; DECISIONS has figures at 1,000,000),
``CBEC_KG_BENCH_SECONDS`` how long a round of one server takes (2), ``CBEC_KG_BENCH_ROUNDS`` how
many rounds (3), ``CBEC_KG_BENCH_KINDS`` which kinds, with semicolons between them;
``CBEC_KG_BENCH_WITHOUT`` names peers to leave out, such as ``rdflib-endpoint``, which takes minutes
for a single aggregate over a million triples. A peer that is not installed is left out and said so.
The processor time is that of the server's whole process tree, sandboxed workers included. The load
comes from wrk (Debian: apt install wrk), one thread for every peer: it takes 8 µs a request, where
a client in Python took more than the servers did and made them all look alike. It shares the
processors with the server, so throughput is a lower bound for the fastest.
"""

from __future__ import annotations

import http.client
import importlib.util
import math
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import RdfFormat, serialize

from kg.vocab import ID, ONT
from tests.benchmarks import generate

TRIPLES = int(os.environ.get("CBEC_KG_BENCH_TRIPLES", "200000"))
SECONDS = float(os.environ.get("CBEC_KG_BENCH_SECONDS", "2"))
ROUNDS = int(os.environ.get("CBEC_KG_BENCH_ROUNDS", "3"))
WITHOUT = set(filter(None, os.environ.get("CBEC_KG_BENCH_WITHOUT", "").split(",")))
OURS = "cbec-kg"
LOAD = Path(__file__).with_name("load.lua")
HELLO = """
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]
"""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Peer:
    """A server under measurement: its port, its process, and where its endpoint is."""

    name: str
    port: int
    pid: int
    path: str = "/sparql"
    errors: dict[str, int] = field(default_factory=dict)
    results: dict[str, list[tuple[float, float, float, float]]] = field(default_factory=dict)


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
        peers = list(_peers(Path(name), stack))
        print(f"{TRIPLES:,} triples, {ROUNDS} rounds of {SECONDS:g} s, load by wrk, one thread")
        for peer in peers:
            _settle(peer)
        kinds = {name: kind for name, kind in KINDS.items() if not ONLY or name in ONLY}
        for turn in range(ROUNDS):
            for name, kind in kinds.items():
                for peer in peers:
                    if peer.name == OURS or not kind.attacked:  # the others have no limits
                        _round(peer, name, kind, turn)
        _report(peers, list(kinds))


def _peers(folder: Path, stack: ExitStack) -> Iterator[Peer]:
    data = folder / "data"
    generate.write_release(data, TRIPLES)
    triples = folder / "data.nt"
    with triples.open("wb") as file:
        quads = (quad.triple for quad in generate.quads(TRIPLES))
        serialize(quads, file, format=RdfFormat.N_TRIPLES)
    kg = [sys.executable, "-m", "kg.cli.main", "serve", "--data", str(data)]
    yield stack.enter_context(_server(OURS, [*kg, "--port", "{port}"]))
    oxigraph = Path(sys.executable).with_name("oxigraph")
    if oxigraph.exists():
        store = str(folder / "oxigraph")
        load = [str(oxigraph), "load", "--location", store, "--file", str(triples)]
        subprocess.run(load, check=True, capture_output=True)
        serve = [
            str(oxigraph),
            "serve-read-only",
            "--location",
            store,
            "--bind",
            "127.0.0.1:{port}",
        ]
        yield stack.enter_context(_server("oxigraph", serve, "/query"))
    else:
        print("oxigraph is not installed: left out")
    installed = all(map(importlib.util.find_spec, ("rdflib_endpoint", "uvicorn")))
    if installed and "rdflib-endpoint" not in WITHOUT:
        command = [sys.executable, "-m", "rdflib_endpoint", "serve", str(triples)]
        yield stack.enter_context(_server("rdflib-endpoint", [*command, "--port", "{port}"], "/"))
    else:
        print("rdflib-endpoint is not installed or not wanted: left out")
    if shutil.which("virtuoso-t") and "Virtuoso" not in WITHOUT:
        yield stack.enter_context(_virtuoso(folder, triples))
    else:
        print("Virtuoso is not installed or not wanted: left out")
    (folder / "hello.py").write_text(HELLO)
    granian = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
    hello = [*granian, "--no-ws", "--log-level", "error", "--port", "{port}", "hello:app"]
    yield stack.enter_context(_server("bare hello", hello, "/", cwd=folder))


@contextmanager
def _server(
    name: str, command: list[str], path: str = "/sparql", cwd: Path | None = None
) -> Iterator[Peer]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [part.format(port=port) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": _paths()},
    )
    try:
        _wait(port)
        yield Peer(name, port, process.pid, path)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def _virtuoso(folder: Path, triples: Path) -> Iterator[Peer]:
    home = folder / "virtuoso"
    home.mkdir()
    ini = home / "virtuoso.ini"
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        sql, web = one.getsockname()[1], other.getsockname()[1]
    files = "\n".join(
        f"{key}={home / file}"
        for key, file in (
            ("DatabaseFile", "v.db"),
            ("ErrorLogFile", "v.log"),
            ("LockFile", "v.lck"),
            ("TransactionFile", "v.trx"),
            ("xa_persistent_file", "v.pxa"),
        )
    )
    ini.write_text(
        f"[Database]\n{files}\n[TempDatabase]\nDatabaseFile={home / 't.db'}\n"
        f"TransactionFile={home / 't.trx'}\n[Parameters]\nServerPort=127.0.0.1:{sql}\n"
        f"NumberOfBuffers=40000\nMaxDirtyBuffers=30000\nDirsAllowed={folder}\n"
        f"SchedulerInterval=10\n[HTTPServer]\nServerPort=127.0.0.1:{web}\n"
        "[SPARQL]\nResultSetMaxRows=1000000\nMaxQueryExecutionTime=60\n"
    )
    process = subprocess.Popen(
        ["virtuoso-t", "-f", "+configfile", str(ini)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=home,
    )
    try:
        _wait(web)
        _wait(sql)
        load = f"ld_dir('{folder}', '{triples.name}', 'urn:bench'); rdf_loader_run(); checkpoint;"
        command = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={load}"]
        subprocess.run(command, check=True, capture_output=True)
        yield Peer("Virtuoso", web, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _paths() -> str:
    """Let a server find what is imported here."""
    return os.pathsep.join([str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])])


def _wait(port: int) -> None:
    end = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def _settle(peer: Peer) -> None:
    """Wait until a server has done what it does by itself after its start."""
    end, before = time.monotonic() + 300, -1.0
    while time.monotonic() < end:
        now = _processor(peer.pid)
        if now - before < 0.02:
            return
        before = now
        time.sleep(2)


def _round(peer: Peer, name: str, kind: Kind, turn: int) -> None:
    path = f"{peer.path}?query={quote(kind.query, safe='@')}"
    accept = kind.accept
    if name == "entity" and peer.name == OURS:  # the page, which says more than DESCRIBE
        path, accept = "/doc/obs/f@.html", "text/html"
    numbers = kind.numbers
    if kind.repeated:
        path, numbers = path.replace("@", "7"), 1
    etag = _etag(peer, path, accept) if kind.held else ""
    if kind.held and not etag:
        return
    # a server that remembers answers is not to be asked the same twice
    first = turn * numbers // ROUNDS
    # what takes long would be cut off too often
    seconds = SECONDS if kind.connections > 2 else max(SECONDS, 8)
    command = ["wrk", "-t1", f"-c{kind.connections}", f"-d{math.ceil(seconds)}", "--timeout", "60"]
    command += ["-s", str(LOAD), f"http://127.0.0.1:{peer.port}"]
    command += ["--", path, str(first), str(numbers), accept, etag]
    with _attack(peer) if kind.attacked else nullcontext():
        before = _processor(peer.pid)
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        used = _processor(peer.pid) - before
    line = next(line for line in done.stdout.splitlines() if line.startswith("= "))
    number, duration, p50, p99, errors = map(int, line.split()[1:])
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


def _processor(pid: int) -> float:
    """Give the seconds of processor time of a process and all below it, the ended ones too."""
    total, left = 0.0, [pid]
    while left:
        one = left.pop()
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            children = Path(f"/proc/{one}/task").iterdir()
            total += sum(int(fields[n]) for n in (11, 12, 13, 14)) / TICKS
            for task in children:
                left.extend(map(int, (task / "children").read_text().split()))
        except OSError:
            continue
    return total


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
