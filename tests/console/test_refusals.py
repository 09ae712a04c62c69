"""A page that cannot be shown is refused with what can be."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("path", "status", "part"),
    [
        ("/audit?outcome=contradition", 400, "contradiction"),
        ("/audit?source=999", 400, "000, 002, 003, 004"),
        ("/audit?kind=scope&kind=value", 400, "one of everything else"),
        ("/audit?page=2", 400, "a number from 1 to 1"),
        ("/audit?page=x", 400, "a number from 1"),
        ("/audit.xml", 404, ".json, .csv, .ttl"),
        (
            "/audit/discrepancy/d-003-004-trade-of-2021",
            404,
            "/audit/discrepancy/d-003-004-trade-of-2020",
        ),
        ("/audit/discrepancy/d-003-004-trade-of-2020.csv", 404, ".json, .ttl"),
        ("/sources/03", 404, "/sources/003"),
        ("/sources/003.xml", 404, ".json, .csv, .ttl"),
        ("/sources/003?kind=claim", 400, "Claim"),
        ("/sources/003?page=0", 400, "a number from 1"),
        ("/sources.ttl", 404, ".json, .csv"),
        ("/quality?by=colour", 400, "shape, node"),
        ("/quality?severity=grave", 400, "violation, warning, info"),
        ("/quality?shape=a%20b", 400, "an IRI or the end of one"),
        ("/quality?shape=urn:%25zz", 400, "an IRI or the end of one"),
        ("/quality.xml", 404, ".json, .csv, .ttl"),
        ("/map?view=delt", 400, "delta"),
        ("/map?show=park", 400, "parks"),
        ("/map.xml", 404, "geojson"),
        ("/timeline?show=event", 400, "events"),
        ("/timeline?year=2017", 400, "the nearest is 2016"),
        ("/timeline?year=last", 400, "2016"),
        ("/timeline.xml", 404, "csv"),
        ("/cite/place/zz", 404, "nothing is known of"),
        ("/cite/place/Shenzen", 404, "/doc/place/Shenzhen"),
        ("/cite/place/Shenzhen", 404, "place/Shenzhen.txt"),
        ("/figure", 404, "did you mean /figures?"),
        ("/quality?by=zz", 400, "leave by out or choose"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_can(
    released: FlaskClient, path: str, status: int, part: str
) -> None:
    problem = released.get(path, headers={"Accept": "application/problem+json"})
    assert problem.status_code == status
    assert part in json.dumps(problem.json, ensure_ascii=False)


@pytest.mark.parametrize("path", ["/doc/place/qwxyzv", "/sources/zzz", "/audit/comparison/qqq"])
def test_what_is_like_nothing_has_nothing_near(released: FlaskClient, path: str) -> None:
    problem = released.get(path, headers={"Accept": "application/json"})
    assert problem.status_code == 404
    assert not problem.json.get("nearest")
    assert problem.json["remedy"]


def test_what_is_near_is_shown_by_name(released: FlaskClient) -> None:
    page = released.get("/doc/place/Shenzen?lang=zh", headers={"Accept": "text/html"}).text
    assert ">深圳</a></li>" in page
    assert ">https://w3id.org/cbec/id/place/Shenzhen</a>" not in page
