"""Where places fall on the maps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import console
from console.land import WIDTH, land_of, map_views

VIEWS = {view.name: view for view in map_views()}


def test_the_first_view_is_the_widest() -> None:
    assert next(iter(VIEWS)) == "world"
    assert min(view.scale for view in VIEWS.values()) == VIEWS["world"].scale


@pytest.mark.parametrize("name", VIEWS)
def test_the_middle_of_a_view_is_drawn_in_its_middle(name: str) -> None:
    view = VIEWS[name]
    assert view.at(view.latitude, view.longitude) == pytest.approx((WIDTH / 2, view.height / 2))


def test_the_world_is_drawn_in_the_equal_earth_projection() -> None:
    """The pole of the unit sphere lies at 1.3173628 (Šavrič and others 2018, table 3)."""
    world = VIEWS["world"]
    _, equator = world.at(0, world.longitude)
    _, pole = world.at(90, world.longitude)
    assert (equator - pole) / world.scale == pytest.approx(1.3173628, abs=1e-6)


def test_places_on_both_sides_of_the_antimeridian_lie_side_by_side() -> None:
    world = VIEWS["world"]
    assert 0 < world.at(0, -179)[0] - world.at(0, 179)[0] < 20


@pytest.mark.parametrize(
    ("name", "held", "not_held"),
    [
        ("delta", (22.543, 114.058), (30.274, 120.155)),
        ("yangtze", (30.274, 120.155), (22.543, 114.058)),
        ("china", (22.543, 114.058), (40.0, -98.0)),
    ],
)
def test_a_view_holds_what_lies_in_it(
    name: str, held: tuple[float, float], not_held: tuple[float, float]
) -> None:
    assert VIEWS[name].holds(*held)
    assert not VIEWS[name].holds(*not_held)


def test_each_view_has_its_land() -> None:
    """The script that draws the land and the module that places things read the same views."""
    built = Path(console.__path__[0]) / "static/built/land.json"
    assert built.is_file(), "run python console/frontend/build.py"
    assert set(json.loads(built.read_text(encoding="utf-8"))) == set(VIEWS)
    assert all(land_of(view).startswith("M") for view in VIEWS.values())


def crossings(path: str, x: float, y: float) -> int:
    """Count how often a ray to the right of a point crosses the rings of a path of lines."""
    crossed = 0
    for ring in path.strip("Z").split("ZM"):
        corners = [
            tuple(map(float, corner.split(",")))
            for corner in ring.strip("MZ").replace("L", " ").split()
        ]
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossed += 1
    return crossed


@pytest.mark.parametrize(
    ("name", "place", "ashore"),
    [
        ("world", (40.0, -98.0), True),
        ("world", (0.0, -160.0), False),
        ("china", (30.274, 120.155), True),
        ("yangtze", (29.868, 121.544), True),
        ("delta", (23.021, 113.752), True),
        ("delta", (22.0, 114.3), False),
    ],
)
def test_places_on_land_are_drawn_on_land(
    name: str, place: tuple[float, float], ashore: bool
) -> None:
    view = VIEWS[name]
    assert crossings(land_of(view), *view.at(*place)) % 2 == ashore
