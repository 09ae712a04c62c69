"""Downloads that cannot be made, and what is said of the room that there is."""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from console.access import Writes
from console.app import create_app
from console.settings import Settings
from kg.change import Change, Outcome
from kg.errors import StoreError
from kg.release.dumps import Dumps
from kg.store import open_store
from kg.tokens import TokenFile


def nothing(change: Change) -> Outcome:
    raise StoreError("it is not tried")


@pytest.fixture
def writing(data_folder: Path, release: Path, tmp_path: Path) -> Iterator[FlaskClient]:
    writes = Writes(TokenFile(tmp_path / "tokens"), nothing, lambda *about, **more: None)
    with open_store(release / "store") as store:
        settings = Settings(release=release.name)
        yield create_app(store, settings, data=data_folder, writes=writes).test_client()


def test_a_download_for_which_there_is_no_room_is_507(
    writing: FlaskClient, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Dumps, path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Dumps, "of", fail)
    answer = writing.get(f"/dumps/{release.name}/dataset.nq.zst")
    assert (answer.status_code, answer.get_json()["code"]) == (507, "disk-full")


def test_a_download_that_fails_otherwise_is_logged_with_its_reason(
    writing: FlaskClient,
    release: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(self: Dumps, path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Dumps, "of", fail)
    with caplog.at_level(logging.ERROR):
        answer = writing.get(f"/dumps/{release.name}/dataset.nq.zst")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "store")
    assert "Input/output error" in caplog.text
    assert "Input/output" not in answer.text


@pytest.mark.parametrize(
    ("module", "name", "given", "why"),
    [
        (shutil, "disk_usage", SimpleNamespace(free=1 << 20), "no room"),
        (os, "access", False, "read-only"),
    ],
)
def test_a_server_that_cannot_write_answers_queries_and_says_why(
    writing: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    given: object,
    why: str,
) -> None:
    assert writing.get("/ready").get_json()["checks"]["writes"] == "ok"
    monkeypatch.setattr(module, name, lambda *_: given)
    answer = writing.get("/ready")
    assert answer.get_json()["checks"]["writes"] == why
    assert answer.status_code == 200


def test_who_tries_many_tokens_has_to_wait(writing: FlaskClient) -> None:
    """https://www.rfc-editor.org/rfc/rfc6585#section-4"""
    statuses = []
    for number in range(40):
        headers = {"Authorization": f"Bearer wrong{number}"}
        # an address of its own: what is refused is counted in the process
        place = {"REMOTE_ADDR": "192.0.2.77"}
        answer = writing.post("/update", headers=headers, environ_overrides=place)
        statuses.append(answer.status_code)
    assert set(statuses[:30]) == {401}
    assert set(statuses[30:]) == {429}
    assert int(answer.headers["Retry-After"]) >= 1


def test_the_lists_of_downloads_have_addresses_as_json(writing: FlaskClient, release: Path) -> None:
    for page in ("/dumps/", f"/dumps/{release.name}/"):
        asked = writing.get(page, headers={"Accept": "application/json"}).get_json()
        twin = page.rstrip("/") + ".json"
        assert f'href="{twin}"' in writing.get(page, headers={"Accept": "text/html"}).text
        assert writing.get(twin, headers={"Accept": "text/html"}).get_json() == asked
