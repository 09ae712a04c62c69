"""Every refusal is explained, in the documentation and at the address of its type."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from console.problems import PROBLEMS, Problem
from console.views.problems import explanations

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"


def test_every_problem_is_explained_and_nothing_else() -> None:
    assert set(explanations()) == set(PROBLEMS)
    assert all(set(texts) == {"when", "do"} for texts in explanations().values())


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
