"""A made-up truth, and what articles that make no mistake print of it.

Every quarter of every city has imports and exports; all other true numbers are sums, ratios and
products of these. Nothing here is a float.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from kg.figures.context import Context, Indicator
from kg.figures.figure import Cell, Figure
from kg.figures.ground import Ground
from kg.figures.interval import Interval
from kg.seeds.values import SCALES, Stated, interval_of
from kg.vocab import ID, code_iri

__all__ = [
    "AREAS",
    "CITIES",
    "LONE",
    "MASS",
    "PARCELS",
    "RATES",
    "TOTAL",
    "TRADE",
    "YEARS",
    "Newsroom",
    "Printed",
    "Truth",
    "articles",
    "context",
    "ground",
    "later",
    "print_amount",
    "rounded",
]

CITIES = {"Shenzhen": "Guangdong", "Guangzhou": "Guangdong"}
AREAS = ("CN", "Guangdong", *CITIES)
YEARS = (2022, 2023, 2024)
TRADE, TOTAL, MASS, PARCELS = "cbec-trade", "goods-trade", "air-cargo-mass", "cbec-parcels"
LONE = "org/lone"
COUNTED = {"country", "department", "enterprise", "goal", "parcel", "person", "project", "route"}
QUANTITIES = {TRADE: "money", TOTAL: "money", MASS: "mass", PARCELS: "count"}
RATES = dict(zip(YEARS, map(Fraction, ("6.73", "7.05", "7.12")), strict=True))
QUARTERS = {"": (1, 2, 3, 4), "-S1": (1, 2), "-S2": (3, 4)} | {f"-Q{n}": (n,) for n in (1, 2, 3, 4)}


@dataclass(frozen=True)
class Printed:
    """A figure as an article prints it."""

    id: str
    kind: str
    cell: Cell
    digits: tuple[str, ...]
    scale: str = "one"
    qualifier: str = "exact"
    whole: Cell | None = None
    basis: str | None = None
    fraction: str | None = None
    equivalent: str | None = None
    status: str = "actual"
    multiple: str | None = None
    inferred: bool = False
    group: str | None = None
    listed: int | None = None
    """Of how many a rank is only the place in a list."""

    @property
    def document(self) -> str:
        return self.id.partition("-")[0]

    @property
    def stated(self) -> Stated:
        if self.fraction or self.multiple:
            return Stated(fraction=self.fraction, multiple=self.multiple)
        return Stated(digits=self.digits, scale=self.scale)

    @property
    def value(self) -> Fraction:
        return interval_of(self.stated, self.qualifier).value

    def figure(self) -> Figure:
        counted = self.kind == "rank" or (self.kind == "amount" and self.cell.unit in COUNTED)
        read = interval_of(self.stated, self.qualifier, counted=counted)
        return Figure(
            iri=f"{ID}obs/{self.id}",
            kind=self.kind,
            cell=self.cell,
            whole=self.whole,
            basis=self.basis,
            value=read.value,
            interval=Interval(Fraction(1), Fraction(self.listed))
            if self.listed
            else Interval(read.lower, read.upper),
            scope=self.group,
            status=self.status,
            qualifier=self.qualifier,
            documents=frozenset((self.document,)),
            rough=bool(self.fraction),
            assumes=frozenset((self.document,)) if self.inferred else frozenset(),
            equivalents=(f"{ID}obs/{self.equivalent}",) if self.equivalent else (),
        )


def around() -> dict[str, tuple[str, ...]]:
    """Give the areas around each area."""
    found = {
        f"place/{city}": (f"place/{province}", "place/CN") for city, province in CITIES.items()
    }
    return found | {f"place/{province}": ("place/CN",) for province in set(CITIES.values())}


def ground() -> Ground:
    return Ground(quantities=QUANTITIES, around=around())


def context(printed: list[Printed]) -> Context:
    return Context(
        indicators={
            name: Indicator(quantity=code_iri("quantity-kind", kind))
            for name, kind in QUANTITIES.items()
        },
        around={area: frozenset(containers) for area, containers in around().items()},
        origins={one.figure().iri: frozenset((one.document,)) for one in printed},
    )


class Truth:
    """The true numbers, drawn from a seed."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self._leaves: dict[tuple[str, str, str, int, int], int] = {}
        sizes = {"Shenzhen": 60, "Guangzhou": 35, "Guangdong": 45, "CN": 150}
        for area, size in sizes.items():
            for flow in ("import", "export"):
                level = size * (10**9) * random.randint(70, 130) // 100
                level = level // 3 if flow == "import" else level
                for year in YEARS:
                    level = level * random.randint(1020, 1350) // 1000
                    for quarter in (1, 2, 3, 4):
                        value = level * random.randint(215, 285) // 1000
                        self._leaves[TRADE, area, flow, year, quarter] = value
                        total = value * random.randint(70, 120) // 10
                        self._leaves[TOTAL, area, flow, year, quarter] = total
                        self._leaves[MASS, area, flow, year, quarter] = value // 900_000
                        self._leaves[PARCELS, area, flow, year, quarter] = value // 250

    def amount(self, cell: Cell) -> Fraction:
        """Give the true amount of a cell, in its unit."""
        year, quarters = _quarters(cell.period)
        flows = ("import", "export") if cell.direction in {None, "both"} else (cell.direction,)
        name = cell.area.removeprefix("place/")
        value = Fraction(
            sum(
                self._leaves[cell.indicator, part, flow, year, quarter]
                for part in _parts(name)
                for flow in flows
                for quarter in quarters
            )
        )
        return value / RATES[year] if cell.unit == "USD" else value

    def growth(self, cell: Cell) -> Fraction:
        before = cell.replace(period=f"{int(cell.period[:4]) - 1}{later(cell.period)}")
        return (self.amount(cell) / self.amount(before) - 1) * 100


