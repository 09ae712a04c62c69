"""A map as plain geometry: marks with their names out of one another's way, flows, frames.

A template turns it into SVG without computing anything. A map comes in several widths, because
letters that are scaled down with a drawing cannot be read. The same places give the same map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import Final

from console.land import WIDTH, MapView, map_views
from console.lettering import cut, letters
from console.places import Flow, Place
from console.plot import WIDTHS

__all__ = ["Arc", "Atlas", "Frame", "Mark", "draw", "narrowest", "shown_in", "trim"]

_LETTER: Final = 6.9
"""The width of a Latin letter of the labels; a Chinese one is twice as wide."""
_LINE: Final = 17
_MARK: Final = 8
"""So far a mark reaches from its middle."""
_CLOSE: Final = 14
"""Marks that are nearer than this are moved apart."""
_FARTHEST: Final = {1100: 150, 620: 90, 340: 34}
"""How far from its mark a name may stand in a drawing of this width."""
_LONGEST: Final = {1100: 38, 620: 26, 340: 16}
_FRAME_NAME: Final = 145
"""So much room the name of a frame takes."""
_PLACES_OF_NAMES: Final = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a drawing: where its sign is, and where its name, if there is room for one.

    ``leader`` is the line between them where they stand apart.
    """

    place: Place
    x: str
    y: str
    text: str = ""
    text_x: str = ""
    text_y: str = ""
    anchor: str = "start"
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """A flow in a drawing: a bent line and the head at its end."""

    flow: Flow
    path: str
    head: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A view that lies in this one and shows more of it; its name stands above or below it."""

    name: str
    x: str
    y: str
    width: str
    height: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """A map in one width; ``scale`` makes the land as wide as it."""

    view: MapView
    width: int
    height: int
    scale: str
    marks: tuple[Mark, ...]
    arcs: tuple[Arc, ...]
    frames: tuple[Frame, ...]


def shown_in(
    view: MapView, places: Iterable[Place], flows: Iterable[Flow], sort: str = ""
) -> list[Place]:
    """Give the places that a view shows: of its kinds, or of one sort; and the ends of flows.

    The view of the world has no part of a country but where a flow begins or ends.
    """
    ends = {end for flow in flows for end in (flow.start, flow.end)}
    widest = view is map_views()[0]
    countries = {one.iri for one in places if one.kind == "Country"}
    chosen = []
    for one in places:
        if one.position is None or not view.holds(*one.position.numbers):
            continue
        if sort:
            wanted = one.sort == sort
        else:
            inside = any(iri in countries for iri, _ in one.within)
            wanted = one.kind in view.shows and not (widest and inside)
        if wanted or one.iri in ends:
            chosen.append(one)
    return chosen


def narrowest(places: Iterable[Place]) -> MapView:
    """Give the narrowest view that holds all these places, the widest where none does."""
    points = [one.position.numbers for one in places if one.position]
    fitting = [view for view in map_views() if all(view.holds(*point) for point in points)]
    return max(fitting, key=lambda view: view.scale) if points and fitting else map_views()[0]


def draw(
    view: MapView, places: Sequence[Place], flows: Sequence[Flow], *, frames: bool = True
) -> tuple[Atlas, ...]:
    """Give the map of these places in each of the widths."""
    return tuple(_draw(view, width, places, flows, frames) for width in WIDTHS)


def trim(text: str, width: int) -> str:
    """Give as much of a name as a map of this width has room for."""
    return cut(text, _LONGEST[width])


def _draw(
    view: MapView, width: int, places: Sequence[Place], flows: Sequence[Flow], framed: bool
) -> Atlas:
    scale = width / WIDTH
    height = round(view.height * scale)
    points = _apart(
        {
            one.iri: tuple(part * scale for part in view.at(*one.position.numbers))
            for one in places
            if one.position
        }
    )
    frames = list(_frames(view, scale, points.values())) if framed and width > WIDTHS[-1] else []
    arcs = tuple(
        _arc(flow, points[flow.start], points[flow.end])
        for flow in flows
        if flow.start in points and flow.end in points
    )
    marks = tuple(_marks(places, points, [box for _, box in frames], width, height))
    framed_views = tuple(frame for frame, _ in frames)
    return Atlas(view, width, height, f"{scale:.4f}", marks, arcs, framed_views)


def _apart(points: Mapping[str, Sequence[float]]) -> dict[str, Point]:
    """Give the points with those that would cover others moved to a ring around them."""
    found: dict[str, Point] = {}
    for iri, (x, y) in points.items():
        tried = [(x, y)]
        for ring in (2 * _MARK, 4 * _MARK):
            tried += [
                (x + ring * cos(turn * pi / 4), y + ring * sin(turn * pi / 4)) for turn in range(8)
            ]
        free = (
            one
            for one in tried
            if all(hypot(one[0] - a, one[1] - b) >= _CLOSE for a, b in found.values())
        )
        found[iri] = next(free, (x, y))
    return found


def _marks(
    places: Sequence[Place],
    points: Mapping[str, Point],
    names: Sequence[Box],
    width: int,
    height: int,
) -> Iterator[Mark]:
    taken: list[Box] = [(x - _MARK, y - _MARK, x + _MARK, y + _MARK) for x, y in points.values()]
    taken += names
    for place in places:
        x, y = points[place.iri]
        text = trim(place.name.text, width)
        found = _room(x, y, letters(text) * _LETTER, taken, width, height)
        if found is None:
            yield Mark(place, _written(x), _written(y))
            continue
        box, leader = found
        taken.append(box)
        right = box[2] < x
        yield Mark(
            place,
            _written(x),
            _written(y),
            text,
            _written(box[2] - 2 if right else box[0] + 2),
            _written(box[3] - 4.5),
            "end" if right else "start",
            leader,
        )


def _room(
    x: float, y: float, long: float, taken: Sequence[Box], width: int, height: int
) -> tuple[Box, str] | None:
    """Give where a name of this length can stand near a point, and the line that leads to it."""
    near = (_MARK + 1.0, _MARK + 6.0)
    far = range(28, _FARTHEST[width], 14)
    for distance in (*near, *map(float, far)):
        for across, down in _PLACES_OF_NAMES:
            size = hypot(across, down)
            at_x, at_y = x + across * distance / size, y + down * distance / size
            left = at_x - (long + 4) * (0.5 if across == 0 else 0 if across > 0 else 1)
            above = at_y - _LINE * (0.5 if down == 0 else 0 if down > 0 else 1)
            box = (left, above, left + long + 4, above + _LINE)
            inside = left >= 2 and above >= 2 and box[2] <= width - 2 and box[3] <= height - 2
            if inside and not any(_meet(box, other) for other in taken):
                apart = distance > near[-1]
                line = f"M{_written(x)} {_written(y)}L{_written(at_x)} {_written(at_y)}"
                return box, line if apart else ""
    return None


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _arc(flow: Flow, start: Point, end: Point) -> Arc:
    """Give a bent line that ends a little before the place it leads to."""
    (x1, y1), (x2, y2) = start, end
    across, down = x2 - x1, y2 - y1
    length = hypot(across, down) or 1
    # towards the upper edge, whichever way it goes
    bend = 0.2 if across > 0 else -0.2
    mid_x, mid_y = (x1 + x2) / 2 + down * bend, (y1 + y2) / 2 - across * bend
    turn = atan2(y2 - mid_y, x2 - mid_x)
    gap = min(_MARK + 2, length / 3)
    end_x, end_y = x2 - gap * cos(turn), y2 - gap * sin(turn)
    ends = (
        f"M{_written(end_x - 8 * cos(turn + side))} {_written(end_y - 8 * sin(turn + side))}"
        f"L{_written(end_x)} {_written(end_y)}"
        for side in (0.45, -0.45)
    )
    bow = f"Q{_written(mid_x)} {_written(mid_y)} {_written(end_x)} {_written(end_y)}"
    return Arc(flow, f"M{_written(x1)} {_written(y1)}{bow}", "".join(ends))


def _frames(view: MapView, scale: float, points: Iterable[Point]) -> Iterator[tuple[Frame, Box]]:
    """Give the views that lie in this one, but for those in one of them, and where names stand."""
    inner = [one for one in map_views() if one.scale > view.scale and _lies_in(one, view)]
    marks = [(x - _MARK, y - _MARK, x + _MARK, y + _MARK) for x, y in points]
    for one in inner:
        if any(other.scale < one.scale and _lies_in(one, other) for other in inner):
            continue
        corners = [view.at(*_back(one, x, y)) for x in (0, WIDTH) for y in (0, one.height)]
        left, right = (pick(x for x, _ in corners) * scale for pick in (min, max))
        top, bottom = (pick(y for _, y in corners) * scale for pick in (min, max))
        rooms = [
            (left, above, left + _FRAME_NAME, above + _LINE) for above in (bottom + 2, top - _LINE)
        ]
        free = [box for box in rooms if not any(_meet(box, mark) for mark in marks)]
        size = (_written(right - left), _written(bottom - top))
        text_y = _written(free[0][1] + 12.5) if free else ""
        nowhere = (left, top, left, top)
        frame = Frame(one.name, _written(left), _written(top), *size, text_y)
        yield frame, free[0] if free else nowhere


def _lies_in(one: MapView, other: MapView) -> bool:
    return other.holds(one.latitude, one.longitude)


def _back(view: MapView, x: float, y: float) -> tuple[float, float]:
    """Give the degrees north and east of a point of a drawing, where they are not far apart."""
    low, high = -85.0, 85.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if view.at(middle, view.longitude)[1] > y else (low, middle)
    east = (x - WIDTH / 2) / (view.at(low, view.longitude + 1)[0] - WIDTH / 2)
    return low, view.longitude + east


def _written(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
