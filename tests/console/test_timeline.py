"""``/timeline``: what happened when, by sort and by year, and the same for programs."""

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


def test_the_timeline_shows_and_lists_everything_with_a_time(released: FlaskClient) -> None:
    text = page(released, "/timeline")
    document = released.get("/timeline.json").get_json()
    assert len(document["items"]) > 25
    assert len(re.findall(r"<time ", text)) == len(document["items"])
    for one in document["undated"]:
        assert f'/doc/{one["thing"].removeprefix(ID)}"' in text


def test_a_year_shows_what_happened_in_it(released: FlaskClient) -> None:
    text = page(released, "/timeline?year=2022")
    assert "First Global Digital Trade Expo" in text
    assert "G20 Hangzhou summit" not in text
    assert "Without a date" not in text
    rows = released.get("/timeline.json?year=2022").get_json()["items"]
    assert rows
    assert all(one["first"] <= "2022-12-31" and one["last"] >= "2022-01-01" for one in rows)


def test_a_sort_is_shown_alone(released: FlaskClient) -> None:
    text = page(released, "/timeline?show=aims")
    assert set(re.findall(r'class="lane"[^>]*>([^<]*)', text)) == {"Targets and forecasts"}
    assert 'href="/evidence/003-077"' in text


def test_what_is_only_known_by_something_else_says_so(released: FlaskClient) -> None:
    text = page(released, "/timeline?year=2024")
    assert re.search(r'part of <a href="/doc/event/zhuhai-hengqin-2024"', text)
    assert re.search(r"sometime in 2024", text)


def test_the_table_has_the_rows_of_the_document(released: FlaskClient) -> None:
    document = released.get("/timeline.json?show=events").get_json()
    answer = released.get("/timeline.csv?show=events")
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["thing"] for row in rows] == [one["thing"] for one in document["items"]]
    assert {row["sort"] for row in rows} == {"events"}


@pytest.mark.parametrize(("language", "word"), [("zh", "目标与预测"), ("pt", "Metas e previsões")])
def test_the_timeline_speaks_the_language_of_its_reader(
    released: FlaskClient, language: str, word: str
) -> None:
    assert word in page(released, f"/timeline?lang={language}")


def test_the_query_of_the_timeline_gives_what_has_a_time(
    answer_behind: Callable[[str], str],
) -> None:
    assert "id/event/g20-hangzhou-2016,events,days,2016-09-04,2016-09-05," in answer_behind(
        "/timeline"
    )


def test_a_store_without_times_says_so(client: FlaskClient) -> None:
    assert "Nothing of this sort has a time." in page(client, "/timeline?show=aims")


def test_the_axis_leads_only_to_years_in_which_something_happened(released: FlaskClient) -> None:
    for show in ("", "?show=events", "?show=documents"):
        text = page(released, f"/timeline{show}")
        years = set(re.findall(r'<a class="year" href="([^"]*)"', text))
        assert years
        for address in years:
            page(released, address.replace("&amp;", "&"))


def test_what_is_drawn_says_in_which_language_it_is_called(released: FlaskClient) -> None:
    text = page(released, "/timeline?lang=zh")
    drawn = re.findall(r'<a class="item[^>]* aria-label="([^"]*)"([^>]*)>', text)
    assert drawn
    for name, rest in drawn:
        assert ('lang="zh"' in rest) == bool(re.search(r"[\u4e00-\u9fff]", name)), name
