"""Answers as workbooks and as Parquet: what is read back is what the graph says."""

from __future__ import annotations

import importlib.util
import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from console.tables import workbook
from console.tables.convert import convert
from console.tables.refusal import RefusalError

XSD = "http://www.w3.org/2001/XMLSchema#"
VALUES = """SELECT * WHERE {{ VALUES ?x {{ {} }} }}"""


def ask(client: FlaskClient, suffix: str, query: str) -> TestResponse:
    return client.get(f"/sparql.{suffix}?query={quote(query)}")


def cells(client: FlaskClient, *terms: str) -> list[Any]:
    response = ask(client, "xlsx", VALUES.format(" ".join(terms)))
    assert response.status_code == 200, response.text
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    return [row[0] for row in book["Answer"].iter_rows(min_row=2)]


def column(client: FlaskClient, *terms: str) -> pa.ChunkedArray:
    response = ask(client, "parquet", VALUES.format(" ".join(terms)))
    assert response.status_code == 200, response.text
    return pq.read_table(io.BytesIO(response.data)).column("x")


def test_numbers_that_excel_keeps_are_numbers_and_longer_ones_are_text(client: FlaskClient) -> None:
    short, long, tiny = cells(client, "1220000000000", "1234567890123456", "0.1")
    assert (short.value, short.data_type) == (1220000000000, "n")
    assert (long.value, long.data_type) == ("1234567890123456", "s")
    assert (tiny.value, tiny.data_type) == (0.1, "n")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "#N/A", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula_or_an_error(client: FlaskClient, text: str) -> None:
    (cell,) = cells(client, json.dumps(text))
    assert (cell.value, cell.data_type) == (text, "s")


def test_dates_are_dates_where_the_calendar_of_excel_is_right(client: FlaskClient) -> None:
    late, early, wrong = cells(
        client, f'"2024-02-29"^^<{XSD}date>', f'"1899-12-31"^^<{XSD}date>', '"2024-02-30"'
    )
    assert late.value == datetime(2024, 2, 29)  # noqa: DTZ001 - as Excel has it
    assert late.number_format == "yyyy-mm-dd"
    assert early.value == "1899-12-31"
    assert wrong.value == "2024-02-30"


def test_a_text_that_excel_would_read_as_a_character_stays_a_text(client: FlaskClient) -> None:
    (cell,) = cells(client, '"_x0041_"')
    assert cell.value == "_x005F_x0041_"


def test_a_workbook_says_what_was_asked(client: FlaskClient) -> None:
    response = ask(client, "xlsx", "SELECT ?city { ?city a cbec:City } ORDER BY ?city")
    assert "answer.xlsx" in response.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    rows = [[cell.value for cell in row] for row in book["Answer"].iter_rows()]
    assert rows == [
        ["city"],
        ["https://w3id.org/cbec/id/place/Evil"],
        ["https://w3id.org/cbec/id/place/Shenzhen"],
    ]
    assert book["Query"]["A1"].value == "SELECT ?city { ?city a cbec:City } ORDER BY ?city"
    assert book["Answer"].freeze_panes == "A2"


def test_triples_and_yes_or_no_have_columns_too(client: FlaskClient) -> None:
    triples = pq.read_table(io.BytesIO(ask(client, "parquet", "DESCRIBE place:Shenzhen").data))
    assert triples.column_names == ["subject", "predicate", "object"]
    assert "https://w3id.org/cbec/id/place/CN" in triples.column("object").to_pylist()
    yes = pq.read_table(io.BytesIO(ask(client, "parquet", "ASK { ?s a cbec:City }").data))
    assert yes.to_pydict() == {"answer": [True]}


