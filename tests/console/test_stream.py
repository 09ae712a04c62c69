"""The event stream: moments that tell its members apart."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from flask.testing import FlaskClient

from console.stream import in_order
from kg.release.changes import Change


def changed(number: int, time: str) -> Change:
    return Change(number, time, f"r{number}", "", "revision", "", 0, 0, patch=False)


def test_each_member_is_issued_later_than_the_one_before() -> None:
    """https://w3id.org/ldes/specification: a client goes on from the last moment it saw."""
    seconds = ("00", "01", "01", "01", "02", "01")
    given = [changed(n, f"2026-01-01T00:00:{s}+00:00") for n, s in enumerate(seconds, 1)]
    times = [datetime.fromisoformat(one.time) for one in in_order(given)]
    assert all(before < after for before, after in pairwise(times))
    assert [one.time for one in in_order(given)][:3] == [
        "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:01+00:00",
        "2026-01-01T00:00:01.001+00:00",
    ]
    assert in_order(given)[:4] == in_order(given[:4]), "what was said once stays"


def test_a_browser_is_led_to_the_page_of_changes(released: FlaskClient) -> None:
    answer = released.get("/changes", headers={"Accept": "text/html,*/*;q=0.1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/data#changes")
    assert "Accept" in answer.headers["Vary"]
    assert released.get("/changes").mimetype == "text/turtle"


def test_a_suffix_gives_the_feed_to_browsers_too(released: FlaskClient) -> None:
    page = {"Accept": "text/html"}
    shown = released.get("/changes.ttl", headers=page)
    assert shown.mimetype == "text/turtle"
    assert shown.data == released.get("/changes").data
    refused = released.get("/changes.csv", headers={"Accept": "*/*"})
    assert refused.status_code == 404
    assert "/changes.ttl" in refused.text