def later(period: str) -> str:
    """Give what stands behind the year in the key of a period of one year."""
    if "--" in period:
        return f"-01--{period[:4]}" + period[-3:]
    return period[4:]


@cache
def _quarters(period: str) -> tuple[int, tuple[int, ...]]:
    if "--" in period:
        assert period.endswith("-09"), "only January to September is used here"
        return int(period[:4]), (1, 2, 3)
    return int(period[:4]), QUARTERS[period[4:]]


def _parts(area: str) -> list[str]:
    """Give the leaves that make up an area; what no city has is kept under the area's own name."""
    if area == "CN":
        return list(AREAS)
    return [area, *(city for city, province in CITIES.items() if province == area)]


def rounded(number: Fraction, decimals: int) -> str:
    """Write a number with so many decimals, as articles round: half away from zero."""
    scaled = abs(number) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    text = str(whole).rjust(decimals + 1, "0")
    shown = f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text
    return f"-{shown}" if number < 0 and whole else shown


def print_amount(truth: Fraction, decimals: int = 2) -> tuple[str, str]:
    """Give digits and scale as an article would."""
    for scale in ("trillion", "billion", "million", "thousand"):
        if truth >= SCALES[scale]:
            return rounded(truth / SCALES[scale], decimals), scale
    return rounded(truth, 0), "one"


