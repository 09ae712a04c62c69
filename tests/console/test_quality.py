"""``/quality``: what the validation found and what to do about it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from console.app import create_app
from console.settings import Settings
from kg.store import create_store, open_store
from kg.validation.report import Report, Result, Severity
from kg.validation.report_graph import report_quads
from kg.vocab import CODE, ID, cbec, graph_iri

BROWSER = {"Accept": "text/html"}
SHAPES = "https://w3id.org/cbec/shapes#"
SH = "http://www.w3.org/ns/shacl#"
REPORT = graph_iri("report")


def result(
    shape: str, focus: str, severity: Severity, *, value: str | None = None, path: str = "unit"
) -> Result:
    """A result as the validation gives it."""
    return Result(
        focus=ox.BlankNode(focus[2:]) if focus.startswith("_:") else ox.NamedNode(ID + focus),
        path=cbec(path),
        value=None if value is None else ox.NamedNode(value),
        shape=ox.NamedNode(SHAPES + shape),
        component=ox.NamedNode(SH + "ClassConstraintComponent"),
        severity=severity,
        messages=(("en", f"Put {shape} right."), ("zh", f"请更正{shape}。")),
    )


RESULTS = (
    result("observationUnit", "obs/000-023", Severity.VIOLATION, value=f"{CODE}unit/rank"),
    *(result("amountCell", f"obs/000-{n:03}", Severity.VIOLATION) for n in range(12)),
    result("amountCell", "_:b0", Severity.VIOLATION),
    result("figureStatedOnce", "obs/000-023", Severity.WARNING, path="stated"),
)


@pytest.fixture(scope="module")
def faulty(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of an application over the built release, with a report of faults."""
    path = tmp_path_factory.mktemp("faulty") / "store"
    with open_store(release / "store") as store:
        kept = [quad for quad in store.quads() if quad.graph_name != REPORT]
    create_store(path, [*kept, *report_quads(Report(RESULTS))])
    with open_store(path) as store:
        app = create_app(store, Settings(release=release.name))
        app.testing = True
        yield app.test_client()


def test_a_release_without_faults_says_what_was_asked_of_it(released: FlaskClient) -> None:
    page = released.get("/quality", headers=BROWSER).text
    assert "The data conform" in page
    assert page.count("<details") > 45
    assert "Exchange the bounds, or correct the digits" in page, "the remedy stands with the rule"
    twin = released.get("/quality.json").json
    assert twin is not None
    assert twin["conforms"] is True
    assert twin["counts"] == {"violation": 0, "warning": 0, "info": 0}
    assert len({check for one in twin["checked"] for check in one["checks"]}) > 180
    spans = next(one for one in twin["checked"] if one["shape"].endswith("#TextSpan"))
    assert spans["things"] == 311


def test_what_awaits_a_person_is_listed(released: FlaskClient) -> None:
    page = released.get("/quality", headers=BROWSER).text
    awaiting = released.get("/quality.json").json["awaiting"]
    assert {what: len(found) for what, found in awaiting.items()} == {
        "reading": 15, "period": 29, "reference": 5
    }  # fmt: skip
    for found in awaiting.values():
        for one in found:
            assert (f'href="/evidence/{one["record"]}"' if one["record"] else one["text"]) in page
    centre = next(one for one in awaiting["reference"] if "unnamed-centre" in one["iri"])
    assert centre["candidates"]


def test_faults_are_grouped_by_rule_with_the_remedy_once(faulty: FlaskClient) -> None:
    page = unescape(faulty.get("/quality", headers=BROWSER).text)
    assert "The data do not conform" in page
    groups = page.split('class="panel matter"')[1:]
    assert [re.findall(r"shapes:(\w+)", group)[0] for group in groups] == [
        "amountCell", "observationUnit", "figureStatedOnce"
    ]  # fmt: skip
    assert groups[0].count("Put amountCell right.") == 1
    assert groups[0].count('<th scope="row">') == 0
    assert "All 13 results" in groups[0]
    whole = re.search(r'<a href="([^"]+)">All 13 results', groups[0])
    assert whole
    one = unescape(faulty.get(whole[1], headers=BROWSER).text)
    assert len(set(re.findall(r"/doc/obs/000-\d+", one))) == 12
    assert "_:b0" in one, "a blank node stands as the report has it"


def test_faults_are_grouped_by_thing_with_every_remedy(faulty: FlaskClient) -> None:
    page = unescape(faulty.get("/quality?by=node", headers=BROWSER).text)
    groups = page.split('class="panel matter"')[1:]
    assert len(groups) == 15, "a thing with faults of two gravities has a group for each"
    told = [group for group in groups if "obs:000-023" in group]
    assert len(told) == 2
    assert "Put observationUnit right." in told[0]
    assert "Put figureStatedOnce right." in told[1]
    chosen = faulty.get("/quality?focus=obs/000-023", headers=BROWSER).text
    assert "Put observationUnit right." in chosen
    assert "Put figureStatedOnce right." in chosen
    assert "amountCell" not in chosen.split('id="chosen"')[1].split("</table>")[0]


def test_results_are_chosen_by_gravity(faulty: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(faulty.get("/quality.csv?severity=warning").text)))
    assert [row["shape"] for row in rows] == [SHAPES + "figureStatedOnce"]
    assert rows[0]["remedy"] == "Put figureStatedOnce right."
    assert rows[0]["path"] == cbec("stated").value
    twin = faulty.get("/quality.json").json
    assert twin is not None
    assert twin["conforms"] is False
    assert twin["counts"] == {"violation": 14, "warning": 1, "info": 0}
    assert [one["severity"] for one in twin["results"]] == ["violation"] * 14 + ["warning"]


def test_the_turtle_is_the_report_itself(faulty: FlaskClient) -> None:
    triples = ox.parse(faulty.get("/quality.ttl").data, format=ox.RdfFormat.TURTLE)
    expected = {str(quad.triple) for quad in report_quads(Report(RESULTS))}
    assert {str(one.triple) for one in triples} == expected


def test_the_remedy_is_said_in_the_language_that_there_is(faulty: FlaskClient) -> None:
    assert "请更正amountCell。" in faulty.get("/quality?lang=zh", headers=BROWSER).text
    page = faulty.get("/quality?lang=pt", headers=BROWSER).text
    assert re.search(r'class="remedy" lang="en">', page), "no remedy is in Portuguese yet"
    assert "Os dados não cumprem as regras" in page


def test_a_store_without_a_report_says_so(client: FlaskClient) -> None:
    page = client.get("/quality", headers=BROWSER)
    assert page.status_code == 200
    assert "No report is in this release" in page.text


@pytest.mark.parametrize("name", ["shape", "focus"])
def test_a_shape_or_a_thing_that_nothing_is_known_of_is_refused(
    released: FlaskClient, name: str
) -> None:
    for form in ("", ".json", ".csv"):
        answer = released.get(f"/quality{form}?{name}=NoSuchThing")
        assert answer.status_code == 404
        assert "NoSuchThing" in answer.get_json()["detail"]
