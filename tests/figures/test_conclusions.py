"""Worked out part by part, and after a change only where it leads, all is as if done at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.figures import Cell, Figure, Ground, Interval, derive
from kg.figures.audit import audit
from kg.figures.comparison import Comparison
from kg.figures.conclusions import Part, conclude, conclude_change
from kg.figures.context import Context
from tests.benchmarks.generate_figures import context, figures, ground
from tests.figures.planted.trial import made_up

GROUND = ground()


def renamed(figure: Figure, indicator: str) -> Figure:
    whole = figure.whole and figure.whole.replace(indicator=indicator)
    cell = figure.cell.replace(indicator=indicator)
    return replace(figure, cell=cell, whole=whole, iri=f"{figure.iri}-{indicator}")


PRESS = [*figures(300, seed=7), *(renamed(one, "trade-9") for one in figures(120, seed=8))]
KNOWN = context(PRESS)


def flat(parts: Iterable[Part]) -> tuple[list[Figure], list[Figure], set[Comparison]]:
    """All figures and findings of the parts, in an order of their own."""
    held = list(parts)
    return (
        sorted((f for part in held for f in part.stated), key=lambda one: one.iri),
        sorted((f for part in held for f in part.derived), key=lambda one: one.iri),
        {one for part in held for one in part.comparisons},
    )


@cache
def of_the_press() -> tuple[Part, ...]:
    return tuple(conclude(PRESS, GROUND, KNOWN))


def test_what_is_found_part_by_part_is_what_is_found_at_once() -> None:
    derived = list(derive(PRESS, GROUND).figures)
    _, figures_, comparisons = flat(of_the_press())
    assert len(of_the_press()) == 2
    assert figures_ == derived
    assert comparisons == set(audit([*PRESS, *derived], KNOWN))
    assert len(comparisons) > 100


@pytest.mark.parametrize("seed", [1, 2])
def test_parts_of_a_world_of_many_indicators_are_found_as_at_once(seed: int) -> None:
    """With shares of other indicators and amounts in two currencies."""
    world = made_up(seed)
    known = world.context(list(world.printed))
    reported = [figure for figure in world.figures if not figure.inputs]
    parts = list(conclude(reported, world.ground, known, depth=2))
    assert len(parts) > 1
    assert set(flat(parts)[2]) == set(audit(world.figures, known))


def test_variants_of_an_indicator_are_in_one_part() -> None:
    """They are compared, if only to say that they cannot be."""
    one = next(f for f in PRESS if f.kind == "amount")
    pair = [one, renamed(one, "trade-9")]
    apart = list(conclude(pair, Ground(), Context()))
    beside = list(conclude(pair, Ground(variants=(("trade-0", "trade-9"),)), Context()))
    assert (len(apart), len(beside)) == (2, 1)


documents = st.sets(st.sampled_from(sorted({d for f in PRESS for d in f.documents})), max_size=25)


def altered(figure: Figure) -> Figure:
    one = Interval(Fraction(1), Fraction(1))
    return replace(figure, value=figure.value + 1, interval=figure.interval + one)


@settings(max_examples=12)
@given(before=documents, come=documents, gone=documents, other=documents)
def test_a_change_gives_what_working_out_everything_gives(
    before: set[str], come: set[str], gone: set[str], other: set[str]
) -> None:
    """Documents come, go and state other numbers."""
    old = [f for f in PRESS if not f.documents <= before]
    away = {f.iri for f in old if f.documents <= gone | other | come}
    fresh = [f for f in PRESS if f.documents <= come]
    fresh += [altered(f) for f in PRESS if f.documents <= other - come]
    now = [*(f for f in old if f.iri not in away), *fresh]
    parts = [
        p for p, _ in conclude_change(conclude(old, GROUND, KNOWN), away, fresh, GROUND, KNOWN)
    ]
    assert flat(parts) == flat(conclude(now, GROUND, KNOWN))


def test_a_change_leaves_the_parts_that_it_does_not_touch() -> None:
    """Not worked out, so given as they are."""
    (gone, *_) = (f for f in PRESS if f.cell.indicator == "trade-9")
    after = list(conclude_change(of_the_press(), {gone.iri}, (), GROUND, KNOWN))
    (untouched,) = [part for part, anew in after if not anew]
    assert any(untouched is part for part in of_the_press())
    assert untouched.stated[0].cell.indicator == "trade-0"


def test_a_figure_that_joins_two_parts_makes_them_one() -> None:
    """And when it goes, what followed from both goes with it."""
    share = next(f for f in PRESS if f.whole and f.cell.indicator == "trade-0")
    assert share.whole
    across = replace(share, iri="x", whole=share.whole.replace(indicator="trade-9"))
    known = replace(KNOWN, origins={**KNOWN.origins, "x": frozenset("x")})
    (joined,) = (p for p, _ in conclude_change(of_the_press(), (), [across], GROUND, known))
    assert flat([joined]) == flat(conclude([*PRESS, across], GROUND, known))
    apart = [p for p, _ in conclude_change([joined], {"x"}, (), GROUND, KNOWN)]
    assert flat(apart) == flat(of_the_press())


def test_the_last_amount_in_two_currencies_takes_its_rate_with_it() -> None:
    cell = Cell("trade", "place/CN", "2024", "CNY", "both")
    amounts = [
        replace(PRESS[0], iri=f"a-{unit}", kind="amount", cell=cell.replace(unit=unit))
        for unit in ("CNY", "USD")
    ]
    pair = [replace(amounts[0], equivalents=("a-USD",)), amounts[1]]
    parts = list(conclude(pair, Ground(), Context()))
    assert [f.rule for part in parts for f in part.derived] == ["implied-exchange-rate"]
    after = conclude_change(parts, {"a-USD"}, (), Ground(), Context())
    assert [part.derived for part, _ in after] == [()]
