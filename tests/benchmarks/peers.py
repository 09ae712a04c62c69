"""The servers that are measured beside ours, each with the same data, and what they use."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from tests.benchmarks import generate

__all__ = ["OURS", "Peer", "processor", "settle", "start_peers"]

WITHOUT = set(filter(None, os.environ.get("CBEC_KG_BENCH_WITHOUT", "").split(",")))
OURS = "cbec-kg"
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


def start_peers(folder: Path, size: int, stack: ExitStack) -> Iterator[Peer]:
    """Start ours and every peer that is installed, with so many triples."""
    data = folder / "data"
    generate.write_release(data, size)
    triples = folder / "data.nt"
    with triples.open("wb") as file:
        quads = (quad.triple for quad in generate.quads(size))
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


def settle(peer: Peer) -> None:
    """Wait until a server has done what it does by itself after its start."""
    end, before = time.monotonic() + 300, -1.0
    while time.monotonic() < end:
        now = processor(peer.pid)
        if now - before < 0.02:
            return
        before = now
        time.sleep(2)


def processor(pid: int) -> float:
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
