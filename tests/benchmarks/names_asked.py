"""What people type, letter by letter, and the places of a query where they type it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import urlencode

from kg.vocab import PREFIXES, cbec
from tests.benchmarks.generate_names import RARE, thing

__all__ = ["Asked", "completions", "searches"]

_SEARCHED: Final = 100


class Asked(NamedTuple):
    """A request: how its text is typed, the text, the address that is asked."""

    way: str
    text: str
    address: str


def _class(name: str) -> tuple[str, str]:
    return "class", cbec(name).value


def _property(iri: str) -> tuple[str, str]:
    return "property", iri


_PLACES: Final[tuple[tuple[tuple[str, str], ...], ...]] = (
    (("position", "any"),),
    (("position", "subject"),),
    (("position", "subject"), _class("Company")),
    (("position", "subject"), _class("Company"), _class("Event")),
    (("position", "subject"), _class(RARE)),
    (("position", "predicate"),),
    (("position", "predicate"), _class("District")),
    (("position", "predicate"), _property(cbec("locatedIn").value)),
    (("position", "object"),),
    (("position", "object"), _property(cbec("locatedIn").value)),
    (("position", "object"), _property(cbec("operatedBy").value)),
    (("position", "object"), _property(cbec("indicator").value)),
    (("position", "object"), _property(PREFIXES["rdf"] + "type")),
    (("position", "object"), _property(PREFIXES["rdfs"] + "seeAlso")),
    (("position", "class"),),
    (("position", "graph"),),
    (("position", "prefix"),),
)
_SHARED: Final = ("Empresa", "parque", "distrito", "Feira", "zona", "mercado", "company", "thing")


def _typed(chance: random.Random, size: int) -> Mapping[str, Callable[[], str]]:
    """Give what makes a text, by the way of typing."""

    def one() -> str:
        return thing(chance.randrange(size), size).names["en"]

    def chinese(most: int) -> str:
        name = thing(chance.randrange(size), size).names["zh"]
        at = chance.randrange(3)
        return name[at : at + chance.randint(1, most)]

    def alias() -> str:
        held = thing(4 * chance.randrange(size // 4), size).alias
        return held[: chance.randint(4, len(held))]

    def wrong() -> str:
        name = one().split()[0] + chance.choice("aeiou")
        at = chance.randrange(1, len(name))
        instead = chance.choice(("", "x", name[at] + "q"))
        return name[:at] + instead + name[at + 1 :]

    def within() -> str:
        name = one().split()[0].lower() + "zhou"
        return name[2:7]

    def prefixed() -> str:
        prefix = chance.choice(("place", "org", "event", "platform", "cbec", "ind"))
        number = chance.randrange(size)
        return f"{prefix}:" + chance.choice(
            ("", "T", f"Thing{number}"[:7], f"thing{number}", one()[:4], "loc", "Thnig1")
        )

    return {
        "nothing": lambda: "",
        "one letter": lambda: chance.choice("abcdefghijklmnopqrstuvwxyz"),
        "two letters": lambda: one()[:2],
        "three letters": lambda: one()[:3],
        "beginning of a name": lambda: (name := one())[: chance.randint(4, len(name))],
        "words of a name": lambda: " ".join(part[:5] for part in one().split()[::-1]),
        "Chinese, one sign": lambda: chinese(1),
        "Chinese": lambda: chinese(4),
        "alias": alias,
        "shared beginning": lambda: chance.choice(_SHARED)[: chance.randint(3, 8)],
        "inside a word": within,
        "typo": wrong,
        "two words with typos": lambda: f"{wrong()} {wrong()}",
        "code": lambda: f"K{chance.randrange(size):07}"[: chance.randint(2, 8)],
        "prefixed": prefixed,
        "IRI": lambda: f"<{thing(chance.randrange(size), size).iri}"[: chance.randint(9, 50)],
        "nonsense": lambda: "".join(chance.choices("xqvjz", k=chance.randint(3, 12))),
    }


def completions(size: int) -> Iterator[Asked]:
    """Give what the editor asks: every way of typing at every place, in a mixed order."""
    chance = random.Random(7)  # the same questions every time
    typed = _typed(chance, size)
    asked = []
    for way, text in typed.items():
        for place in _PLACES:
            for language in ("en", "zh", "pt"):
                written = text()
                query = urlencode([("text", written), *place, ("lang", language)])
                asked.append(Asked(way, written, f"/complete?{query}"))
    chance.shuffle(asked)
    return iter(asked)


def searches(size: int) -> Iterator[Asked]:
    """Give what readers search for who do not know how it is spelled."""
    chance = random.Random(11)
    typed = _typed(chance, size)
    for way in ("typo", "two words with typos"):
        for number in range(_SEARCHED):
            text = typed[way]()
            query = urlencode([("q", text), ("lang", ("en", "zh", "pt")[number % 3])])
            yield Asked(way, text, f"/search.json?{query}")
