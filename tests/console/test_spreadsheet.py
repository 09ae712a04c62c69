"""CSV for spreadsheets: nothing is a formula, and everything else is as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.spreadsheet import harmless, safe_rows

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


def written(rows: list[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode()


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1", "\ufeff=1"],
)
def test_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "Shenzhen", "-12.50", "+3", "1e6", "-.5", "https://a.example/"]
)
def test_a_number_and_a_plain_text_stay(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=6), st.integers(1, 9))
def test_the_rows_are_the_same_but_for_the_apostrophe(rows: list[list[str]], size: int) -> None:
    data = written(rows)
    pieces = [data[n : n + size] for n in range(0, len(data), size)]
    found = b"".join(safe_rows(pieces)).decode()
    again = list(csv.reader(io.StringIO(found, newline="")))
    assert again == [[harmless(cell) for cell in row] for row in rows]
