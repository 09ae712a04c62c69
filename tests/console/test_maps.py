"""``/map``: places, what is in them, flows, and the same for programs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from kg.vocab import ID


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_map_of_the_world_shows_home_markets_and_routes(released: FlaskClient) -> None:
    text = page(released, "/map")
    assert re.search(r"Newegg: United States → Shenzhen \(actual\)", text)
    assert re.search(r'class="arc planned"><title>Air silk road[^<]*→ Latin America \(plan\)', text)
    assert 'href="/evidence/002-060"' in text
    assert 'href="#land"' in text


def test_every_place_is_on_the_page_with_or_without_a_position(released: FlaskClient) -> None:
    places = released.get("/map.json").get_json()["places"]
    assert len(places) > 35
    assert any(one["latitude"] is None for one in places)
    text = page(released, "/map")
    for one in places:
        assert f'href="/doc/place/{one["place"].removeprefix(ID + "place/")}"' in text


def test_parks_in_hengqin_and_what_they_offer_take_one_step(released: FlaskClient) -> None:
    text = page(released, "/map?show=parks")
    assert "Pearl River Delta" in re.findall(r'aria-current="true">([^<]*)', text)
    rows = re.findall(r"<tr>.*?</tr>", text, re.DOTALL)
    parks = [row for row in rows if "/doc/place/Hengqin" in row]
    assert len(parks) == 2
    assert all("logistics and delivery" in row for row in parks)


def test_a_place_without_its_own_position_is_drawn_in_what_holds_it(released: FlaskClient) -> None:
    places = {one["place"]: one for one in released.get("/map.json").get_json()["places"]}
    zone = places[ID + "place/HangzhouPilotZone"]
    assert zone["position_of"] == ID + "place/Hangzhou"
    assert zone["latitude"] == places[ID + "place/Hangzhou"]["latitude"] == "30.274"
    assert re.search(r'class="mark-of sort-zones borrowed" href="/doc/place/HangzhouPilotZone"',
                     page(released, "/map?view=yangtze"))  # fmt: skip


def test_the_position_of_a_country_group_is_not_made_up(released: FlaskClient) -> None:
    places = {one["place"]: one for one in released.get("/map.json").get_json()["places"]}
    assert places[ID + "place/BeltAndRoadCountries"]["latitude"] is None


def test_the_table_and_the_features_have_the_places_of_the_document(released: FlaskClient) -> None:
    places = released.get("/map.json").get_json()["places"]
    rows = list(csv.DictReader(io.StringIO(released.get("/map.csv").text, newline="")))
    assert [row["place"] for row in rows] == [one["place"] for one in places]
    assert {row["figures"] for row in rows if row["place"].endswith("/Shenzhen")} == {"16"}
    answer = released.get("/map.geojson")
    assert answer.content_type == "application/geo+json"
    features = answer.get_json()["features"]
    assert {one["id"] for one in features} == {one["place"] for one in places if one["latitude"]}
    shenzhen = next(one for one in features if one["id"].endswith("/Shenzhen"))
    assert shenzhen["geometry"] == {"type": "Point", "coordinates": [114.058, 22.543]}


@pytest.mark.parametrize(("language", "word"), [("zh", "珠江三角洲"), ("pt", "Rio das Pérolas")])
def test_the_map_speaks_the_language_of_its_reader(
    released: FlaskClient, language: str, word: str
) -> None:
    text = page(released, f"/map?lang={language}")
    assert word in text
    assert f"lang={language}" in re.findall(r'class="chip" href="([^"]*)"', text)[0]


def test_the_query_of_the_map_gives_its_places(answer_behind: Callable[[str], str]) -> None:
    assert "id/place/Shenzhen," in answer_behind("/map")


def test_a_store_without_places_has_a_map_without_them(client: FlaskClient) -> None:
    assert page(client, "/map?show=venues")
    assert client.get("/map.json").get_json()["flows"] == []


def test_the_forms_of_a_map_hold_what_it_shows(released: FlaskClient) -> None:
    every = released.get("/map.json").get_json()
    text = page(released, "/map?show=parks&lang=zh")
    assert 'href="/map.json?show=parks&amp;lang=zh"' in text
    parks = released.get("/map.json?show=parks").get_json()
    assert 0 < len(parks["places"]) < len(every["places"])
    assert parks["flows"] == []
    assert all(
        f'/doc/{one["place"].removeprefix(ID)}"' in text.replace("?lang=zh", "")
        for one in parks["places"]
    )
    flows = released.get("/map.json?show=flows").get_json()
    assert flows["flows"] == every["flows"]
    ends = {one[end] for one in flows["flows"] for end in ("from", "to")}
    assert {one["place"] for one in flows["places"]} == ends
    assert released.get("/map.csv?show=park").status_code == 400
