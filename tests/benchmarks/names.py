"""What completion takes: the index of names beside CONTAINS in SPARQL, on the same store.

CONTAINS stops at the first 50 and ranks nothing, forgives nothing and knows one way of matching.
For 10,000 to 1,000,000 named things in three languages (1,000,000 are 10 million triples) it asks
both in turn for the same texts. `NAMES=10000,100000` chooses the sizes.
"""

from __future__ import annotations

import gc
import math
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from console.words.build import build
from console.words.expressions import Narrow
from console.words.index import Index
from kg.store import create_store, open_store
from kg.vocab import ID, cbec, rdf, rdfs

SIZES = (10_000, 100_000, 1_000_000)
BUDGET = 0.050
PEER = """\
SELECT DISTINCT ?thing WHERE {{
  ?thing rdfs:label ?label .
  FILTER (CONTAINS(LCASE(STR(?label)), {asked}))
}}
LIMIT 50
"""
_STARTS = ("ba", "chen", "da", "fu", "gao", "hai", "jin", "kai", "lin", "min", "nan", "qing")
_ENDS = ("an", "bei", "chang", "dao", "feng", "gang", "hu", "jiang", "kou", "men", "ning", "zhou")
_HAN = "安北昌岛恩峰港湖江口龙门宁浦桥沙头湾峡州深圳横琴珠海广东上杭"
_KINDS = (("company", "公司", "empresa"), ("port", "港口", "porto"), ("park", "园区", "parque"))
CLASSES = [cbec(name) for name in ("Company", "Place", "IndustrialPark")]


def main() -> None:
    """Print the times of both at each size; the index must keep to its budget."""
    sizes = [int(size) for size in os.environ.get("NAMES", "").split(",") if size] or SIZES
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="names-") as folder:
            measure(size, Path(folder))


def measure(size: int, folder: Path) -> None:
    """Make a store of so many named things and its index, and ask both."""
    create_store(folder / "store", quads(size))
    with open_store(folder / "store") as store:
        begun = time.process_time()
        build(store, folder / "names.sqlite")
        seconds = time.process_time() - begun
        disk = (folder / "names.sqlite").stat().st_size
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:>9,} names, {len(store):,} triples: index in {seconds:.1f} s of processor "
            f"time, {disk / 2**20:,.0f} MiB; peak of the process with the store {peak:,.0f} MiB",
            flush=True,
        )
        index = Index(folder / "names.sqlite")
        gc.collect()
        gc.freeze()  # as `console.serve` does
        ours: dict[str, list[float]] = {}
        theirs: list[float] = []
        rounds = max(2, 20_000 // size)
        for number, (way, text) in enumerate(asked(size)):
            narrow = Narrow(("individual",), (CLASSES[number % 3].value,))
            for kind in (None, narrow):
                spent = clock(lambda t=text, k=kind: index.find(t, "en", k))
                ours.setdefault(way, []).append(spent)
            if number < 5 * rounds:
                query = PEER.format(asked=ox.Literal(text.casefold()))
                theirs.append(clock(lambda q=query: list(store.query(q))))
        every = [one for found in ours.values() for one in found]
        for way, found in (*ours.items(), ("all", every)):
            print(f"          {way:<14} {shown(found)}", flush=True)
        print(f"          CONTAINS       {shown(theirs)}", flush=True)
        ratio = part(theirs, 0.5) / part(every, 0.5)
        slow = part(theirs, 0.99) / part(every, 0.99)
        print(f"          CONTAINS takes {ratio:,.1f} times as long at p50, {slow:,.1f} at p99")
        assert part(every, 0.99) < BUDGET, "completion takes longer than 50 ms"
        index.close()


def quads(size: int) -> Iterator[ox.Quad]:
    """Give so many things with three labels, a code, a class and links, ten triples each."""
    chance = random.Random(size)  # the same store every time
    graph = ox.NamedNode("https://w3id.org/cbec/graph/entities")
    label, kind = rdfs("label"), rdf("type")
    for number in range(size):
        node = ox.NamedNode(f"{ID}org/thing-{number}")
        english, chinese, portuguese = chance.choice(_KINDS)
        first, second = word(chance).capitalize(), word(chance).capitalize()
        han = "".join(chance.choices(_HAN, k=4))
        yield ox.Quad(node, kind, CLASSES[_KINDS.index((english, chinese, portuguese))], graph)
        yield ox.Quad(node, label, ox.Literal(f"{first} {second} {english}", language="en"), graph)
        yield ox.Quad(node, label, ox.Literal(f"{han}{chinese}", language="zh"), graph)
        name = f"{portuguese.capitalize()} {first} {second}"
        yield ox.Quad(node, label, ox.Literal(name, language="pt"), graph)
        yield ox.Quad(node, cbec("isoCode"), ox.Literal(f"K{number:07}"), graph)
        for _ in range(5):
            # few are linked to often, most hardly ever
            target = int(size * chance.random() ** 4)
            link = ox.NamedNode(f"{ID}org/thing-{target}")
            yield ox.Quad(node, cbec(f"link{chance.randrange(20)}"), link, graph)


def word(chance: random.Random) -> str:
    """Give a made-up name of two to four syllables."""
    return "".join(chance.choices(_STARTS, k=chance.randint(1, 3))) + chance.choice(_ENDS)


def asked(size: int) -> Iterator[tuple[str, str]]:
    """Give the ways of asking, each with a text: what people type, letter by letter."""
    chance = random.Random(7)  # the same questions every time
    for _ in range(40):
        name = word(chance)
        yield "one letter", name[0]
        yield "beginning", name[: max(3, len(name) // 2)]
        yield "word", name
        yield "two words", f"{name} {word(chance)[:3]}"
        yield "part", name[2:7] or name
        yield "han", "".join(chance.choices(_HAN, k=2))
        at = chance.randrange(1, len(name))
        yield "typo", name[: at - 1] + name[at:]
        yield "code", f"K{chance.randrange(size):07}"


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
    return f"p50 {middle:8.2f} ms, p99 {slow:8.2f} ms, most {max(times) * 1000:8.2f} ms"
