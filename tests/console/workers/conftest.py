"""A store of a few thousand quads, and pools of workers over it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from console.problems import Problem
from console.workers import Limits, Pool, Task
from kg.store.embedded import create_store

JSON = "application/sparql-results+json"
CSV = "text/csv"

QUICK = Limits(seconds=1.0, fast=2, slow=2, pages=1, spares=1, memory=192 << 20, fast_seconds=0.2)


def write_release(folder: Path, things: int = 3000) -> Path:
    graphs = [NamedNode(f"urn:g:{n}") for n in range(3)]
    quads = [
        Quad(
            NamedNode(f"https://example.org/thing/{n}"),
            NamedNode("https://example.org/name"),
            Literal(f"thing {n}"),
            graphs[n % 3],
        )
        for n in range(things)
    ]
    create_store(folder / "store", quads)
    return folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release; it is read only."""
    return write_release(tmp_path_factory.mktemp("release"))


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., Pool]]:
    """Start pools with limits of one's own; they are closed afterwards."""
    pools: list[Pool] = []

    def starting(limits: Limits = QUICK, store: Path = folder / "store") -> Pool:
        pools.append(Pool(store, limits))
        return pools[-1]

    yield starting
    for pool in pools:
        pool.close()


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[Pool]:
    """A pool with a limit of one second, which tests may hurt but not close."""
    opened = Pool(folder / "store", QUICK)
    yield opened
    opened.close()


def cross(variables: int = 8, values: int = 60) -> str:
    """Give a pattern with ``values ** variables`` solutions, of which the engine stores none."""
    row = " ".join(str(n) for n in range(values))
    return " ".join(f"VALUES ?v{n} {{ {row} }}" for n in range(variables))


def ask(pool: Pool, text: str, media_type: str = JSON, client: str = "a") -> bytes:
    return b"".join(pool.run(Task("query", text, media_type), client=client))


@dataclass
class Outcome:
    """How a query ended, and after how many seconds."""

    code: str
    status: int
    seconds: float
    body: bytes = b""


def outcome(pool: Pool, text: str, client: str = "a", media_type: str = JSON) -> Outcome:
    begun = time.monotonic()
    try:
        body = ask(pool, text, media_type, client)
    except Problem as problem:
        return Outcome(problem.code, problem.status, time.monotonic() - begun)
    return Outcome("answered", 200, time.monotonic() - begun, body)


def eventually(fact: Callable[[], object], seconds: float = 10.0) -> None:
    """Look until something is so; fail where it does not come about."""
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.005)


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be buried does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))  # the listing itself is one of them


@pytest.fixture(scope="session")
def lab() -> SimpleNamespace:
    """What tests of several files do with a pool, since test files cannot import one another."""
    return SimpleNamespace(
        CSV=CSV,
        JSON=JSON,
        QUICK=QUICK,
        alive=alive,
        ask=ask,
        cross=cross,
        descriptors=descriptors,
        eventually=eventually,
        outcome=outcome,
        write_release=write_release,
    )
