"""``/build``: queries put together from choices."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from console.building import KINDS
from console.reading import written
from kg.queries.library import parameters_stated
from kg.queries.parameters import slots

BROWSER = {"Accept": "text/html"}


def document(client: FlaskClient, address: str) -> dict:
    read = client.get(address).json
    assert read is not None, address
    return dict(read)


def offers(made: dict) -> dict[str, dict[str, int]]:
    return {
        one["name"]: {choice["value"]: choice["number"] for choice in one["choices"]}
        for one in made["choices"]
    }


@pytest.mark.parametrize("kind", KINDS)
def test_each_choice_of_a_query_has_a_paragraph_of_its_own(kind: str) -> None:
    file = written(f"build-{kind}")
    named = parameters_stated(file.head["parameters"])
    assert named
    paragraphs = [list(slots(part)) for part in file.text.split("\n\n")]
    assert [one for one in paragraphs if one] == [[one.name] for one in named]


def test_the_way_in_leads_to_figures_with_what_is_chosen(released: FlaskClient) -> None:
    answer = released.get("/build?during=2022")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/build/figures?during=2022")


@pytest.mark.parametrize("kind", KINDS)
def test_each_choice_on_offer_leads_to_as_many_things_as_it_says(
    released: FlaskClient, kind: str
) -> None:
    """The first and the last of each field, and beside them again the first of each other."""
    counted = written(f"build-{kind}").said("counted")
    for name, found in offers(document(released, f"/build/{kind}.json")).items():
        assert found, f"{name} offers nothing"
        for value in {min(found), max(found)}:
            made = document(released, f"/build/{kind}.json?{name}={value}")
            things = {row[counted]["iri"] for row in made["answer"]["rows"]}
            assert len(things) == found[value], f"{name}={value}"
            for other, choices in offers(made).items():
                if other == name or not choices:
                    continue
                second = next(iter(choices))
                both = document(released, f"/build/{kind}.json?{name}={value}&{other}={second}")
                things = {row[counted]["iri"] for row in both["answer"]["rows"]}
                assert len(things) == choices[second] > 0


def test_what_leads_to_an_answer_is_asked_once_for_a_release(
    released: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = released.get("/build/platforms.json?place=Shenzhen")
    asked: list[str] = []
    monkeypatch.setattr("console.pickers.solutions", lambda text, _seconds: asked.append(text))
    assert released.get("/build/platforms.json?place=Shenzhen&utm_x=1").json == before.json
    assert not asked


def test_the_query_reads_as_if_written_by_hand(released: FlaskClient) -> None:
    text = released.get("/build/events.rq?place=Zhuhai").text
    assert text == (
        "# Events in Zhuhai\n"
        "PREFIX cbec: <https://w3id.org/cbec/ont#>\n"
        "PREFIX place: <https://w3id.org/cbec/id/place/>\n"
        "SELECT DISTINCT ?event ?startDate ?endDate ?city ?subEventOf WHERE {\n"
        "  ?event a cbec:Event .\n"
        "  VALUES ?place { place:Zhuhai }\n"
        "  ?event cbec:takesPlaceIn ?place .\n"
        "  OPTIONAL { ?event cbec:startDate ?startDate }\n"
        "  OPTIONAL { ?event cbec:endDate ?endDate }\n"
        "  OPTIONAL {\n"
        "    ?event cbec:takesPlaceIn ?city .\n"
        "    ?city a cbec:City .\n"
        "  }\n"
        "  OPTIONAL { ?event cbec:subEventOf ?subEventOf }\n"
        "}\n"
        "ORDER BY DESC(?startDate) ?event ?endDate ?city ?subEventOf\n"
    )


@pytest.mark.parametrize(
    "address", ["/build/platforms?place=Shenzhen", "/build/parks?lang=zh", "/build/figures?lang=pt"]
)
def test_the_workbench_answers_its_query_with_the_rows_of_the_page(
    released: FlaskClient, address: str
) -> None:
    page = released.get(address, headers=BROWSER).text
    links = [urlsplit(unescape(one)) for one in re.findall(r'href="([^"]+)"', page)]
    (query,) = next(parse_qs(one.query)["query"] for one in links if "query=" in one.query)
    rows = json.loads(released.get("/sparql.json", query_string={"query": query}).text)
    name, _, rest = address.partition("?")
    made = document(released, f"{name}.json?{rest}")
    assert len(rows["results"]["bindings"]) == len(made["answer"]["rows"]) > 0


def test_all_figures_of_2022_are_an_excel_file(released: FlaskClient) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    page = released.get("/build/figures?during=2022", headers=BROWSER).text
    assert '<a href="/build/figures.xlsx?during=2022" download class="button">Excel</a>' in page
    book = openpyxl.load_workbook(io.BytesIO(released.get("/build/figures.xlsx?during=2022").data))
    head, *rows = book["Answer"].values
    assert len(rows) == 18
    assert ("Shenzhen", 187_230_504_587.16) in [
        (row[head.index("place")], row[head.index("value")]) for row in rows
    ]


def test_choices_that_lead_nowhere_together_say_what_to_leave_out(released: FlaskClient) -> None:
    page = released.get("/build/figures?area=Hangzhou&during=2019", headers=BROWSER)
    assert page.status_code == 200
    assert "Nothing in this release answers that" in page.text
    assert 'href="/build/figures?during=2019"' in page.text
    assert 'href="/build/figures?area=Hangzhou"' in page.text


@pytest.mark.parametrize(
    "address", ["/build/nothing", "/build/figures.exe", "/build/events?place=Atlantis"]
)
def test_what_cannot_be_built_is_refused_with_what_can(released: FlaskClient, address: str) -> None:
    problem = released.get(address)
    assert problem.status_code == 404
    assert problem.json is not None
    assert problem.json["expected"]
    assert problem.json["remedy"]
