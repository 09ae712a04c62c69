"""``/compare``: areas, events, releases."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from console.app import create_app
from console.settings import Settings
from kg.store import open_store
from kg.vocab import ID

BROWSER = {"Accept": "text/html"}


def test_two_areas_stand_side_by_side(released: FlaskClient) -> None:
    page = released.get("/compare?a=Shenzhen&b=Guangdong", headers=BROWSER).text
    assert "at least 110 billion yuan" in page
    assert "at least 200 billion yuan" in page
    assert "Cross-border e-commerce trade, first quarter of 2024" in page
    twin = released.get("/compare.json?a=Shenzhen&b=place/Guangdong").json
    assert twin is not None
    assert twin["a"].endswith("place/Shenzhen")
    assert len(twin["figures"]) >= 2
    for one in twin["figures"]:
        assert one["a"]["figures"]
        assert one["b"]["figures"]


def test_facts_are_in_common_or_of_one_alone(released: FlaskClient) -> None:
    twin = released.get("/compare.json?a=Shenzhen&b=Guangdong").json
    assert twin is not None
    kinds = twin["facts"]["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"]
    assert "https://w3id.org/cbec/ont#Place" in kinds["both"]
    assert "https://w3id.org/cbec/ont#City" in kinds["a"]
    assert "https://w3id.org/cbec/ont#Province" in kinds["b"]
    for sides in twin["facts"].values():
        assert not set(sides["a"]) & set(sides["b"])
        assert not set(sides["both"]) & (set(sides["a"]) | set(sides["b"]))


def test_only_amounts_with_both_bounds_are_divided(released: FlaskClient) -> None:
    page = released.get("/compare?a=Shenzhen&b=Shanghai", headers=BROWSER).text
    rough = released.get("/compare?a=Shenzhen&b=Guangdong", headers=BROWSER).text
    assert "× " not in rough, "both are only known to be at least so much"
    assert "Foreign trade in goods, 2023" in page


def test_two_events_are_compared(released: FlaskClient) -> None:
    page = released.get(
        "/compare?a=event/zhuhai-hengqin-2024&b=event/zhuhai-hengqin-2025-opening",
        headers=BROWSER,
    )
    assert page.status_code == 200
    assert "In common" in page.text
    assert "2024-10-08" in page.text


@pytest.fixture(scope="module")
def two_releases(
    data_folder: Path, release: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FlaskClient, str, str]]:
    """A server whose data folder has had two releases: the built one, and one statement less."""
    import gzip

    data = tmp_path_factory.mktemp("two")
    shutil.copytree(data_folder, data, dirs_exist_ok=True, symlinks=True)
    other = "0123456789abcdef"
    copy = data / "releases" / other
    shutil.copytree(data / "releases" / release.name, copy)
    with gzip.open(copy / "dataset.nq.gz", "rt", encoding="utf-8", newline="\n") as file:
        lines = [line for line in file if "/obs/000-024>" not in line.split(" ")[0]]
    with gzip.open(copy / "dataset.nq.gz", "wt", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    with (data / "history.jsonl").open("a", encoding="utf-8") as file:
        file.write(f'{{"time": "2026-01-02T03:04:05+00:00", "id": "{other}", "action": "build"}}\n')
    with open_store(release / "store") as store:
        app = create_app(store, Settings(release=other), data=data)
        app.testing = True
        yield app.test_client(), release.name, other


def test_two_releases_show_what_was_added_and_removed(
    two_releases: tuple[FlaskClient, str, str],
) -> None:
    client, old, new = two_releases
    twin = client.get(f"/compare.json?a={old}&b={new}").json
    assert twin is not None
    assert twin["added"] == 0
    assert twin["removed"] > 5
    assert twin["complete"]
    back = client.get(f"/compare.json?a={new}&b={old}").json
    assert back is not None
    assert (back["added"], back["removed"]) == (twin["removed"], 0)
    page = client.get(f"/compare?a={old}&b={new}", headers=BROWSER).text
    assert "10.5 per cent more" in page
    assert "removed" in page


def test_the_first_page_leads_from_the_release_to_what_changed(
    two_releases: tuple[FlaskClient, str, str],
) -> None:
    client, old, new = two_releases
    assert f'href="/compare?a={old}&amp;b={new}"' in client.get("/", headers=BROWSER).text


@pytest.mark.parametrize(
    ("query", "status", "part"),
    [
        ("a=Shenzen&b=CN", 404, "place/Shenzhen"),
        ("a=Shenzhen&b=event/zhuhai-hengqin-2024", 400, "two areas"),
        ("a=Shenzhen&b=深圳", 400, "are the same"),
        ("a=0123456789abcde0&b=0123456789abcde0", 400, "are the same"),
        ("a=0123456789abcde0&b=0123456789abcde1", 404, "one of"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_can(
    released: FlaskClient, query: str, status: int, part: str
) -> None:
    problem = released.get(f"/compare?{query}", headers={"Accept": "application/problem+json"})
    assert problem.status_code == status
    assert part in problem.text


def test_areas_without_a_common_period_show_what_is_measured_of_both(
    released: FlaskClient,
) -> None:
    page = released.get("/compare?a=Shenzhen&b=Hangzhou&lang=en", headers=BROWSER).text
    assert "There is no figure of both" in page
    of_both = page.partition("Measured of both, in one period or another")[2].partition("</ul>")[0]
    links = re.findall(r'href="(/figures/[^"]*)"', of_both)
    assert "/figures/cbec-trade/Hangzhou?lang=en" in links
    assert all(released.get(link, headers=BROWSER).status_code == 200 for link in links)


def test_without_a_choice_the_page_helps_to_choose(released: FlaskClient) -> None:
    page = released.get("/compare?lang=pt", headers=BROWSER).text
    assert "Duas áreas" in page
    assert '<option value="place/Shenzhen"' in page


@pytest.mark.parametrize(
    "name", ["Shenzhen", "place:Shenzhen", "place/Shenzhen", f"{ID}place/Shenzhen", "深圳"]
)
def test_every_form_of_a_name_is_taken(released: FlaskClient, name: str) -> None:
    asked = {"a": name, "b": "Hangzhou", "lang": "en"}
    assert released.get("/compare.json", query_string=asked).json["a"] == f"{ID}place/Shenzhen"
    asked = {"area": name, "lang": "en"}
    assert released.get("/figures.json", query_string=asked).status_code == 200


def test_two_things_are_compared_in_a_table_too(released: FlaskClient) -> None:
    answer = released.get("/compare.csv?a=Shenzhen&b=Guangdong&lang=en")
    assert answer.mimetype == "text/csv"
    head, *rows = answer.text.splitlines()
    assert head == "kind,about,a,b,ratio"
    assert {row.partition(",")[0] for row in rows} == {"figure", "fact"}
    assert released.get("/compare.csv?a=Shenzhen").status_code == 400
    page = released.get("/compare?lang=en", headers={"Accept": "text/html"}).text
    assert "Show me the SPARQL" in page
