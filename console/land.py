"""The maps that can be drawn: for each a projection, and the land in it.

The views stand in ``map-views.json``; from them ``frontend/land.mjs`` draws the land when the
scripts are bundled, and here places are put where they lie in it. Where nothing is bundled the
maps have places and no land. Screens have no more than a tenth of a unit, so these are floats.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import asin, asinh, cos, radians, sin, sqrt, tan
from pathlib import Path
from typing import Final

__all__ = ["WIDTH", "MapView", "land_of", "map_views"]

_FILE: Final = Path(__file__).with_name("map-views.json")
_LAND: Final = Path(__file__).parent / "static" / "built" / "land.json"
WIDTH: Final = 1100
"""The views are drawn in this width and made smaller from it."""
# Šavrič, Patterson, Jenny: The Equal Earth map projection, 2018, equations 1 to 4
_EQUAL_EARTH: Final = (1.340264, -0.081106, 0.000893, 0.003796)


@dataclass(frozen=True, slots=True)
class MapView:
    """A part of the earth: its projection around a middle, and which kinds of places it shows."""

    name: str
    projection: str
    longitude: float
    latitude: float
    scale: float
    height: int
    shows: frozenset[str]

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Give where a place lies in the drawing, from the left and from above."""
        east = radians((longitude - self.longitude + 180) % 360 - 180)
        project = _equal_earth if self.projection == "equal-earth" else _mercator
        x, y = project(radians(latitude), east)
        _, middle = project(radians(self.latitude), 0.0)
        return WIDTH / 2 + self.scale * x, self.height / 2 - self.scale * (y - middle)

    def holds(self, latitude: float, longitude: float) -> bool:
        """Tell whether a place lies in the view, and not at its very edge."""
        x, y = self.at(latitude, longitude)
        return 12 <= x <= WIDTH - 12 and 12 <= y <= self.height - 12


@cache
def map_views() -> tuple[MapView, ...]:
    """Give the views, the widest first."""
    read = json.loads(_FILE.read_text(encoding="utf-8"))
    assert read["width"] == WIDTH, "the land is drawn in this width"
    return tuple(
        MapView(
            view["name"],
            view["projection"],
            view["middle"][0],
            view["middle"][1],
            view["scale"],
            view["height"],
            frozenset(view["shows"]),
        )
        for view in read["views"]
    )


def land_of(view: MapView) -> str:
    """Give the land of a view as the path of a drawing; empty where nothing is bundled."""
    return _land().get(view.name, "")


@cache
def _land() -> Mapping[str, str]:
    if not _LAND.is_file():
        return {}
    read: Mapping[str, str] = json.loads(_LAND.read_text(encoding="utf-8"))
    return read


def _mercator(latitude: float, longitude: float) -> tuple[float, float]:
    return longitude, asinh(tan(latitude))


def _equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    a1, a2, a3, a4 = _EQUAL_EARTH
    angle = asin(sqrt(3) / 2 * sin(latitude))
    square = angle * angle
    sixth = square**3
    slope = a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)
    x = longitude * cos(angle) * 2 / sqrt(3) / slope
    return x, angle * (a1 + a2 * square + sixth * (a3 + a4 * square))
