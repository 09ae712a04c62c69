"""Maps as geometry: nothing covers anything else, and the same places give the same map."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.atlas import Atlas, draw, narrowest, shown_in
from console.land import map_views
from console.lettering import letters
from console.naming import Name
from console.places import Flow, Place, Position

VIEWS = {view.name: view for view in map_views()}


def place(name: str, latitude: float, longitude: float, kind: str = "City") -> Place:
    """Give a place of this name, at these degrees."""
    where = Position(str(latitude), str(longitude))
    return Place(f"place:{name}", Name(name), kind, Name(kind), where, ())


def flow(start: Place, end: Place) -> Flow:
    return Flow("x", Name("x"), start.iri, end.iri, start.name, end.name, "", None, (), "")


HANGZHOU = place("Hangzhou", 30.274, 120.155)
SHENZHEN = place("Shenzhen", 22.543, 114.058)
BRAZIL = place("Brazil", -10, -53, "Country")


def boxes(atlas: Atlas) -> list[tuple[float, float, float, float]]:
    """Give the room that each name takes, from its geometry alone."""
    found = []
    for mark in atlas.marks:
        if mark.text:
            long = letters(mark.text) * 6.9
            x, y = float(mark.text_x), float(mark.text_y)
            left = x - long if mark.anchor == "end" else x
            found.append((left, y - 10, left + long, y + 2))
    return found


degrees = st.integers(0, 60)
spots = st.lists(
    st.tuples(st.text("abcdefgh深圳", min_size=1, max_size=30), degrees, degrees),
    min_size=1,
    max_size=14,
)


@settings(max_examples=40)
@given(spots)
def test_names_cover_neither_one_another_nor_a_sign(
    found: list[tuple[str, int, int]],
) -> None:
    places = [
        place(f"{name}{number}", 22.3 + north / 200, 113.4 + east / 150)
        for number, (name, north, east) in enumerate(found)
    ]
    for atlas in draw(VIEWS["delta"], places, []):
        assert len(atlas.marks) == len(places)
        rooms = boxes(atlas)
        for one, other in combinations(rooms, 2):
            apart = one[2] <= other[0] or other[2] <= one[0]
            assert apart or one[3] <= other[1] or other[3] <= one[1]
        for left, top, right, bottom in rooms:
            assert left >= 0
            assert right <= atlas.width
            assert top >= 0
            assert bottom <= atlas.height
            for mark in atlas.marks:
                x, y = float(mark.x), float(mark.y)
                assert not (left < x < right and top < y < bottom)


def test_places_at_one_point_are_drawn_side_by_side() -> None:
    places = [place(name, 22.12, 113.53) for name in ("one", "two", "three")]
    for atlas in draw(VIEWS["delta"], places, []):
        assert len({(mark.x, mark.y) for mark in atlas.marks}) == 3


def test_a_name_with_no_room_is_left_out_and_its_sign_is_not() -> None:
    crowd = [place(f"place {number:02}", 22.5, 113.9) for number in range(40)]
    narrow = draw(VIEWS["delta"], crowd, [])[-1]
    assert len(narrow.marks) == 40
    assert any(not mark.text for mark in narrow.marks)


@pytest.mark.parametrize(
    ("places", "name"),
    [
        ([HANGZHOU], "yangtze"),
        ([SHENZHEN], "delta"),
        ([HANGZHOU, SHENZHEN], "china"),
        ([SHENZHEN, BRAZIL], "world"),
        ([], "world"),
    ],
)
def test_the_narrowest_view_holds_all_places(places: list[Place], name: str) -> None:
    assert narrowest(places).name == name


def test_the_world_has_parts_of_countries_only_where_something_flows() -> None:
    inside = Place(
        "place:Guangdong", Name("Guangdong"), "Region", Name("Region"),
        Position("23", "113"), (("place:Brazil", Name("Brazil")),),
    )  # fmt: skip
    world = VIEWS["world"]
    assert shown_in(world, [BRAZIL, SHENZHEN, inside], []) == [BRAZIL]
    assert shown_in(world, [BRAZIL, SHENZHEN], [flow(BRAZIL, SHENZHEN)]) == [BRAZIL, SHENZHEN]


def test_a_sort_is_shown_alone_in_every_view() -> None:
    zone = place("zone", 22.5, 113.9, "PilotZone")
    assert shown_in(VIEWS["china"], [SHENZHEN, zone], [], "zones") == [zone]


def test_a_flow_ends_before_the_sign_it_leads_to() -> None:
    for atlas in draw(VIEWS["world"], [BRAZIL, SHENZHEN], [flow(BRAZIL, SHENZHEN)]):
        (arc,) = atlas.arcs
        numbers = [float(one) for one in re.findall(r"-?[0-9.]+", arc.path)]
        ends = {mark.place.iri: (float(mark.x), float(mark.y)) for mark in atlas.marks}
        assert tuple(numbers[:2]) == ends[BRAZIL.iri]
        x, y = ends[SHENZHEN.iri]
        assert 4 < ((numbers[-2] - x) ** 2 + (numbers[-1] - y) ** 2) ** 0.5 < 14


def test_a_view_frames_those_that_lie_in_it_but_not_theirs() -> None:
    assert [one.name for one in draw(VIEWS["world"], [BRAZIL], [])[0].frames] == ["china"]
    frames = draw(VIEWS["china"], [SHENZHEN], [])[0].frames
    assert [one.name for one in frames] == ["delta", "yangtze"]
    assert draw(VIEWS["delta"], [SHENZHEN], [])[0].frames == ()
