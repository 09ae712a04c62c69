"""Where every printed figure holds the truth, so does every figure that follows."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kg.figures.derive import derive
from kg.figures.figure import Figure
from kg.figures.rules.implied_exchange_rate import INDICATOR
from tests.figures.planted.trial import World, made_up
from tests.figures.planted.world import RATES


def truth_of(figure: Figure, world: World) -> Fraction:
    """Give the true number behind a figure of a made-up world."""
    assert world.truth
    if figure.cell.indicator == INDICATOR:
        return RATES[int(figure.cell.period)]
    if figure.kind == "growth":
        return world.truth.growth(figure.cell)
    amount = world.truth.amount(figure.cell)
    if figure.kind == "share":
        assert figure.whole
        return amount / world.truth.amount(figure.whole) * 100
    return amount


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("depth", [1, None])
def test_no_rule_and_no_chain_loses_the_truth(seed: int, depth: int | None) -> None:
    """Bounds are those of printed digits and qualifiers, and rounded outwards at every step."""
    world = made_up(seed)
    reported = [figure for figure in world.figures if not figure.inputs]
    derived = derive(reported, world.ground, depth=depth).figures
    assert len({figure.rule for figure in derived}) >= 8
    lost = [figure.iri for figure in derived if truth_of(figure, world) not in figure.interval]
    assert lost == []
