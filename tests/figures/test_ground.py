"""What rules know beside the figures is read from the register."""

from __future__ import annotations

import random

import pytest
from pyoxigraph import Quad

from kg.figures import Ground, read_ground
from kg.figures.ground import Ratio
from kg.mapping import map_seeds
from kg.resources import folder
from kg.seeds import read_seeds


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    """What the seeds state."""
    return list(map_seeds(read_seeds(folder("seeds"))))


@pytest.fixture(scope="module")
def ground(quads: list[Quad]) -> Ground:
    """The ground of the seeds."""
    return read_ground(quads)


def test_an_area_lies_in_all_areas_around_it_and_in_the_world(ground: Ground) -> None:
    around = ground.containers("place/Shenzhen")
    assert {"place/Guangdong", "place/CN", "place/World"} <= set(around)
    assert ground.containers("place/World") == ()


def test_the_parts_of_an_area_are_those_that_lie_in_it(ground: Ground) -> None:
    areas = {"place/Shenzhen", "place/Hangzhou", "place/Guangdong", "place/World"}
    assert ground.parts("place/Guangdong", areas) == {"place/Shenzhen"}
    assert ground.parts("place/World", areas) == areas - {"place/World"}
    assert ground.parts("place/nowhere", areas) == set()


@pytest.mark.parametrize(
    ("indicator", "adds_up", "has_parts"),
    [
        ("cbec-trade", True, True),
        ("air-cargo-mass", True, True),
        ("cbec-exporters", False, True),
        ("implied-exchange-rate", False, False),
        ("unheard-of", False, False),
    ],
)
def test_the_quantity_says_what_adds_up_and_what_has_parts(
    ground: Ground, indicator: str, adds_up: bool, has_parts: bool
) -> None:
    assert ground.adds_up(indicator) == adds_up
    assert ground.has_parts(indicator) == has_parts


def test_ratios_are_those_of_the_register(ground: Ground) -> None:
    assert ground.ratios == (
        Ratio("air-cargo-mass-per-cbec-parcel", "air-cargo-mass", "cbec-parcels"),
        Ratio("cbec-trade-per-parcel", "cbec-trade", "cleared-cbec-parcels"),
    )


def test_the_order_of_the_quads_does_not_matter(quads: list[Quad], ground: Ground) -> None:
    shuffled = list(quads)
    random.Random(5).shuffle(shuffled)
    assert read_ground(shuffled) == ground