@pytest.mark.parametrize(
    ("terms", "kind", "values"),
    [
        (["1", "-2"], pa.int64(), [1, -2]),
        (["12345678901234567890"], pa.decimal128(20, 0), [Decimal("12345678901234567890")]),
        (["1.25", "300"], pa.decimal128(5, 2), [Decimal("1.25"), Decimal("300.00")]),
        (["1.5e3"], pa.float64(), [1500.0]),
        (["true", "false"], pa.bool_(), [True, False]),
        ([f'"2024-02-29"^^<{XSD}date>'], pa.date32(), [date(2024, 2, 29)]),
        (
            [f'"2024-02-29T10:00:00"^^<{XSD}dateTime>'],
            pa.timestamp("us"),
            [datetime(2024, 2, 29, 10)],  # noqa: DTZ001 - without a zone in the graph
        ),
        (
            [f'"2024-02-29T10:00:00Z"^^<{XSD}dateTime>'],
            pa.string(),
            ["2024-02-29T10:00:00Z"],
        ),
        (["1", '"one"'], pa.string(), ["1", "one"]),
        (["UNDEF", "1"], pa.int64(), [None, 1]),
    ],
)
def test_each_column_of_parquet_has_the_narrowest_exact_type(
    client: FlaskClient, terms: list[str], kind: pa.DataType, values: list[object]
) -> None:
    found = column(client, *terms)
    assert found.type == kind
    assert found.to_pylist() == values


def test_parquet_says_what_the_terms_were(client: FlaskClient) -> None:
    data = ask(client, "parquet", VALUES.format('"深圳"@zh <urn:x>')).data
    schema = pq.read_schema(io.BytesIO(data))
    assert json.loads(schema.field("x").metadata[b"rdf"]) == {
        "terms": ["iri", "literal"],
        "datatypes": [],
        "languages": ["zh"],
    }
    assert schema.metadata[b"answer"].startswith(b"SELECT")


def answer(folder: Path, count: int, text: str = "x") -> Path:
    path = folder / "answer.tsv"
    path.write_text("?x\n" + f'"{text}"\n' * count, encoding="utf-8")
    return path


def test_more_rows_than_a_sheet_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    convert(answer(tmp_path, 3), tmp_path / "table.xlsx", [])
    with pytest.raises(RefusalError) as refused:
        convert(answer(tmp_path, 4), tmp_path / "other.xlsx", [])
    assert refused.value.expected == "at most 3 rows in 16,384 columns"
    assert not (tmp_path / "other.xlsx").exists()


def test_a_text_that_no_cell_holds_is_refused_before_anything_is_sent(client: FlaskClient) -> None:
    response = ask(client, "xlsx", f'SELECT ?long {{ BIND("{"x" * 32_768}" AS ?long) }}')
    assert response.status_code == 413
    assert response.json is not None
    assert response.json["code"] == "result-too-large"
    assert "?long has 32,768 characters" in response.json["detail"]
    assert ".parquet" in response.json["remedy"]


def test_a_query_that_fails_is_a_problem_and_no_file(client: FlaskClient) -> None:
    response = ask(client, "xlsx", "SELECT * { ?s")
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["code"] == "query"


def test_without_the_library_the_answer_names_the_remedy(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    response = ask(client, "parquet", "ASK {}")
    assert response.status_code == 406
    assert response.json is not None
    assert "cbec-kg[tables]" in response.json["remedy"]


def test_a_query_too_long_for_an_address_comes_as_a_form(client: FlaskClient) -> None:
    query = "ASK {} " + "#" * 20_000
    for suffix, start in {"xlsx": b"PK", "parquet": b"PAR1", "json": b"{"}.items():
        response = client.post(f"/sparql.{suffix}", data={"query": query})
        assert response.status_code == 200
        assert response.data.startswith(start)


def test_a_parquet_file_is_not_made_twice_for_who_has_it(client: FlaskClient) -> None:
    first = ask(client, "parquet", "SELECT ?s { ?s a cbec:City } ORDER BY ?s")
    again = ask(client, "parquet", "SELECT ?s { ?s a cbec:City } ORDER BY ?s")
    assert first.data == again.data
    held = {"If-None-Match": first.headers["ETag"]}
    query = quote("SELECT ?s { ?s a cbec:City } ORDER BY ?s")
    assert client.get(f"/sparql.parquet?query={query}", headers=held).status_code == 304
