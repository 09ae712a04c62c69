"""The server beside oxigraph, rdflib-endpoint and Virtuoso on the same data, in interleaved rounds.

``CBEC_KG_BENCH_TRIPLES`` sets the size (default 200,000; the issue's figures are at 1,000,000),
``CBEC_KG_BENCH_SECONDS`` how long a round of one server takes (2), ``CBEC_KG_BENCH_ROUNDS`` how
many rounds (3); ``CBEC_KG_BENCH_WITHOUT`` names peers to leave out, such as ``rdflib-endpoint``,
which takes minutes for a single aggregate over a million triples. A peer that is not installed is
left out and said so. The processor time is that
of the server's whole process tree, sandboxed workers included; the client has a processor of its
own only where the machine has one to spare, so throughput is a lower bound for the fastest.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
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
CLIENTS = 8
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
    headers: str = ""
    results: dict[str, list[tuple[float, float, float, float]]] = field(default_factory=dict)


def small(number: int) -> str:
    """One row, another each time."""
    return f"SELECT ?v {{ <{ID}obs/f{number % generate.figures(TRIPLES)}> <{ONT}value> ?v }}"


def thousand(number: int) -> str:
    """A thousand rows, others each time."""
    area = number % generate.AREAS
    return (
        f"SELECT ?f ?v {{ ?f <{ONT}area> ?a ; <{ONT}value> ?v "
        f"FILTER(?a != <{ID}place/Area{area}>) }} LIMIT 1000"
    )


def many(number: int) -> str:
    """A hundred thousand rows, or as many as there are."""
    rows = f"SELECT ?f ?a ?v {{ ?f <{ONT}area> ?a ; <{ONT}value> ?v }}"
    return f"{rows} OFFSET {number % 997} LIMIT 100000"


def tree(number: int) -> str:
    """Sums over the tree of areas, below another area each time."""
    top = f"<{ID}place/Area{number % 30 + 1}>"
    return (
        f"SELECT ?part (SUM(?v) AS ?sum) {{ ?part <{ONT}locatedIn> {top} . "
        f"?a <{ONT}locatedIn>* ?part . ?f <{ONT}area> ?a ; <{ONT}value> ?v }} GROUP BY ?part"
    )


def describe(number: int) -> str:
    """What is known of a figure."""
    return f"DESCRIBE <{ID}obs/f{number % generate.figures(TRIPLES)}>"


QUERIES: dict[str, Callable[[int], str]] = {
    "small": small,
    "1,000 rows": thousand,
    "100,000 rows": many,
    "aggregate over the area tree": tree,
    "entity": describe,
}
REPEATED = "small, repeated"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        peers = list(_peers(folder, stack))
        print(f"{TRIPLES:,} triples, {ROUNDS} rounds of {SECONDS:g} s, {CLIENTS} clients")
        kinds = [*QUERIES, REPEATED, "304"]
        for turn in range(ROUNDS):
            for kind in kinds:
                for peer in peers:
                    _round(peer, kind, turn)
        _report(peers, kinds)


def _peers(folder: Path, stack: ExitStack) -> Iterator[Peer]:
    data = folder / "data"
    generate.write_release(data, TRIPLES)
    triples = folder / "data.nt"
    with triples.open("wb") as file:
        quads = (quad.triple for quad in generate.quads(TRIPLES))
        serialize(quads, file, format=RdfFormat.N_TRIPLES)
    kg = [sys.executable, "-m", "kg.cli.main", "serve", "--data", str(data)]
    yield stack.enter_context(_server("cbec-kg", [*kg, "--port", "{port}"]))
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


def _round(peer: Peer, kind: str, turn: int) -> None:
    before, begun = _processor(peer.pid), time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        parts = list(pool.map(_load, [peer] * 2, [kind] * 2, [turn * 2, turn * 2 + 1]))
    wall, used = time.perf_counter() - begun, _processor(peer.pid) - before
    times = sorted(one for part in parts for one in part)
    if not times:
        return
    rate = len(times) / min(wall, max(SECONDS, times[-1]))
    p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
    row = (rate, statistics.median(times) * 1000, p99 * 1000, used / len(times) * 1000)
    peer.results.setdefault(kind, []).append(row)


def _load(peer: Peer, kind: str, part: int) -> list[float]:
    """Ask in turn on several connections for a while; give how long each answer took."""
    # a server may end one of many long answers in favour of short ones: two at a time are fair
    width = 1 if kind == "100,000 rows" else CLIENTS // 2
    links = [socket.create_connection(("127.0.0.1", peer.port)) for _ in range(width)]
    requests = [_request(peer, kind, part * 1_000_003 + number) for number in range(64)]
    etag = _etag(links[0], requests[0]) if kind == "304" else ""
    if kind == "304" and not etag:
        return []
    times: list[float] = []
    end = time.perf_counter() + SECONDS
    number = part * 1_000_003
    while time.perf_counter() < end:
        sent = []
        for link in links:
            number += 1
            begun = time.perf_counter()
            link.sendall(_request(peer, kind, number, etag))
            sent.append((link, begun))
        for link, begun in sent:
            status = _read(link)
            if status not in {200, 304}:
                print(f"{peer.name} answered {status or 'nothing whole'} to {kind}")
                return times
            times.append(time.perf_counter() - begun)
    for link in links:
        link.close()
    return times


def _request(peer: Peer, kind: str, number: int, etag: str = "") -> bytes:
    repeated = kind in {REPEATED, "304"}
    query = small(7) if repeated else QUERIES[kind](number)
    path = f"{peer.path}?query={quote(query, safe='')}"
    accept = "text/csv"
    if kind == "entity":
        accept = "text/turtle"
        if peer.name == "cbec-kg":  # the page, which says more than DESCRIBE
            figure = number % generate.figures(TRIPLES)
            path, accept = f"/doc/obs/f{figure}.html", "text/html"
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{peer.port}\r\nAccept: {accept}\r\n{condition}\r\n"
    ).encode()


def _etag(link: socket.socket, request: bytes) -> str:
    link.sendall(request)
    head = b""
    while b"\r\n\r\n" not in head:
        head += link.recv(1 << 16)
    for line in head.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"etag":
            return value.strip().decode()
    return ""


def _read(link: socket.socket) -> int:
    """Read one whole answer and give its status."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = link.recv(1 << 18)
        if not piece:
            return 0
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    low = head.lower()
    status = int(head[9:12])
    if b"content-length:" in low:
        left = int(low.split(b"content-length:")[1].split(b"\r\n")[0]) - len(body)
        while left > 0:
            left -= len(link.recv(1 << 18))
    elif b"transfer-encoding: chunked" in low:
        tail = body[-5:]
        while tail != b"0\r\n\r\n":
            piece = link.recv(1 << 18)
            if not piece:
                return 0
            tail = (tail + piece)[-5:]
    return status


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
            line = f"  {peer.name:16} {rate:10,.1f}/s  p50 {p50:9.2f} ms  p99 {p99:9.2f} ms"
            line += f"  CPU {cpu:9.3f} ms"
            if peer is not ours and (mine := ours.results.get(kind)):
                mean, _, _, used = (statistics.median(one) for one in zip(*mine, strict=True))
                line += f"  (ours: {mean / rate:.2f} x rate, {used / cpu if cpu else 0:.2f} x CPU)"
            print(line)
