"""What follows from figures: the whole table by hand, and the laws of a derivation."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from pyoxigraph import Quad

from kg.figures import (
    WAYS,
    Cell,
    Figure,
    Ground,
    Interval,
    best_ways,
    derive,
    derive_quads,
    read_figures,
    read_ground,
)
from kg.figures.index import narrowness
from kg.mapping import map_seeds
from kg.resources import folder
from kg.seeds import read_seeds
from kg.vocab import cbec, graph_iri
from tests.benchmarks.generate_figures import figures as generated
from tests.benchmarks.generate_figures import ground as generated_ground

BILLION = 10**9
OPEN = None

# By rule, cell and whole: the unit of the numbers, then lower bound, value and upper bound, to the
# third decimal, the bounds rounded outwards. The arithmetic is on the printed digits: [a, b] stands
# for what a number may be that was printed so.
TABLE = {
    # 590,000 t [589,999.5, 590,000.5] and over 700 m parcels: 590,000,500 kg / 700 m, no least
    "ratio-of-values air-cargo-mass-per-cbec-parcel.World.of-org-china-southern-air-logistics"
    ".2022--2025-09.kilogram-per-parcel": (1, "0", "0.843", "0.843"),
    # 1,690 [1,685, 1,695] up 31.1 % [31.05, 31.15]: 1685/1.3115, 1690/1.311, 1695/1.3105
    "prior-from-growth cbec-trade.CN.both.2019.CNY": (BILLION, "1284.788", "1289.092", "1293.400"),
    # 1,980 [1,975, 1,985] up 15 % [14.5, 15.5]: 1975/1.155, 1980/1.15, 1985/1.145
    "prior-from-growth cbec-trade.CN.both.2020.CNY": (BILLION, "1709.956", "1721.739", "1733.625"),
    # 1,690 [1,685, 1,695] of the year before: 1685*1.145, 1690*1.15, 1695*1.155
    "current-from-growth cbec-trade.CN.both.2021.CNY": (BILLION, "1929.325", "1943.5", "1957.725"),
    # 1,220 [1,215, 1,225] up 10.5 % [10.45, 10.55]: 1215/1.1055, 1220/1.105, 1225/1.1045
    "prior-from-growth cbec-trade.CN.both.2023-S1.CNY": (
        BILLION, "1099.050", "1104.072", "1109.100",
    ),
    # over 110 is about a fifth [16, 24] %: 110/0.24, 110/0.2, no most
    "whole-from-share cbec-trade.CN.both.2024-Q1.CNY": (BILLION, "458.333", "550", OPEN),
    # the half year of 1,220 [1,215, 1,225] less that: least 0, 1220-550, 1225-458.333
    "difference-of-periods cbec-trade.CN.both.2024-Q2.CNY": (BILLION, "0", "670", "766.667"),
    # over 110 is a half [45, 55] %: 110/0.55, 110/0.5, no most
    "whole-from-share cbec-trade.Guangdong.both.2024-Q1.CNY": (BILLION, "200", "220", OPEN),
    # the half year of 427.34 [427.335, 427.345] less that: least 0, 427.34-220, 427.345-200
    "difference-of-periods cbec-trade.Guangdong.both.2024-Q2.CNY": (
        BILLION, "0", "207.34", "227.345",
    ),
    # 84.94 [84.935, 84.945] up 12.6 % [12.55, 12.65]: 84.935/1.1265, 84.94/1.126, 84.945/1.1255
    "prior-from-growth cbec-trade.Hangzhou.both.2021-01--2021-09.CNY": (
        BILLION, "75.397", "75.435", "75.474",
    ),
    # 326.53 [326.525, 326.535] up 74.4 %: 326.525/1.7445, 326.53/1.744, 326.535/1.7435
    "prior-from-growth cbec-trade.Shenzhen.both.2022.CNY": (
        BILLION, "187.173", "187.231", "187.288",
    ),
    # over 110 up 95 % [94.5, 95.5]: 110/1.955, 110/1.95, no most
    "prior-from-growth cbec-trade.Shenzhen.both.2023-Q1.CNY": (BILLION, "56.265", "56.410", OPEN),
    # 359.69 [359.685, 359.695] up 22.3 %: 359.685/1.2235, 359.69/1.223, 359.695/1.2225
    "prior-from-growth digital-services-trade.CN.both.2020.USD": (
        BILLION, "293.980", "294.105", "294.230",
    ),
    # 3,861.08 [.075, .085] up 14.3 %: 3861.075/1.1435, 3861.08/1.143, 3861.085/1.1425
    "prior-from-growth digital-services-trade.World.2020.USD": (
        BILLION, "3376.541", "3378.023", "3379.506",
    ),
    # 32,160 [32,155, 32,165] up 1.9 % [1.85, 1.95]: 32155/1.0195, 32160/1.019, 32165/1.0185
    "prior-from-growth goods-trade.CN.both.2019.CNY": (
        BILLION, "31539.970", "31560.353", "31580.757",
    ),
    # 427.34 [427.335, 427.345] is 10 % [9.5, 10.5]: 427.335/0.105, 427.34/0.1, 427.345/0.095
    "whole-from-share goods-trade.Guangdong.both.2024-S1.CNY": (
        BILLION, "4069.857", "4273.4", "4498.369",
    ),
    # 1,690 [1,685, 1,695] yuan for 261.5 [261.45, 261.55] dollars: 1685/261.55, 1695/261.45
    "implied-exchange-rate implied-exchange-rate.CN.2020.yuan-per-dollar": (
        1, "6.442", "6.463", "6.484",
    ),
    # over 150,000 is a third [30, 36.667] %: 150,000/0.36667, 150,000/0.33333, no most
    "whole-from-share platform-sellers.CN.of-platform-amazon.2024.enterprise": (
        1000, "409.090", "450", OPEN,
    ),
    # over 150,000 is nearly a half (at most 50 %): 150,000/0.5, no most
    "whole-from-share platform-sellers.CN.of-platform-unnamed-marketplaces-002.2024.enterprise": (
        1000, "300", "300", OPEN,
    ),
    # 12.918 [.9175, .9185] up 13.13 % [.125, .135]: 12.9175/1.13135, 12.9185/1.13125
    "prior-from-growth services-trade.Hangzhou.export.2021-01--2021-10.USD": (
        BILLION, "11.417", "11.419", "11.420",
    ),
    # 3,861.08 [.075, .085] is 63.6 % [63.55, 63.65]: 3861.075/0.6365, /0.636, 3861.085/0.6355
    "whole-from-share services-trade.World.2021.USD": (
        BILLION, "6066.103", "6070.881", "6075.665",
    ),
    # 1,980 on 1,690: 1975/1695, 1980/1690, 1985/1685, each less 1
    "growth-from-values cbec-trade.CN.both.2021.CNY": (1, "16.519", "17.160", "17.805"),
    # about 1,300 [1,150, 1,450] on 1,220 [1,215, 1,225]: 1150/1225, 1300/1220, 1450/1215, less 1
    "growth-from-values cbec-trade.CN.both.2025-S1.CNY": (1, "-6.123", "6.557", "19.342"),
    # of its part: about a fifth [16, 24] % of China, a half [45, 55] % of Guangdong: 16/55, 24/45
    "share-from-shares cbec-trade.Guangdong.both.2024-Q1.CNY cbec-trade.CN.both.2024-Q1.CNY": (
        1, "29.090", "40", "53.334",
    ),
    # 427.34 of 1,220: 427.335/1225, 427.34/1220, 427.345/1215
    "share-from-values cbec-trade.Guangdong.both.2024-S1.CNY cbec-trade.CN.both.2024-S1.CNY": (
        1, "34.884", "35.028", "35.173",
    ),
    # 13 of 100, both counted
    "share-from-values listed-enterprises.Hangzhou.of-list-forbes-china-digital-trade-2022.2022"
    ".enterprise listed-enterprises.World.of-list-forbes-china-digital-trade-2022.2022"
    ".enterprise": (1, "13", "13", "13"),
}  # fmt: skip


@cache
def stated() -> tuple[Quad, ...]:
    """What the seeds state."""
    return tuple(map_seeds(read_seeds(folder("seeds"))))


@cache
def reported() -> tuple[Figure, ...]:
    return tuple(read_figures(stated()))


@cache
def derived() -> tuple[Figure, ...]:
    return derive(reported(), read_ground(stated())).figures


def name(figure: Figure) -> str:
    cells = [figure.cell, *([figure.whole] if figure.whole else [])]
    return " ".join([figure.rule or "", *(cell.iri.rpartition("/")[2] for cell in cells)])


def test_nothing_but_the_table_follows_from_the_seeds() -> None:
    assert sorted(map(name, derived())) == sorted(TABLE)


@pytest.mark.parametrize("figure", derived(), ids=name)
def test_a_figure_is_that_of_hand_arithmetic(figure: Figure) -> None:
    """Correct to the third decimal of the stated unit."""
    unit, *numbers = TABLE[name(figure)]
    lower, value, upper = (None if n is None else Fraction(n) for n in numbers)
    slack = Fraction(1, 1000)
    assert value is not None
    assert abs(figure.value / unit - value) <= slack / 2
    for bound, due in ((figure.interval.lower, lower), (figure.interval.upper, upper)):
        assert (bound is None) == (due is None)
        if bound is not None and due is not None:
            outward = due - bound / unit if bound is figure.interval.upper else bound / unit - due
            assert 0 <= outward <= slack
    assert figure.value in figure.interval


ROUGH = {
    "whole-from-share cbec-trade.CN.both.2024-Q1.CNY",
    "whole-from-share cbec-trade.Guangdong.both.2024-Q1.CNY",
    "difference-of-periods cbec-trade.CN.both.2024-Q2.CNY",
    "difference-of-periods cbec-trade.Guangdong.both.2024-Q2.CNY",
    "whole-from-share platform-sellers.CN.of-platform-amazon.2024.enterprise",
    "whole-from-share platform-sellers.CN.of-platform-unnamed-marketplaces-002.2024.enterprise",
    "share-from-shares cbec-trade.Guangdong.both.2024-Q1.CNY cbec-trade.CN.both.2024-Q1.CNY",
}


def test_what_rests_on_a_rough_fraction_says_so() -> None:
    """Through every step, and nothing else does."""
    assert {name(f) for f in derived() if f.qualifier == "rough-fraction"} == ROUGH
    assert {name(f) for f in derived() if f.rough} == ROUGH


def test_neither_targets_nor_doubtful_readings_nor_growth_without_a_unit_are_used() -> None:
    used = {given.rpartition("/")[2] for figure in derived() for given in figure.inputs}
    assert used.isdisjoint({"003-077", "003-078", "003-079", "001-044", "004-011", "004-027"})


def test_each_derived_figure_names_a_rule_and_inputs_that_exist() -> None:
    known = {figure.iri: figure for figure in (*reported(), *derived())}
    for figure in derived():
        assert figure.rule
        inputs = [known[given] for given in figure.inputs]
        assert len(inputs) >= 2
        assert figure.depth == 1 + max(given.depth for given in inputs)
        assert figure.documents == frozenset().union(*(given.documents for given in inputs))


def test_a_figure_read_back_is_the_one_that_was_written() -> None:
    """Nothing is lost to rounding: what is kept is what is written."""
    quads = derive_quads(stated())
    assert tuple(f for f in read_figures([*stated(), *quads]) if f.inputs) == derived()
    assert {quad.graph_name for quad in quads} == {graph_iri("derived")}
    assert quads == derive_quads([*reversed(stated()), *quads])


def test_each_subject_has_one_best_way_in_the_graph() -> None:
    quads = derive_quads(stated())
    best = {quad.subject.value for quad in quads if quad.predicate == cbec("bestOf")}
    assert best == {figure.iri for figure in best_ways(derived()).values()}
    assert len(best) == len({figure.subject for figure in derived()})


# Chains: a small world of one indicator in which three steps lead from what is stated.

AREA = Cell("trade", "place/City", "2024-Q1", "CNY", "both")
WORLD = Ground(
    quantities={"trade": "money"}, around={"place/City": ("place/Province",)},
)  # fmt: skip


def stated_figure(
    key: str, cell: Cell, value: str, half: str = "0.5", kind: str = "amount", **more: Any
) -> Figure:
    number = Fraction(value)
    basis = "year-on-year" if kind == "growth" else None
    given: dict[str, Any] = {
        "iri": f"https://w3id.org/cbec/id/obs/{key}", "kind": kind, "cell": cell, "value": number,
        "interval": Interval(number - Fraction(half), number + Fraction(half)), "basis": basis,
        "documents": frozenset({key[0]}), "qualifier": "exact",
    }  # fmt: skip
    return Figure(**(given | more))


def three_steps() -> list[Figure]:
    """The first quarter of a province by the share of a city, the second by its half year."""
    province = AREA.replace(area="place/Province")
    second = province.replace(period="2024-Q2")
    return [
        stated_figure("a-1", AREA, "100"),
        stated_figure("a-2", AREA, "50", kind="share", whole=province),
        stated_figure("b-1", province.replace(period="2024-S1"), "500"),
        stated_figure("b-2", second, "20", kind="growth"),
    ]


def test_a_chain_goes_from_share_to_quarter_to_the_year_before() -> None:
    """100 is 50 %, so 200; 500 less 200 is 300; that is up 20 %, so 250."""
    chain = {f.depth: f for f in derive(three_steps(), WORLD).figures if f.kind == "amount"}
    assert {depth: (f.rule, f.value) for depth, f in chain.items()} == {
        1: ("whole-from-share", 200),
        2: ("difference-of-periods", 300),
        3: ("prior-from-growth", 250),
    }
    assert chain[3].documents == {"a", "b"}


@pytest.mark.parametrize("depth", [0, 1, 2, 3, 4])
def test_a_derivation_goes_no_deeper_than_stated(depth: int) -> None:
    figures = derive(three_steps(), WORLD, depth=depth).figures
    assert max((figure.depth for figure in figures), default=0) == min(depth, 3)


def test_a_fixpoint_is_reached_without_a_depth() -> None:
    everything = derive(reported(), read_ground(stated()), depth=None).figures
    assert everything == derived()
    unbounded = derive(generated(300), generated_ground(), depth=None).figures
    depth = max(figure.depth for figure in unbounded)
    assert depth > 1
    assert derive(generated(300), generated_ground(), depth=depth + 1).figures == unbounded


@pytest.mark.parametrize("count", [300, 1500])
def test_nothing_is_derived_from_itself(count: int) -> None:
    """No figure rests, through any number of steps, on one of its own subject."""
    given = list(generated(count))
    figures = derive(given, generated_ground(), depth=None).figures
    known = {figure.iri: figure for figure in (*given, *figures)}
    for figure in figures:
        waiting = list(figure.inputs)
        while waiting:
            beneath = known[waiting.pop()]
            assert beneath.subject != figure.subject
            waiting += beneath.inputs


def test_a_subject_keeps_the_most_direct_ways_and_then_the_narrowest() -> None:
    """Three contradicting amounts and three growths make nine ways, of which four are kept."""
    earlier = AREA.replace(period="2023-Q1")
    given = [
        *(stated_figure(f"a-{n}", AREA, f"{100 + 10 * n}", f"{n}") for n in (1, 2, 3)),
        *(stated_figure(f"b-{n}", AREA, f"{10 * n}", kind="growth") for n in (1, 2, 3)),
    ]
    ways = [f for f in derive(given, WORLD).figures if f.cell == earlier]
    assert len(ways) == WAYS
    assert {given for way in ways for given in way.inputs if "/a-3" in given} == set()
    assert best_ways(ways) == {ways[0].subject: min(ways, key=narrowness)}


def test_sources_that_say_the_same_count_as_one_input() -> None:
    growth = stated_figure("c-1", AREA, "20", kind="growth")
    given = [*(stated_figure(f"{key}-1", AREA, "120") for key in "ab"), growth]
    assert [f.inputs[0][-3:] for f in derive(given, WORLD).figures] == ["a-1"]


def test_what_a_source_states_with_both_bounds_is_not_computed_on() -> None:
    """The derived 150 of the year before stays a way; the stated 100 goes on."""
    before = AREA.replace(period="2023-Q1")
    given = [
        stated_figure("a-1", AREA, "150"),
        stated_figure("a-2", AREA, "0", kind="growth"),
        stated_figure("b-1", before, "100"),
        stated_figure("b-2", before, "0", kind="growth"),
    ]
    oldest = [f for f in derive(given, WORLD).figures if f.cell.period == "2022-Q1"]
    assert [f.inputs for f in oldest] == [(given[2].iri, given[3].iri)]


def test_an_open_bound_lets_a_derived_figure_go_on() -> None:
    """Over 90 is stated, 100 is derived: the chain takes both."""
    before = AREA.replace(period="2023-Q1")
    given = [
        stated_figure("a-1", AREA, "100"),
        stated_figure("a-2", AREA, "0", kind="growth"),
        stated_figure("b-1", before, "90", interval=Interval(Fraction(90), None)),
        stated_figure("b-2", before, "0", kind="growth"),
    ]
    oldest = [f for f in derive(given, WORLD).figures if f.cell.period == "2022-Q1"]
    assert sorted(f.depth for f in oldest) == [1, 2]


def test_the_guesses_of_two_documents_are_not_combined() -> None:
    amount = stated_figure("a-1", AREA, "120", assumes=frozenset("a"))
    growth = stated_figure("b-1", AREA, "20", kind="growth", assumes=frozenset("b"))
    assert derive([amount, growth], WORLD).figures == ()
    assert derive([amount, replace(growth, assumes=frozenset("a"))], WORLD).figures
    (figure,) = derive([amount, replace(growth, assumes=frozenset())], WORLD).figures
    assert figure.assumes == {"a"}