class Newsroom:
    """Makes articles of a truth."""

    def __init__(self, seed: int) -> None:
        self.truth = Truth(seed)
        self.random = Random(seed + 1)
        self.printed: list[Printed] = []

    def add(
        self, document: str, kind: str, cell: Cell, digits: str | tuple[str, ...], **rest: Any
    ) -> Printed:
        number = sum(one.document == document for one in self.printed) + 1
        given = (digits,) if isinstance(digits, str) else digits
        printed = Printed(f"{document}-{number:03d}", kind, cell, given, **rest)
        self.printed.append(printed)
        return printed

    def amount(self, document: str, cell: Cell, decimals: int = 2) -> Printed:
        truth = self.truth.amount(cell)
        digits, scale = print_amount(truth, decimals)
        return self.add(document, "amount", cell, digits, scale=scale)

    def over(self, document: str, cell: Cell) -> Printed:
        digits, scale = print_amount(self.truth.amount(cell), 2)
        whole = digits.partition(".")[0]
        return self.add(document, "amount", cell, whole, scale=scale, qualifier="over")

    def growth(self, document: str, cell: Cell) -> Printed:
        digits = rounded(self.truth.growth(cell), 1)
        return self.add(document, "growth", cell, digits, basis="year-on-year")

    def share(self, document: str, cell: Cell, whole: Cell) -> Printed:
        truth = self.truth.amount(cell) / self.truth.amount(whole) * 100
        return self.add(document, "share", cell, rounded(truth, 1), whole=whole)

    def range(self, document: str, cell: Cell) -> Printed:
        digits, scale = print_amount(self.truth.amount(cell), 1)
        low, high = Fraction(digits) - 1, Fraction(digits) + 1
        ends = (rounded(low, 1), rounded(high, 1))
        return self.add(document, "amount", cell, ends, scale=scale, qualifier="range")

    def rank(self, document: str, cell: Cell) -> Printed:
        truth = self.truth.amount(cell)
        areas = (cell.replace(area=f"place/{city}") for city in CITIES)
        place = 1 + sum(self.truth.amount(other) > truth for other in areas)
        own = cell.replace(unit=None)
        return self.add(document, "rank", own, str(place), group="cities of the province")


def articles(seed: int) -> tuple[list[Printed], Truth]:
    """Give what the articles of a world print, without a mistake.

    Each area has a yearly article with the whole, its halves and its growth; its first half, its
    first quarter and the months to September have one each; a national review repeats much.
    """
    room = Newsroom(seed)
    for area in AREAS:
        cell = Cell(TRADE, f"place/{area}", "2024", "CNY", "both")
        for year in YEARS[1:]:
            own = cell.replace(period=str(year))
            name = f"a{area}{year}"
            room.amount(name, own)
            room.growth(name, own)
            room.amount(name, own.replace(direction="export"))
            room.growth(name, own.replace(direction="export"))
            room.amount(name, own.replace(direction="import"))
            if area != "CN":
                room.share(name, own, own.replace(area="place/CN"))
        for period in ("2024-S1", "2024-Q1", "2024-01--2024-09"):
            own = cell.replace(period=period)
            name = f"b{area}{period}".replace("-", ".")
            room.amount(name, own)
            room.growth(name, own)
            if area in CITIES:
                room.share(name, own, own.replace(area=f"place/{CITIES[area]}"))
        dollars = room.amount(f"c{area}", cell.replace(unit="USD"))
        yuan = replace(room.amount(f"c{area}", cell), equivalent=dollars.id)
        room.printed[-1] = yuan
        again = room.over(f"d{area}", cell)
        room.range(again.document, cell.replace(period="2023"))
        room.amount(again.document, cell.replace(indicator=TOTAL))
        room.share(again.document, cell, cell.replace(indicator=TOTAL))
    for area in ("CN", "Shenzhen"):
        for year in YEARS[2:]:
            mass = Cell(MASS, f"place/{area}", str(year), "tonne")
            parcels = Cell(PARCELS, f"place/{area}", str(year), "parcel")
            for kind in (mass, parcels):
                room.amount(f"e{area}{year}", kind)
                room.growth(f"e{area}{year}", kind)
    # two sources rank the cities in one year, one alone in the other
    for city in CITIES:
        own = Cell(TRADE, f"place/{city}", "2024", "CNY", "export")
        for document in (f"a{city}2024", f"d{city}"):
            room.rank(document, own)
        room.rank(f"a{city}2023", own.replace(period="2023"))
    # a figure that nothing else speaks of
    lone = Cell(TRADE, "place/Guangzhou", "2022", "CNY", "both", entity=LONE)
    room.add("flone", "amount", lone, "12.34", scale="billion")
    return room.printed, room.truth
