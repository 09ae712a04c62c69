"""Saved queries on the server: with a token only, each holder's own, bounded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from console.access import Writes
from console.app import create_app
from console.problems import Problem
from console.settings import Settings
from console.shelf import Saved, SavedQueries
from console.shelf.saved import MOST
from kg.change import Change, Outcome
from kg.store import EmbeddedStore
from kg.tokens import TokenFile

CITIES = "SELECT * { ?city a cbec:City }"


class Holder:
    """A client with a token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, **given: Any) -> Any:
        return self.client.open(path, method=method, headers=self.headers, **given)

    def names(self) -> list[str]:
        return [one["name"] for one in self.ask("GET", "/saved").get_json()["queries"]]


@pytest.fixture
def client(small_store: EmbeddedStore, tmp_path: Path) -> FlaskClient:
    def never(change: Change) -> Outcome:
        raise AssertionError(f"a saved query changes nothing, but {change} was asked for")

    writes = Writes(TokenFile(tmp_path / "tokens"), never, lambda *_, **__: None)
    app = create_app(small_store, Settings(release="a" * 16), data=tmp_path, writes=writes)
    app.testing = True
    return app.test_client()


@pytest.fixture
def holders(client: FlaskClient, tmp_path: Path) -> tuple[Holder, Holder]:
    """Two who may read, one of whom may write too."""
    tokens = TokenFile(tmp_path / "tokens")
    return Holder(client, tokens.add("ann", "read")), Holder(client, tokens.add("ben", "write"))


def test_a_query_is_saved_found_replaced_and_removed(holders: tuple[Holder, Holder]) -> None:
    ann, _ = holders
    name = "Cities / 城市 ?&#%"
    path = f"/saved/{quote(name.replace('/', '-'), safe='')}"
    made = ann.ask("PUT", path, json={"query": CITIES, "view": "map"})
    assert made.status_code == 201
    assert ann.ask("GET", made.headers["Location"]).get_json()["query"] == CITIES
    again = ann.ask("PUT", path, json={"query": "ASK {}"})
    assert again.status_code == 200
    (one,) = ann.ask("GET", "/saved").get_json()["queries"]
    assert (one["query"], one["view"]) == ("ASK {}", "")
    assert ann.ask("GET", one["href"]).status_code == 200
    assert ann.ask("DELETE", path).status_code == 204
    assert ann.ask("DELETE", path).status_code == 404
    assert ann.names() == []


def test_each_sees_their_own_alone(holders: tuple[Holder, Holder]) -> None:
    ann, ben = holders
    ann.ask("PUT", "/saved/mine", json={"query": CITIES})
    assert ben.names() == []
    assert ben.ask("GET", "/saved/mine").status_code == 404
    assert ben.ask("DELETE", "/saved/mine").status_code == 404
    assert ann.names() == ["mine"]


def test_nothing_is_given_without_a_token_or_kept_on_the_way(
    client: FlaskClient, holders: tuple[Holder, Holder]
) -> None:
    ann, _ = holders
    ann.ask("PUT", "/saved/mine", json={"query": CITIES})
    for method, path in (("GET", "/saved"), ("GET", "/saved/mine"), ("DELETE", "/saved/mine")):
        refused = client.open(path, method=method)
        assert refused.status_code == 401
        assert "Bearer" in refused.headers["WWW-Authenticate"]
        wrong = client.open(path, method=method, headers={"Authorization": "Bearer nonsense"})
        assert wrong.status_code == 401
    assert "no-store" in ann.ask("GET", "/saved").headers["Cache-Control"]
    assert ann.names() == ["mine"]


def test_no_other_site_is_told_that_it_may_send_a_token(client: FlaskClient) -> None:
    asked = {"Origin": "http://elsewhere.example", "Access-Control-Request-Method": "PUT"}
    answer = client.options("/saved/mine", headers=asked)
    assert "Authorization" not in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("x" * 121, {"query": "ASK {}"}, "bad-request"),
        ("%20", {"query": "ASK {}"}, "bad-request"),
        ("a%0Ab", {"query": "ASK {}"}, "bad-request"),
        ("a", {"query": "DROP ALL"}, "update"),
        ("a", {"query": ""}, "no-query"),
        ("a", {"query": "ASK {}", "view": "nonsense"}, "bad-request"),
    ],
)
def test_what_cannot_be_saved_is_refused(
    holders: tuple[Holder, Holder], name: str, given: dict[str, str], code: str
) -> None:
    ann, _ = holders
    assert ann.ask("PUT", f"/saved/{name}", json=given).get_json()["code"] == code
    assert ann.names() == []


def test_a_server_without_tokens_keeps_no_queries(released: FlaskClient) -> None:
    assert released.get("/saved").get_json()["code"] == "read-only"
    page = released.get("/sparql", headers={"Accept": "text/html"}).text
    assert '"saved": "/saved"' not in page


def test_the_workbench_is_told_where_queries_are_saved(client: FlaskClient) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html"}).text
    values = page.split('id="bench-values">')[1].split("</script>")[0]
    assert json.loads(values)["services"]["saved"] == "/saved"


def test_one_holder_may_keep_so_many_and_others_still_can(tmp_path: Path) -> None:
    shelf = SavedQueries(tmp_path)
    for number in range(MOST):
        shelf.keep("ann", Saved(f"{number}", "ASK {}"))
    with pytest.raises(Problem) as refused:
        shelf.keep("ann", Saved("one more", "ASK {}"))
    assert refused.value.code == "full"
    assert shelf.keep("ann", Saved("0", "ASK { ?s ?p ?o }")) is False, "one may be replaced"
    assert shelf.keep("ben", Saved("0", "ASK {}")) is True
