"""``/data``: everything to take away."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from console.app import create_app
from console.settings import Settings
from kg.store import open_store

BROWSER = {"Accept": "text/html"}


def test_every_file_is_offered_with_its_digest(released: FlaskClient) -> None:
    twin = released.get("/data.json").json
    assert twin is not None
    page = released.get("/data", headers=BROWSER).text
    names = {one["name"] for one in twin["files"]}
    assert {"dataset.nq.gz", "dataset.jsonld", "ontology.ttl", "shapes.ttl"} <= names
    for one in twin["files"]:
        answer = released.get(one["address"].removeprefix("http://localhost"))
        assert hashlib.sha256(answer.data).hexdigest() == one["sha256"]
        assert len(answer.data) == one["bytes"]
        assert f">{one['name']}</a>" in page
        assert one["sha256"] in page


def test_every_table_is_there(released: FlaskClient) -> None:
    tables = released.get("/data.json").json["tables"]
    assert set(tables) == {"period", "figures", "findings", "sources", "results"}
    assert tables["period"]["Excel"].endswith(".xlsx"), "all figures of a year as a workbook"
    for forms in tables.values():
        assert released.get(forms["CSV"]).text.count(",") > 3
        assert "JSON" not in forms or released.get(forms["JSON"]).is_json


def test_each_command_of_the_page_has_an_answer(released: FlaskClient) -> None:
    """What ``curl`` would send is sent; a command that fails would be a lie on the page."""
    page = unescape(released.get("/data", headers=BROWSER).text)
    commands = re.findall(r"<code>(curl [^<]+)</code>", page)
    assert len(commands) == 8
    for command in commands:
        words = shlex.split(command)[1:]
        address = words.pop().removeprefix("http://localhost")
        headers = dict(word.split(": ", 1) for word in words if word.startswith("Accept"))
        query = dict(word.split("=", 1) for word in words if word.startswith("query="))
        answer = released.get(
            address, headers=headers, query_string=query or None, follow_redirects="-L" in words
        )
        # the names are being indexed when the server is new
        assert answer.status_code in ({200, 503} if "search" in address else {200}), command
        if "Accept" in headers:
            assert answer.mimetype == headers["Accept"], command


def test_the_dataset_is_cited_with_its_release(released: FlaskClient, release: Path) -> None:
    page = unescape(released.get("/data", headers=BROWSER).text)
    assert f"release {release.name}" in page
    assert released.get("/data.bib").text.startswith(f"@misc{{cbec-kg-{release.name[:8]},")
    assert f"ET  - {release.name}\r\n" in released.get("/data.ris").text
    assert released.get("/data.json").json["citation"]["csl"]["type"] == "dataset"


def test_licences_are_named(released: FlaskClient) -> None:
    page = released.get("/data?lang=pt", headers=BROWSER).text
    assert "CC BY 4.0" in page
    assert "Apache 2.0" in page
    assert "pertencem a quem os publicou" in page


@pytest.fixture
def changed(data_folder: Path, release: Path, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of a server whose data folder has had a second release: a statement less."""
    other = "0123456789abcdef"
    shutil.copytree(data_folder / "releases" / release.name, tmp_path / "releases" / release.name)
    copy = tmp_path / "releases" / other
    shutil.copytree(data_folder / "releases" / release.name, copy)
    with gzip.open(copy / "dataset.nq.gz", "rt", encoding="utf-8", newline="\n") as file:
        lines = [line for line in file if "/obs/000-024>" not in line.split(" ")[0]]
    with gzip.open(copy / "dataset.nq.gz", "wt", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    (tmp_path / "history.jsonl").write_text(
        "".join(
            f'{{"time": "2026-01-0{day}T03:04:05+00:00", "id": "{name}", "action": "build"}}\n'
            for day, name in ((1, release.name), (2, other))
        ),
        encoding="utf-8",
    )
    with open_store(release / "store") as store:
        app = create_app(store, Settings(release=other), data=tmp_path)
        app.testing = True
        yield app.test_client()


def test_changes_lead_to_what_changed(changed: FlaskClient, release: Path) -> None:
    page = unescape(changed.get("/data", headers=BROWSER).text)
    where = f"/compare?a={release.name}&b=0123456789abcdef"
    assert where in page
    assert f"/changes/{release.name}..0123456789abcdef.rdfp" in page
    newest, first = changed.get("/data.json").json["changes"]
    assert (newest["added"], first["previous"]) == (0, None)
    assert newest["removed"] > 5
    assert f'<td class="number">{newest["removed"]}</td>' in page


def test_another_form_is_refused_with_those_that_there_are(released: FlaskClient) -> None:
    problem = released.get("/data.xml", headers={"Accept": "application/problem+json"})
    assert problem.status_code == 404
    assert ".json, .bib, .ris" in json.dumps(problem.json)


def test_without_releases_there_is_still_a_page(client: FlaskClient) -> None:
    page = client.get("/data", headers=BROWSER)
    assert page.status_code == 200
    assert "All releases" not in page.text
