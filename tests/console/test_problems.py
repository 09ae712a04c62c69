"""Every refusal is explained, in the documentation and at the address of its type."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from console.explanations import explanations
from console.naming import LANGUAGES
from console.problems import PROBLEMS, Problem

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_is_explained_in_every_language_and_nothing_else(language: str) -> None:
    known = explanations(language)
    assert set(known) == set(PROBLEMS)
    assert all(all(texts.values()) for texts in known.values())
    assert len({texts["title"] for texts in known.values()}) == len(known)


def test_a_refusal_speaks_the_language_of_its_reader(client: FlaskClient) -> None:
    """The title and the remedy are translated; the detail is that of the protocol."""
    asked = {"Accept": "text/html", "Accept-Language": "zh"}
    page = client.get("/nothing-here", headers=asked)
    assert page.status_code == 404
    assert explanations("zh")["not-found"]["title"] in page.text
    page = client.get("/problem/not-found?lang=pt", headers={"Accept": "text/html"})
    assert explanations("pt")["not-found"]["do"] in page.text
    assert client.get("/problem/not-found?lang=pt").get_json()["title"] == PROBLEMS["not-found"][1]


def test_the_documentation_lists_every_problem_as_it_is() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \| (.+) \| (.+) \|$", PAGE.read_text(), re.M)
    assert rows == [
        (code, str(PROBLEMS[code][0]), explanations()[code]["when"], explanations()[code]["do"])
        for code in sorted(PROBLEMS)
    ]


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_the_type_of_a_problem_leads_to_its_page(client: FlaskClient, code: str) -> None:
    path = urlsplit(str(Problem(code, "").document()["type"])).path.removeprefix("/cbec")
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert PROBLEMS[code][1] in page.text.replace("&#39;", "'")
    assert client.get(path, headers={"Accept": "application/json"}).get_json()["code"] == code
