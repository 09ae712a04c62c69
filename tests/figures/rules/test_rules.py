"""Each rule gives what its formula says, where its preconditions hold, and nothing elsewhere."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.figures.rules
from kg.figures import Cell, Figure, Ground, Interval, derive
from kg.figures.ground import Ratio
from kg.figures.rules import RULES
from kg.figures.years import differences_of, next_year, sums_of, year_before
from kg.resources import folder
from kg.seeds import read_seeds
from kg.seeds.periods import parse_period
from kg.vocab import ID

CITY = Cell("trade", "place/City", "2024-S1", "CNY", "both")
PROVINCE = CITY.replace(area="place/Province")
PARCELS = Cell("parcels", "place/City", "2024-S1", "parcel")
MASS = Cell("mass", "place/City", "2024-S1", "tonne")
SELLERS = Cell("sellers", "place/City", "2024", "enterprise")
GROUND = Ground(
    quantities={
        "trade": "money", "goods": "money", "mass": "mass", "parcels": "count", "sellers": "count",
        "trade-per-parcel": "ratio", "mass-per-parcel": "ratio",
    },
    around={"place/City": ("place/Province",)},
    ratios=(
        Ratio("mass-per-parcel", "mass", "parcels"), Ratio("trade-per-parcel", "trade", "parcels"),
    ),
)  # fmt: skip


def figure(cell: Cell, value: str, kind: str = "amount", **more: Any) -> Figure:
    """A reported figure of a whole number give or take a tenth."""
    number = Fraction(value)
    tenth = Fraction(1, 10)
    name = f"{ID}obs/{kind}-{cell.iri.rpartition('/')[2]}-{value}"
    given: dict[str, Any] = {
        "iri": name, "kind": kind, "cell": cell, "value": number, "qualifier": "exact",
        "interval": Interval(number - tenth, number + tenth), "documents": frozenset("a"),
        "basis": "year-on-year" if kind == "growth" else None,
    }  # fmt: skip
    return Figure(**(given | more))


def share(part: Cell, whole: Cell, value: str) -> Figure:
    return figure(part, value, "share", whole=whole)


def growth(cell: Cell, value: str, **more: Any) -> Figure:
    return figure(cell, value, "growth", **more)


def by_rule(rule: str, figures: Sequence[Figure]) -> list[Figure]:
    """What one rule gives in one step."""
    return [one for one in derive(figures, GROUND, depth=1).figures if one.rule == rule]


YEARS = {year: CITY.replace(period=f"{year}-S1") for year in (2022, 2023, 2024)}
QUARTERS = [CITY.replace(period=f"2024-Q{n}") for n in (1, 2, 3, 4)]
EXPORT, IMPORT = (CITY.replace(direction=name) for name in ("export", "import"))
DOLLARS = CITY.replace(unit="USD")

GIVES = [
    (
        "prior-from-growth",
        [figure(YEARS[2024], "120"), growth(YEARS[2024], "20")],
        YEARS[2023],
        "100",
    ),
    (
        "current-from-growth",
        [figure(YEARS[2023], "100"), growth(YEARS[2024], "20")],
        YEARS[2024],
        "120",
    ),
    (
        "growth-from-values",
        [figure(YEARS[2023], "100"), figure(YEARS[2024], "80")],
        YEARS[2024],
        "-20",
    ),
    ("whole-from-share", [figure(CITY, "50"), share(CITY, PROVINCE, "25")], PROVINCE, "200"),
    ("part-from-share", [figure(PROVINCE, "200"), share(CITY, PROVINCE, "25")], CITY, "50"),
    ("share-from-values", [figure(PROVINCE, "200"), figure(CITY, "50")], CITY, "25"),
    (
        "share-from-values",
        [figure(CITY.replace(product="toys"), "10"), figure(CITY, "50")],
        CITY.replace(product="toys"),
        "20",
    ),
    (
        "share-from-values",
        [figure(CITY.replace(ownership="private"), "10"), figure(CITY, "40")],
        CITY.replace(ownership="private"),
        "25",
    ),
    (
        "share-from-shares",
        [share(CITY, PROVINCE, "50"), share(CITY, CITY.replace(area="place/World"), "20")],
        PROVINCE,
        "40",
    ),
    ("exports-and-imports", [figure(EXPORT, "70"), figure(IMPORT, "30")], CITY, "100"),
    ("exports-and-imports", [figure(CITY, "100"), figure(IMPORT, "30")], EXPORT, "70"),
    ("exports-and-imports", [figure(CITY, "100"), figure(EXPORT, "70")], IMPORT, "30"),
    ("sum-of-periods", [figure(QUARTERS[0], "40"), figure(QUARTERS[1], "60")], CITY, "100"),
    (
        "sum-of-periods",
        [figure(cell, "10") for cell in QUARTERS],
        CITY.replace(period="2024"),
        "40",
    ),
    (
        "sum-of-periods",
        [figure(CITY.replace(period="2024-01--2024-09"), "70"), figure(QUARTERS[3], "30")],
        CITY.replace(period="2024"),
        "100",
    ),
    (
        "sum-of-periods",
        [figure(CITY.replace(period=f"2024-{month:02d}"), "1") for month in range(1, 13)],
        CITY.replace(period="2024"),
        "12",
    ),
    ("difference-of-periods", [figure(CITY, "100"), figure(QUARTERS[0], "40")], QUARTERS[1], "60"),
    (
        "difference-of-periods",
        [
            figure(CITY.replace(period="2024-01--2024-08"), "80"),
            figure(CITY.replace(period="2024-01--2024-07"), "70"),
        ],
        CITY.replace(period="2024-08"),
        "10",
    ),
    (
        "ratio-of-values",
        [figure(MASS, "14"), figure(PARCELS, "20000")],
        MASS.replace(indicator="mass-per-parcel", unit="kilogram-per-parcel"),
        "0.7",
    ),
    (
        "ratio-of-values",
        [figure(CITY, "60000"), figure(PARCELS, "200")],
        CITY.replace(indicator="trade-per-parcel", unit="yuan-per-parcel"),
        "300",
    ),
    (
        "implied-exchange-rate",
        [
            figure(CITY, "690", equivalents=(figure(DOLLARS, "100").iri,)),
            figure(DOLLARS, "100", equivalents=(figure(CITY, "690").iri,)),
        ],
        Cell("implied-exchange-rate", "place/City", "2024-S1", "yuan-per-dollar"),
        "6.9",
    ),
]

GIVES_NOTHING = [
    # unlike unit, direction, period, area, product, owner
    ("prior-from-growth", [figure(YEARS[2024], "120"), growth(DOLLARS, "20")]),
    ("prior-from-growth", [figure(YEARS[2024], "120"), growth(EXPORT, "20")]),
    ("prior-from-growth", [figure(YEARS[2023], "120"), growth(YEARS[2024], "20")]),
    ("prior-from-growth", [figure(CITY.replace(product="toys"), "120"), growth(CITY, "20")]),
    ("current-from-growth", [figure(YEARS[2022], "100"), growth(YEARS[2024], "20")]),
    (
        "current-from-growth",
        [figure(PROVINCE.replace(period="2023-S1"), "100"), growth(CITY, "20")],
    ),
    ("growth-from-values", [figure(YEARS[2022], "100"), figure(YEARS[2024], "120")]),
    ("growth-from-values", [figure(YEARS[2023].replace(unit="USD"), "100"), figure(CITY, "120")]),
    # a growth without a unit may be one in dollars
    ("prior-from-growth", [figure(CITY, "120"), growth(CITY.replace(unit=None), "20")]),
    # another basis than the year before
    ("prior-from-growth", [figure(CITY, "120"), growth(CITY, "20", basis="annual-average")]),
    # not actual, not accepted
    ("prior-from-growth", [figure(CITY, "120", status="forecast"), growth(CITY, "20")]),
    ("prior-from-growth", [figure(CITY, "120"), growth(CITY, "20", review="pending")]),
    # nothing is left to grow from, nothing to divide by
    ("prior-from-growth", [figure(CITY, "120"), growth(CITY, "-100")]),
    ("growth-from-values", [figure(YEARS[2023], "0"), figure(YEARS[2024], "120")]),
    ("whole-from-share", [figure(CITY, "50"), share(CITY, PROVINCE, "0")]),
    # the part is not that of the share
    ("whole-from-share", [figure(EXPORT, "50"), share(CITY, PROVINCE, "25")]),
    ("part-from-share", [figure(CITY, "50"), share(CITY, PROVINCE, "25")]),
    # no part of it, larger than it, a ratio
    ("share-from-values", [figure(PROVINCE, "200"), figure(CITY.replace(unit="USD"), "50")]),
    ("share-from-values", [figure(PROVINCE, "50"), figure(CITY, "200")]),
    (
        "share-from-values",
        [figure(cell.replace(indicator="trade-per-parcel"), "5") for cell in (CITY, PROVINCE)],
    ),
    ("share-from-shares", [share(CITY, PROVINCE, "50"), share(EXPORT, PROVINCE, "20")]),
    ("exports-and-imports", [figure(EXPORT, "70"), figure(IMPORT.replace(period="2024"), "30")]),
    ("exports-and-imports", [figure(EXPORT, "70"), figure(IMPORT.replace(unit="USD"), "30")]),
    (
        "exports-and-imports",
        [figure(cell.replace(indicator="trade-per-parcel"), "5") for cell in (EXPORT, IMPORT)],
    ),
    # a gap, an overlap, another year, what does not add up
    ("sum-of-periods", [figure(QUARTERS[0], "40"), figure(QUARTERS[2], "60")]),
    ("sum-of-periods", [figure(CITY, "40"), figure(QUARTERS[1], "60")]),
    ("sum-of-periods", [figure(CITY.replace(period="2023-Q1"), "4"), figure(QUARTERS[1], "6")]),
    ("sum-of-periods", [figure(SELLERS.replace(period=f"2024-S{n}"), "9") for n in (1, 2)]),
    (
        "difference-of-periods",
        [figure(SELLERS.replace(period=p), "9") for p in ("2024", "2024-S1")],
    ),
    ("difference-of-periods", [figure(CITY, "100"), figure(QUARTERS[3], "40")]),
    ("ratio-of-values", [figure(MASS, "14"), figure(PARCELS.replace(period="2024"), "20000")]),
    ("ratio-of-values", [figure(MASS, "14"), figure(PARCELS, "0")]),
    ("ratio-of-values", [figure(CITY, "6"), figure(PARCELS.replace(direction="import"), "2")]),
    # not said to be the same
    ("implied-exchange-rate", [figure(CITY, "690"), figure(DOLLARS, "100")]),
]


@pytest.mark.parametrize(("rule", "figures", "cell", "value"), GIVES)
def test_a_rule_gives_what_its_formula_says(
    rule: str, figures: list[Figure], cell: Cell, value: str
) -> None:
    found = [one for one in by_rule(rule, figures) if one.cell == cell]
    assert [one.value for one in found] == [Fraction(value)]
    assert found[0].value in found[0].interval
    assert found[0].inputs == tuple(sorted(one.iri for one in figures))


@pytest.mark.parametrize(("rule", "figures"), GIVES_NOTHING)
def test_a_rule_gives_nothing_where_a_precondition_fails(rule: str, figures: list[Figure]) -> None:
    assert by_rule(rule, figures) == []


def test_every_rule_has_cases() -> None:
    names = {rule.name for rule in RULES}
    assert {case[0] for case in GIVES} == names
    assert {case[0] for case in GIVES_NOTHING} == names


def test_a_growth_on_another_basis_is_that_of_no_two_years() -> None:
    """What is derived from two values is year on year, whatever else is stated."""
    stated = [figure(YEARS[2023], "100"), figure(CITY, "120"), growth(CITY, "9", basis="monthly")]
    assert [one.basis for one in by_rule("growth-from-values", stated)] == ["year-on-year"]


amounts = st.fractions(min_value=1, max_value=10**6, max_denominator=100)
percents = st.fractions(min_value=-90, max_value=300, max_denominator=10)
parts = st.fractions(min_value=1, max_value=99, max_denominator=10)


@given(prior=amounts, percent=percents)
def test_a_year_back_and_forth_is_where_it_was(prior: Fraction, percent: Fraction) -> None:
    """The true value lies in what follows from figures that it was rounded to."""
    current = prior * (1 + percent / 100)
    stated = [figure(YEARS[2024], str(current)), growth(YEARS[2024], str(percent))]
    (back,) = by_rule("prior-from-growth", stated)
    assert prior in back.interval
    stated = [figure(YEARS[2023], str(prior)), growth(YEARS[2024], str(percent))]
    (forth,) = by_rule("current-from-growth", stated)
    assert current in forth.interval


@given(whole=amounts, percent=parts)
def test_parts_wholes_and_shares_agree(whole: Fraction, percent: Fraction) -> None:
    part = whole * percent / 100
    stated_share = share(CITY, PROVINCE, str(percent))
    (one,) = by_rule("whole-from-share", [figure(CITY, str(part)), stated_share])
    (two,) = by_rule("part-from-share", [figure(PROVINCE, str(whole)), stated_share])
    assert whole in one.interval
    assert part in two.interval
    shares = by_rule("share-from-values", [figure(CITY, str(part)), figure(PROVINCE, str(whole))])
    assert all(percent in found.interval for found in shares)


def test_rules_of_the_register_have_the_names_and_formulas_of_the_files() -> None:
    register = read_seeds(folder("seeds")).entities
    texts = {
        name.removeprefix("rule/"): dict(entity.properties)["formula"]
        for name, entity in register.items()
        if name.startswith("rule/")
    }
    assert texts == {rule.name: rule.formula for rule in RULES}


def test_each_rule_is_a_file_that_says_its_preconditions_and_source() -> None:
    paths = sorted(Path(kg.figures.rules.__path__[0]).glob("*.py"))
    files = [path for path in paths if path.stem not in {"__init__", "rule"}]
    assert [path.stem.replace("_", "-") for path in files] == [rule.name for rule in RULES]
    for path in files:
        module = importlib.import_module(f"kg.figures.rules.{path.stem}")
        assert module.RULE in RULES
        assert "Precondition" in str(module.__doc__)
        assert "Source:" in str(module.__doc__)


def test_periods_that_make_one_another_up_hold_the_same_days() -> None:
    """Of every period of a year: its parts follow one another from its first day to its last."""
    year = ["2024", *(f"2024-{end}" for end in ("S1", "S2", "Q1", "Q2", "Q3", "Q4"))]
    year += [f"2024-{month:02d}" for month in range(1, 13)]
    year += [f"2024-01--2024-{month:02d}" for month in (2, 4, 5, 7, 8, 9, 10, 11)]
    made = [(key, parts_of) for key in year for parts_of in sums_of(key)]
    made += [(whole, (key, rest)) for key in year for whole, rest in differences_of(key)]
    assert len(made) > 50
    for whole, parts_of in made:
        periods = sorted(map(parse_period, parts_of), key=lambda period: period.first)
        assert periods[0].first == parse_period(whole).first
        assert periods[-1].last == parse_period(whole).last
        assert all((other.first - one.last).days == 1 for one, other in pairwise(periods))


@pytest.mark.parametrize("key", ["2024", "2024-S1", "2024-02", "2024-01--2024-09", "2024-03-01"])
def test_the_year_after_the_year_before_is_the_same_stretch(key: str) -> None:
    before = year_before(key)
    assert before is not None
    assert next_year(before) == key


@pytest.mark.parametrize("key", ["2022--2025-09", "2024-02-29", "elsewhere", "2024-02-30"])
def test_a_stretch_without_a_year_before_has_none(key: str) -> None:
    assert year_before(key) is None
