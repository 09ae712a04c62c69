"""Things by their names over HTTP: the search page, completion, cards and labels."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from console.site import KEY
from console.views.labels import MOST_LABELS
from console.words.complete import POSITIONS
from console.words.keeper import follow
from kg.vocab import BASE, CODE, ID, cbec

SHENZHEN = ID + "place/Shenzhen"
CITY = cbec("City").value
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module", autouse=True)
def _names_are_read(released: FlaskClient, client: FlaskClient) -> None:
    """On a busy machine the index may take longer than a request waits for it."""
    for one in (released, client):
        follow(one.application).prepare(one.application.extensions[KEY]).result(120)


def items(client: FlaskClient, **query: Any) -> list[dict[str, Any]]:
    answer = client.get("/complete", query_string=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["items"]
    return found


@pytest.mark.parametrize(("language", "named"), [("en", "City"), ("zh", "城市"), ("pt", "Cidade")])
def test_a_search_shows_things_by_class_in_the_readers_language(
    released: FlaskClient, language: str, named: str
) -> None:
    page = released.get(f"/search?q=深圳&lang={language}", headers=PAGE)
    assert page.headers["Content-Language"] == language
    assert named in page.text
    assert f'href="/doc/place/Shenzhen?lang={language}"' in page.text
    assert re.search(r'href="/sparql\?[^"]*query=PREFIX', page.text)


def test_a_search_and_its_twin_find_the_same(released: FlaskClient) -> None:
    twin = released.get("/search.json?q=shenzen&lang=en").json
    best = twin["groups"][0]["results"][0]
    assert best["iri"] == SHENZHEN
    assert {"text": "深圳市", "language": "zh"} in best["names"]
    page = released.get("/search?q=shenzen&lang=en", headers=PAGE).text
    assert "/search.json?q=shenzen&amp;lang=en" in page
    for group in twin["groups"]:
        for one in group["results"]:
            assert str(escape(one["label"])) in page


def test_a_search_that_finds_nothing_says_what_to_do(released: FlaskClient) -> None:
    page = released.get("/search?q=qqqqzzzz&lang=en", headers=PAGE)
    assert page.status_code == 200
    assert "Nothing is called so" in page.text


def test_every_page_has_the_search_box_and_it_keeps_what_was_sought(released: FlaskClient) -> None:
    assert 'role="search" action="/search"' in released.get("/", headers=PAGE).text
    page = released.get("/search?q=park&lang=pt", headers=PAGE).text
    assert 'name="q" value="park"' in page
    assert '<input type="hidden" name="lang" value="pt">' in page


def test_what_is_sought_becomes_no_markup(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": "<script>alert(1)</script>"}, headers=PAGE)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_an_item_of_completion_has_every_member(released: FlaskClient) -> None:
    best = items(released, text="深圳", position="any", lang="zh")[0]
    assert best == {
        "iri": SHENZHEN,
        "name": "place:Shenzhen",
        "label": "深圳",
        "language": "zh",
        "kind": "individual",
        "detail": "城市",
        "count": best["count"],
        "required": False,
        "usual": False,
        "matched": "深圳",
    }
    assert best["count"] > 0


def test_what_a_shape_requires_comes_first_then_what_is_usual(released: FlaskClient) -> None:
    found = items(released, position="predicate", **{"class": CITY})
    assert (found[0]["name"], found[0]["required"]) == ("cbec:locatedIn", True)
    ranks = [(not one["required"], not one["usual"]) for one in found]
    assert ranks == sorted(ranks)
    assert len(found) <= 50


def test_a_required_property_comes_first_also_among_what_begins_so(released: FlaskClient) -> None:
    found = items(released, text="l", position="predicate", **{"class": CITY})
    assert found[0]["name"] == "cbec:locatedIn"
    assert {one["name"] for one in found[1:4]} == {
        "rdfs:label",
        "cbec:latitude",
        "cbec:longitude",
    }


def test_the_values_of_a_property_are_those_of_its_code_list(released: FlaskClient) -> None:
    found = items(released, position="object", property=cbec("direction").value)
    assert {one["iri"] for one in found} == {
        f"{CODE}direction/{name}" for name in ("both", "export", "import")
    }
    assert [one["usual"] for one in found] == [True, True, False]
    assert items(released, text="imp", position="object", property=cbec("direction").value)[0][
        "iri"
    ].startswith(f"{CODE}direction/")


def test_what_leads_to_a_thing_tells_which_properties_it_has(released: FlaskClient) -> None:
    asked = {"position": "predicate", "text": "in"}
    plain = released.get("/complete", query_string=asked).json
    led = released.get(
        "/complete", query_string={**asked, "property": cbec("hasPresence").value}
    ).json
    assert plain is not None
    assert led is not None
    assert plain["items"][0]["name"] != "cbec:presenceIn"
    assert led["items"][0]["name"] == "cbec:presenceIn"


def test_classes_are_those_that_the_query_allows(released: FlaskClient) -> None:
    """By what leads to the thing, and by what it has; other classes only where they are typed."""
    latitude, located = cbec("latitude").value, cbec("locatedIn").value
    assert "cbec:Observation" in {one["name"] for one in items(released, position="class")}
    for asked in ({"having": latitude}, {"property": located}):
        found = items(released, position="class", **asked)
        names = {one["name"] for one in found}
        assert {"cbec:City", "cbec:Country", "cbec:Region"} <= names
        assert "cbec:Observation" not in names
        assert all(one["usual"] for one in found)
    assert items(released, text="observ", position="class", having=latitude)


def test_properties_are_those_of_things_with_the_others(released: FlaskClient) -> None:
    asked = {"position": "predicate", "having": [cbec("area").value, cbec("period").value]}
    usual = [one["name"] for one in items(released, **asked) if one["usual"]]
    assert {"cbec:indicator", "cbec:unit", "cbec:value"} <= set(usual)
    assert "cbec:latitude" not in {one["name"] for one in items(released, **asked)}


def test_an_address_is_gone_on_with(released: FlaskClient) -> None:
    found = items(released, text=f"{ID}place/Shenz", position="subject")
    assert [one["iri"] for one in found] == [SHENZHEN]


def test_a_prefix_that_is_known_elsewhere_has_nothing_of_other_namespaces(
    released: FlaskClient,
) -> None:
    found = items(released, text="schema:na", position="predicate")
    assert all(one["iri"].startswith("https://schema.org/") for one in found)


def test_the_values_of_a_property_are_of_its_range(released: FlaskClient) -> None:
    found = items(released, text="sh", position="object", property=cbec("area").value)
    assert [one["name"] for one in found[:2]] == ["place:Shenzhen", "place:Shanghai"]


def test_what_fits_comes_before_what_is_used_more(released: FlaskClient) -> None:
    """Nothing that cities have is cut off by properties that have nothing to do with them."""
    found = items(released, text="cbec:", position="predicate", **{"class": CITY})
    names = [one["name"] for one in found]
    seen = {"cbec:latitude", "cbec:longitude", "cbec:divisionCode", "cbec:contains", "cbec:hosts"}
    assert names[0] == "cbec:locatedIn"
    assert seen <= set(names[:12])
    assert max(map(names.index, seen)) < names.index("cbec:evidence")


def test_letters_that_a_name_begins_with_count_before_what_fits(released: FlaskClient) -> None:
    found = items(released, text="cbec:l", position="predicate", **{"class": CITY})
    names = [one["name"] for one in found]
    begun = [name.startswith("cbec:l") for name in names]
    assert names[:3] == ["cbec:locatedIn", "cbec:latitude", "cbec:longitude"]
    assert begun == sorted(begun, reverse=True)
    assert names.index("cbec:hostsIndustry") < names.index("cbec:publisher")


def test_the_values_of_a_property_are_nothing_else(released: FlaskClient) -> None:
    found = items(released, text="深圳", position="object", property=cbec("locatedIn").value)
    assert found[0]["iri"] == SHENZHEN
    assert {one["iri"].rpartition("/")[0] for one in found} == {f"{ID}place"}
    assert items(released, text="2", position="object", property=cbec("latitude").value) == []


@pytest.mark.parametrize("position", ["subject", "object", "any"])
def test_questions_of_the_library_are_no_terms(released: FlaskClient, position: str) -> None:
    found = items(released, text="shenzhen", position=position)
    assert found
    assert not [one for one in found if one["iri"].startswith(f"{BASE}examples/")]


@pytest.mark.parametrize("position", ["class", "predicate", "object", "any"])
def test_a_prefix_is_offered_where_a_name_of_its_kind_may_stand(
    released: FlaskClient, position: str
) -> None:
    kinds = [(one["name"], one["kind"]) for one in items(released, text="sko", position=position)]
    assert ("skos:", "prefix") in kinds
    assert "place:" not in [one["name"] for one in items(released, text="place", position="class")]


def test_letters_may_be_of_either_case_behind_a_prefix(released: FlaskClient) -> None:
    assert items(released, text="place:shen", position="subject")[0]["iri"] == SHENZHEN


def test_a_graph_is_offered_with_what_it_holds(released: FlaskClient) -> None:
    found = {one["iri"]: one for one in items(released, position="graph", lang="en")}
    source = found[f"{BASE}graph/source/003"]
    assert source["label"].startswith("From Hangzhou to the World")
    assert found[f"{BASE}graph/derived"]["label"] == "Figures worked out from others"
    assert not [one for one in found.values() if one["detail"] or one["label"] == one["name"]]
    by_title = items(released, text="from hangz", position="graph")
    assert by_title[0]["iri"] == source["iri"]


def test_the_value_of_a_type_is_a_class(released: FlaskClient) -> None:
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    found = items(released, text="城市", position="object", property=kind)
    assert found[0]["iri"] == CITY
    assert {one["kind"] for one in found} == {"class"}


@pytest.mark.parametrize(
    ("text", "position", "name"),
    [
        ("place:Shen", "any", "place:Shenzhen"),
        ("cbec:loc", "predicate", "cbec:locatedIn"),
        ("sour", "graph", f"<{BASE}graph/source/000>"),
        ("sk", "prefix", "skos:"),
        ("foa", "prefix", "foaf:"),
    ],
)
def test_each_position_offers_what_may_stand_there(
    released: FlaskClient, text: str, position: str, name: str
) -> None:
    found = items(released, text=text, position=position)
    assert any(one["name"] == name for one in found[:5])


@pytest.mark.parametrize("position", POSITIONS)
def test_every_position_offers_something_without_a_text(
    released: FlaskClient, position: str
) -> None:
    assert items(released, position=position)


@pytest.mark.parametrize(
    "query",
    [
        {"position": "verb"},
        {"class": "no iri"},
        {"property": "urn:x> ?p ?o"},
        {"text": "x" * 201},
    ],
)
def test_a_wrong_parameter_is_refused_with_what_is_expected(
    client: FlaskClient, query: dict[str, str]
) -> None:
    answer = client.get("/complete", query_string=query)
    assert answer.status_code == 400
    assert answer.json["expected"]


def test_a_card_says_what_a_term_is(released: FlaskClient) -> None:
    card = released.get("/term", query_string={"iri": CITY, "lang": "pt"}).json
    assert card["label"] == "Cidade"
    assert card["labels"] == {"en": "City", "zh": "城市", "pt": "Cidade"}
    assert card["definition"].startswith("Uma cidade")
    assert card["example"]
    assert card["counts"] == {"instances": 8}
    assert (card["kind"], card["href"]) == ("class", "/doc/term/City?lang=pt")
    assert released.get("/term?name=place:Shenzhen").json["iri"] == SHENZHEN


def test_an_unknown_term_gets_the_nearest(released: FlaskClient) -> None:
    answer = released.get("/term?name=place:Shenzen")
    assert answer.status_code == 404
    assert answer.json["nearest"][0]["name"] == "place:Shenzhen"
    assert released.get("/term?name=nothing").status_code == 400


def test_many_names_are_given_at_once(released: FlaskClient) -> None:
    asked = {"iris": [SHENZHEN, "urn:x:unknown", "no iri", CITY], "lang": "zh"}
    answer = released.post("/labels", json=asked).json["labels"]
    assert answer[SHENZHEN] == {"text": "深圳", "language": "zh", "href": "/doc/place/Shenzhen"}
    assert answer["urn:x:unknown"] == {"text": "urn:x:unknown", "language": "", "href": ""}
    assert set(answer) == {SHENZHEN, CITY, "urn:x:unknown"}


@pytest.mark.parametrize(
    ("language", "market", "based"),
    [("en", "home market", "based in"), ("zh", "来源市场", "设于")],
)
def test_columns_have_names_for_people(
    released: FlaskClient, language: str, market: str, based: str
) -> None:
    asked = {"iris": [], "columns": ["originMarket", "basedIn", "myOwn", "x y"], "lang": language}
    answer = released.post("/labels", json=asked).json
    assert answer is not None
    assert answer["columns"] == {"originMarket": market, "basedIn": based, "myOwn": "my own"}


@pytest.mark.parametrize("body", ["[]", "{", '{"iris": "x"}', '{"iris": [1]}'])
def test_a_body_that_names_no_things_is_refused(client: FlaskClient, body: str) -> None:
    answer = client.post("/labels", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "bad-request")


def test_more_names_than_are_given_are_refused(client: FlaskClient) -> None:
    answer = client.post("/labels", json={"iris": ["urn:x"] * (MOST_LABELS + 1)})
    assert answer.status_code == 413


def test_answers_may_be_kept_and_used_by_other_sites(released: FlaskClient) -> None:
    path = "/complete?text=shen&lang=en"
    first = released.get(path)
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept-Language" in first.headers["Vary"]
    again = released.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    allowed = released.options("/labels").headers["Access-Control-Allow-Methods"]
    assert "POST" in allowed
    assert json.loads(first.data)["items"]


def test_what_is_searched_may_be_asked_as_a_question(released: FlaskClient) -> None:
    """Who types a whole sentence into the search for names is not left without a way on."""
    words = "which parks are in Hengqin?"
    page = released.get("/search", query_string={"q": words}, headers=PAGE).text
    assert 'href="/examples/park-' in page
    (link,) = re.findall(r'href="([^"]+)">All that fit', page)
    assert 'href="/examples/park-' in released.get(link, headers=PAGE).text
