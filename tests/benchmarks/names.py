"""What completion and search take: whole answers, beside CONTAINS in SPARQL over the same store.

The store is the built release and so many named things around it: 1,000,000 are ten million
triples. A release of ours has a thing with a label to 28 triples, so this is three times as dense
with names. The index is made as a server makes it, by ``python -m console.words``. Then the
application is asked what the editor asks it, for each way of typing at each place of a query; the
times are processor time from the request to the last byte, for others may use the machine too.
The peer is asked for the same texts in turn: it stops at the first 50, ranks nothing, forgives
nothing and knows one way of matching. Last, a server starts with the names of the release and with
those of the large store, in turn. ``NAMES=10000,100000`` chooses the sizes.
"""

from __future__ import annotations

import gc
import math
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from flask.testing import FlaskClient

from console.app import create_app
from console.settings import Settings
from console.words.keeper import follow
from kg.pipeline import build
from kg.resources import folder
from kg.store import EmbeddedStore, open_store
from tests.benchmarks.generate_names import create
from tests.benchmarks.names_asked import Asked, completions, searches
from tests.benchmarks.names_made import made, ready

SIZES = (10_000, 100_000, 1_000_000)
COMPLETION = 0.050
SEARCH = 0.100
PEER = """\
SELECT DISTINCT ?thing WHERE {{
  ?thing rdfs:label ?label .
  FILTER (CONTAINS(LCASE(STR(?label)), {asked}))
}}
LIMIT 50
"""
PEER_ASKED = 12
"""So often the peer is asked; where it finds little it reads every label."""


@dataclass
class Times:
    """The seconds that answers took, by the way of asking, and what took longest."""

    ways: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    slowest: dict[str, tuple[float, str]] = field(default_factory=dict)

    def add(self, asked: Asked, seconds: float) -> None:
        """Note what an answer took."""
        self.ways[asked.way].append(seconds)
        self.slowest[asked.way] = max(
            self.slowest.get(asked.way, (0.0, "")), (seconds, asked.address)
        )

    def all(self) -> list[float]:
        """Give the times of every way."""
        return [one for found in self.ways.values() for one in found]

    def tell(self, budget: float) -> None:
        """Print the times of each way, and the slowest where it is over the budget."""
        for way, found in self.ways.items():
            print(f"          {way:<22} {len(found):>4} asked, {shown(found)}", flush=True)
            seconds, address = self.slowest[way]
            if seconds > budget:
                print(f"{' ' * 34}slowest: {address}")


def main() -> None:
    """Print the times at each size; every way of asking must keep to its budget."""
    sizes = [int(size) for size in os.environ.get("NAMES", "").split(",") if size] or SIZES
    with tempfile.TemporaryDirectory(prefix="names-") as work:
        data = Path(work) / "data"
        build(folder("seeds"), data)
        for size in sizes:
            with tempfile.TemporaryDirectory(dir=work) as own:
                measure(size, Path(own), data)


def measure(size: int, work: Path, data: Path) -> None:
    """Make a store of so many named things and its index, and ask for what people type."""
    release = (data / "current").resolve()
    with open_store(release / "store") as store:
        triples = create(work / "store", size, store.quads())
    (work / "names").mkdir()
    file = work / "names" / "large.sqlite"
    cost = made(work / "store", file)
    print(f"{size:>9,} names, {triples:,} triples: index in {cost}", flush=True)
    with open_store(work / "store") as store, served(store, work) as client:
        gc.collect()
        gc.freeze()  # as `console.serve` does
        within = Times()
        theirs: list[float] = []
        asked = list(completions(size))
        for number, one in enumerate(asked):
            within.add(one, clock(lambda a=one.address: answer(client, a)))
            if number % max(1, len(asked) // PEER_ASKED) == 0:
                query = PEER.format(asked=ox.Literal(one.text.casefold()))
                theirs.append(clock(lambda q=query: list(store.query(q))))
        print("          /complete")
        within.tell(COMPLETION)
        every = within.all()
        print(f"          {'all':<22} {len(every):>4} asked, {shown(every)}")
        print(f"          {'CONTAINS':<22} {len(theirs):>4} asked, {shown(theirs)}")
        for share in (0.5, 0.99):
            ratio = part(theirs, share) / part(every, share)
            print(f"          CONTAINS takes {ratio:,.1f} times as long at p{share * 100:.0f}")
        found = Times()
        for one in searches(size):
            found.add(one, clock(lambda a=one.address: answer(client, a)))
        print("          /search.json")
        found.tell(SEARCH)
    small, large = ready(data, file)
    print(f"          a server answers after {small:.2f} s with the names of the release, after")
    print(f"          {large:.2f} s with these ({large / small:.2f} times), medians", flush=True)
    for times, budget in ((within, COMPLETION), (found, SEARCH)):
        for way, taken in times.ways.items():
            assert part(taken, 0.99) < budget, f"{way} takes longer than {budget * 1000:.0f} ms"


@contextmanager
def served(store: EmbeddedStore, work: Path) -> Iterator[FlaskClient]:
    """Give a client of an application over the store, whose names are read."""
    app = create_app(store, Settings(release="large"), data=work)
    keeper = follow(app)
    try:
        client = app.test_client()
        for path in ("/complete?text=a", "/search.json?q=a"):
            answer(client, path)  # reads what is read once
        yield client
    finally:
        keeper.close()


def answer(client: FlaskClient, address: str) -> bytes:
    """Give the whole answer, as a browser gets it."""
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, f"{address}: {response.text}"
    return response.data


def clock(act: Callable[[], object]) -> float:
    """Give the seconds of processor time that an act takes; others may use the machine too."""
    begun = time.thread_time()
    act()
    return time.thread_time() - begun


def part(times: list[float], share: float) -> float:
    """Give the time within which this share of them lies."""
    return sorted(times)[min(len(times) - 1, math.ceil(share * len(times)) - 1)]


def shown(times: list[float]) -> str:
    """Give the middle, the slow end and the slowest in milliseconds."""
    middle, slow = part(times, 0.5) * 1000, part(times, 0.99) * 1000
    return f"p50 {middle:7.2f} ms, p99 {slow:7.2f} ms, most {max(times) * 1000:7.2f} ms"
