"""Make a store of any number of named things around the release; the same for every run.

About ten triples a thing: its class and those above it, a label in each of three languages, a
code, links, and to every fourth one an alias. Few are linked to often, most hardly ever; some
classes are large and one has hardly a member. So 1,000,000 things are ten million triples.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.vocab import ID, ONT

__all__ = ["CLASSES", "HAN", "RARE", "Named", "create", "thing", "word"]

HAN: Final = "安北昌岛恩峰港湖江口龙门宁浦桥沙头湾峡州深圳横琴珠海广东上杭"
RARE: Final = "FreeTradeZone"
"""One thing in five thousand is of this class."""
_STARTS: Final = ("ba", "chen", "da", "fu", "gao", "hai", "jin", "kai", "lin", "min", "nan", "qing")
_ENDS: Final = ("an", "bei", "chang", "dao", "feng", "gang", "hu", "jiang", "kou", "men", "zhou")
_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
_ALIAS: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Kind(NamedTuple):
    """What things of a class are called, which classes are above it, and what leads from them."""

    name: str
    english: str
    chinese: str
    portuguese: str
    above: tuple[str, ...]
    links: tuple[str, ...]
    space: str


_KINDS: Final = (
    Kind("Company", "company", "公司", "empresa", ("Organization", "Agent"), ("basedIn",), "org"),
    Kind("Marketplace", "market", "平台", "mercado", ("Platform",), ("operatedBy",), "platform"),
    Kind("IndustrialPark", "park", "园区", "parque", ("Place",), ("locatedIn",), "place"),
    Kind("District", "district", "区", "distrito", ("Place",), ("locatedIn", "borders"), "place"),
    Kind("Expo", "expo", "博览会", "feira", ("Event",), ("takesPlaceIn",), "event"),
    Kind(RARE, "zone", "自贸区", "zona", ("EconomicZone", "Place"), ("locatedIn",), "place"),
)
CLASSES: Final = tuple(kind.name for kind in _KINDS)
_SHARES: Final = (45, 12, 13, 20, 10)
_OF_A_HUNDRED: Final = tuple(
    kind for kind, share in zip(_KINDS, _SHARES, strict=False) for _ in range(share)
)


class Named(NamedTuple):
    """A thing: its IRI, what it is, its names by language, its alias or '', its code, its links."""

    iri: str
    kind: Kind
    names: dict[str, str]
    alias: str
    code: str
    links: tuple[tuple[str, str], ...]


def thing(number: int, count: int) -> Named:
    """Give one of so many things."""
    chance = random.Random(number * 1_000_003 + count)  # the same thing every time
    kind = _kind(number)
    first, second = word(chance).capitalize(), word(chance).capitalize()
    names = {
        "en": f"{first} {second} {kind.english}",
        "zh": f"{''.join(chance.choices(HAN, k=4))}{kind.chinese}",
        "pt": f"{kind.portuguese.capitalize()} {first} {second}",
    }
    alias = f"{second}{first.lower()}" if number % 4 == 0 else ""
    links = tuple((chance.choice(kind.links), _aim(chance, count)) for _ in range(3))
    return Named(_iri(number), kind, names, alias, f"K{number:07}", links)


def create(path: Path, count: int, around: Iterable[ox.Quad]) -> int:
    """Make a store of what is ``around`` and so many things; give how many triples it holds.

    The things are in the default graph alone, the merge of a release: no name is looked for in
    another, and to load both takes three times as long.
    """
    lines = chain(
        (f"{quad} .\n{quad.triple} .\n" for quad in around),
        (f"{line} .\n" for number in range(count) for line in _lines(thing(number, count))),
    )
    store = ox.Store(path)
    store.bulk_load(_Lines(lines), ox.RdfFormat.N_QUADS)
    store.flush()
    store.optimize()
    held = next(iter(store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")))["n"]
    return int(held.value)


def word(chance: random.Random) -> str:
    """Give a made-up name of two to four syllables."""
    return "".join(chance.choices(_STARTS, k=chance.randint(1, 3))) + chance.choice(_ENDS)


def _kind(number: int) -> Kind:
    return _KINDS[-1] if number % 5_000 == 0 else _OF_A_HUNDRED[number * 37 % 100]


def _iri(number: int) -> str:
    return f"{ID}{_kind(number).space}/Thing{number}"


def _aim(chance: random.Random, count: int) -> str:
    return _iri(int(count * chance.random() ** 4))


def _lines(thing: Named) -> Iterator[str]:
    node = f"<{thing.iri}>"
    for one in (thing.kind.name, *thing.kind.above):
        yield f"{node} <{_TYPE}> <{_term(one)}>"
    for language, name in thing.names.items():
        yield f'{node} <{_LABEL}> "{name}"@{language}'
    if thing.alias:
        yield f'{node} <{_ALIAS}> "{thing.alias}"@en'
    yield f'{node} <{_term("isoCode")}> "{thing.code}"'
    for name, iri in thing.links:
        yield f"{node} <{_term(name)}> <{iri}>"


def _term(name: str) -> str:
    return f"{ONT}{name}"


class _Lines(io.RawIOBase):
    """Lines as a file that is written while it is read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._pieces = iter(lambda: "".join(islice(lines, 10_000)).encode(), b"")
        self._left = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self._left = self._left or next(self._pieces, b"")
        given, self._left = self._left[:size], self._left[size:]
        return given
