"""Which format a client wants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.negotiation import choose, read_accept

OFFERS = ["application/sparql-results+json", "text/csv", "text/html", "application/json"]
CHROMIUM = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;"
    "q=0.8,application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, OFFERS[0]),
        ("", OFFERS[0]),
        ("  ", OFFERS[0]),
        ("*/*", OFFERS[0]),
        ("nonsense", OFFERS[0]),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("text/csv; header=present; q=0.5", "text/csv"),
        ("text/*", "text/csv"),
        ("text/*, text/html", "text/csv"),
        ("text/*;q=0.5, text/html", "text/html"),
        ("text/csv;q=0.5, application/json;q=0.6", "application/json"),
        ("*/*, text/csv;q=0", OFFERS[0]),
        ("*/*;q=0.1, text/csv;q=0.2", "text/csv"),
        ("text/*, text/csv;q=0", "text/html"),
        ("application/*;q=0.2, */*;q=0.9", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "text/csv"),
        (CHROMIUM, "text/html"),
        ("text/csv;q=2", "text/csv"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("image/png, text/csv;q=0.0", None),
    ],
)
def test_the_most_specific_range_gives_an_offer_its_weight(
    accept: str | None, chosen: str | None
) -> None:
    assert choose(accept, OFFERS) == chosen


def test_the_order_of_ranges_does_not_matter() -> None:
    for accept in ("text/csv;q=0.4, */*;q=0.1", "*/*;q=0.1, text/csv;q=0.4"):
        assert choose(accept, OFFERS) == "text/csv"


@given(st.text(alphabet='abc/*;,=q.0123 \t"é', max_size=80))
def test_no_header_breaks_the_reading(header: str) -> None:
    assert all(0 <= one.weight <= 1 for one in read_accept(header))
    assert choose(header, OFFERS) in {*OFFERS, None}
