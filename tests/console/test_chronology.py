"""What happened when: each thing once, as surely as it is known."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from console.chronology import Item, around, during, read_items, read_undated, years_of
from console.naming import Name
from kg.vocab import ID


def item(first: date, last: date, how: str = "days") -> Item:
    return Item("x", Name("x"), "events", how, first, last)


@pytest.fixture(scope="module")
def items(released: FlaskClient) -> dict[str, Item]:
    with released.application.test_request_context():
        found = read_items("en")
    assert len({one.iri for one in found}) == len(found) > 20
    return {one.iri.removeprefix(ID): one for one in found}


@pytest.mark.parametrize(
    ("first", "last", "written", "short"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), "2020", "2020"),
        (date(2019, 1, 1), date(2020, 12, 31), "2019/2020", "2019 – 2020"),
        (date(2020, 4, 1), date(2020, 4, 30), "2020-04", "2020-04"),
        (date(2024, 2, 1), date(2024, 2, 29), "2024-02", "2024-02"),
        (date(2024, 2, 1), date(2024, 2, 27), "2024-02-01/2024-02-27", "2024-02-01 – 27"),
        (date(2022, 12, 11), date(2022, 12, 14), "2022-12-11/2022-12-14", "2022-12-11 – 14"),
        (date(2021, 1, 14), date(2021, 1, 14), "2021-01-14", "2021-01-14"),
        (date(2021, 1, 30), date(2021, 2, 2), "2021-01-30/2021-02-02", "2021-01-30 – 2021-02-02"),
    ],
)
def test_days_are_written_as_a_reader_says_them(
    first: date, last: date, written: str, short: str
) -> None:
    assert item(first, last).written == written
    assert item(first, last).short == short


@pytest.mark.parametrize(
    ("thing", "sort", "how", "written"),
    [
        ("event/g20-hangzhou-2016", "events", "days", "2016-09-04/2016-09-05"),
        ("event/hangzhou-free-trade-zone-launch-2020", "events", "period", "2020"),
        ("event/hengqin-initiative-launch-2024", "events", "whole", "2024-10-08/2024-10-09"),
        ("event/zhuhai-hengqin-2025", "events", "parts", "2025-09-27"),
        ("programme/ewtp", "measures", "at", "2016-09-04/2016-09-05"),
        ("place/HangzhouPilotZone", "openings", "period", "2015"),
        ("doc/001", "documents", "days", "2025-10-02"),
        ("obs/003-077", "aims", "period", "2025"),
    ],
)
def test_a_time_is_that_of_the_thing_or_of_what_it_belongs_to(
    items: dict[str, Item], thing: str, sort: str, how: str, written: str
) -> None:
    found = items[thing]
    assert (found.sort, found.how, found.written) == (sort, how, written)
    assert found.exact == (how == "days")


def test_what_has_a_time_is_not_among_what_has_none(
    released: FlaskClient, items: dict[str, Item]
) -> None:
    with released.application.test_request_context():
        undated = {iri.removeprefix(ID) for _, iri, _ in read_undated("en")}
    assert "doc/003" in undated
    assert not undated & set(items)


def test_a_place_gathers_what_happened_in_it_and_in_its_parts(items: dict[str, Item]) -> None:
    found = {one.iri.removeprefix(ID) for one in around(items.values(), ID + "place/Guangdong")}
    assert "event/zhuhai-hengqin-2024" in found
    assert "event/g20-hangzhou-2016" not in found


def test_a_span_counts_in_each_of_its_years() -> None:
    long = item(date(2019, 5, 1), date(2021, 5, 1))
    assert years_of([long]) == {2019: 1, 2020: 1, 2021: 1}
    assert during([long], 2020) == [long]
    assert during([long], 2022) == []
