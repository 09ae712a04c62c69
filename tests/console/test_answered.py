"""The answer of a question as a table for people: what it shows, and its workbook."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kg.vocab import ID

openpyxl = pytest.importorskip("openpyxl")

BROWSER = {"Accept": "text/html"}


def sheet(answer: TestResponse) -> tuple[list[str], list[dict[str, Any]]]:
    """Give the heads of a workbook of an answer, and its rows by them."""
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    heads, *rows = [list(row) for row in book["Answer"].values]
    return heads, [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("address", "area"),
    [("/examples/figures-within-a-period.xlsx", "area"), ("/build/figures.xlsx", "place")],
)
def test_a_workbook_of_figures_has_all_that_an_analyst_asks_of_a_figure(
    released: FlaskClient, address: str, area: str
) -> None:
    heads, rows = sheet(released.get(f"{address}?during=2022"))
    names = [head for head in heads if not head.endswith("(IRI)")]
    assert heads[: len(names)] == names, "names come first, IRIs last"
    assert heads[:2] == ["indicator", area]
    assert {"value", "unit", "lower bound", "upper bound", "qualifier"} < set(names)
    assert {"reported or computed", "verdict", "status", "document", "publisher"} < set(names)
    assert len(rows) == 18
    assert all(row["document"] and row["publisher"] for row in rows)
    telling = [name for name in names if name not in {"figure", "value"}]
    assert len({tuple(row[name] for name in telling) for row in rows}) == 18
    (computed,) = [row for row in rows if row["rule"] == "prior-year amount from growth"]
    assert computed["reported or computed"] == "Derived observation"
    assert computed["document"] == "Shenzhen's lead in cross-border e-commerce"
    assert computed["direction"] == "imports and exports"
    investments = [row for row in rows if row["indicator"] == "Investment in signed projects"]
    assert len({row["of what"] for row in investments}) == len(investments) == 2
    assert all(row["verdict"] for row in investments)


def test_an_iri_in_a_workbook_leads_to_its_page_here(released: FlaskClient) -> None:
    answer = released.get("/examples/figures-within-a-period.xlsx?during=2022")
    first = openpyxl.load_workbook(io.BytesIO(answer.data))["Answer"][2]
    leads = {cell.value: cell.hyperlink.target for cell in first if cell.hyperlink}
    assert leads[f"{ID}obs/003-054"] == "http://localhost/doc/obs/003-054"


def test_a_wide_table_shows_what_tells_its_rows_apart(released: FlaskClient) -> None:
    page = released.get("/examples/figures-within-a-period", headers=BROWSER).text
    table = page[page.index("<thead") : page.index("</thead>")]
    assert "?direction" in table
    assert "?entity" in table
    assert "?product" not in table, "empty in every row"
    assert "?status" not in table, "the same in every row"
    assert re.search(r'class="everywhere".*<dt>status</dt> <dd><a[^>]*>actual</a>', page, re.DOTALL)


def test_the_verdict_stands_beside_the_value(released: FlaskClient) -> None:
    answer = released.get("/examples/shenzhen-trade-in-2023.json").json
    assert answer is not None
    assert answer["answer"]["columns"][:4] == ["value", "unit", "verdict", "publisher"]


def test_a_figure_is_called_by_what_it_measures_where_its_row_does_not_say_it(
    released: FlaskClient,
) -> None:
    def cells(name: str, column: str) -> list[str]:
        found = released.get(f"/examples/{name}.json?lang=en").json
        assert found is not None
        return [row[column]["label"] for row in found["answer"]["rows"]]

    found = cells("what-the-audit-found", "figure")
    assert "Foreign trade in goods, China, imports and exports, 2020" in found
    assert "One share is rough, and that of an unlike period." in cells(
        "what-the-audit-found", "comparison"
    )
    assert all(one.startswith("obs:") for one in cells("figures-within-a-period", "figure"))


def test_numbers_are_written_for_the_reader_and_stay_exact_for_programs(
    released: FlaskClient,
) -> None:
    asked = "/examples/figures-within-a-period"
    for language, said in (("en", "84,940,000,000"), ("pt", "84\u00a0940\u00a0000\u00a0000")):
        assert said in released.get(f"{asked}?lang={language}", headers=BROWSER).text
        made = released.get(f"{asked}.json?lang={language}").json
        assert made is not None
        assert "84940000000" in [row["value"] for row in made["answer"]["rows"]]


def test_a_page_without_scripts_has_names_beside_what_queries_call_it(
    released: FlaskClient,
) -> None:
    query = "SELECT ?platform ?originMarket { ?platform cbec:originMarket ?originMarket }"
    for path in ("/sparql", "/embed"):
        page = released.get(
            f"{path}?{urlencode({'query': query, 'lang': 'pt'})}", headers=BROWSER
        ).text
        assert '<th scope="col">Plataforma</th><th scope="col">mercado de origem</th>' in page
        assert 'lang="pt">Rússia</a> <code class="hush">place:RU</code>' in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Enterprises on a list, World, Forbes China Top 100"),
        ("zh", "上榜企业数，世界，2022福布斯"),
    ],
)
def test_what_a_share_is_of_is_said_in_words_in_a_file(
    released: FlaskClient, language: str, said: str
) -> None:
    text = released.get(f"/build/figures.csv?during=2022&lang={language}").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 18, "names add no rows"
    (named,) = {row["wholeName"] for row in rows if row["whole"]}
    assert named.startswith(said)
    assert all(bool(row["whole"]) == bool(row["wholeName"]) for row in rows)
    answer = released.get(f"/build/figures.xlsx?during=2022&area=Hangzhou&lang={language}")
    assert 'filename="figures-Hangzhou-2022.xlsx"' in answer.headers["Content-Disposition"]
    heads, filled = sheet(answer)
    assert any(named in row.values() for row in filled)
    assert len([head for head in heads if head.endswith("(IRI)")]) >= 10
