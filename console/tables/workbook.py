"""An answer as an Excel workbook: numbers where Excel keeps them exactly, text everywhere else.

Excel counts in binary numbers of 15 digits: a longer number would come out as another one, and is
text here. Nothing is ever a formula. https://learn.microsoft.com/office limits a sheet to 1,048,576
rows, a cell to 32,767 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from console.tables.answers import Row
from console.tables.layout import MOST_LINKS, PLAIN, Layout
from console.tables.refusal import RefusalError
from console.tables.survey import Column, kind_of

__all__ = ["write_workbook"]

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
_MOST_CHARACTERS: Final = 32_767
_EXACT_DIGITS: Final = 15
# Excel's calendar is wrong before: it has a 29th of February 1900
_FIRST_DAY: Final = date(1900, 3, 1)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Excel reads _xHHHH_ as a character; written so, it reads the text itself
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST: Final = 60


def write_workbook(
    columns: Sequence[Column],
    rows: Iterable[Row],
    count: int,
    target: Path,
    about: Sequence[str],
    layout: Layout = PLAIN,
) -> None:
    """Write the workbook: the rows on one sheet, the lines about them on another.

    Raises RefusalError where Excel cannot hold them.
    """
    _check(columns, count)
    order = layout.order([column.name for column in columns])
    if layout.heads and count:
        order = [place for place in order if columns[place].terms]  # nothing but empty cells
    columns = [columns[place] for place in order]
    leads = count * sum("iri" in column.terms for column in columns) <= MOST_LINKS
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Answer")
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, 1):
        width = max(len(layout.title(column.name)), min(column.width, _WIDEST)) + 3
        sheet.column_dimensions[get_column_letter(index)].width = width
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    bold = Font(bold=True)
    sheet.append([_text(sheet, layout.title(column.name), font=bold) for column in columns])
    for row in rows:
        terms = [row[place] for place in order]
        sheet.append([_cell(sheet, term, layout.link(term) if leads else "") for term in terms])
    notes = book.create_sheet("Query")
    notes.column_dimensions["A"].width = 100
    for line in about:
        notes.append([_text(notes, line)])
    book.save(target)


def _check(columns: Sequence[Column], count: int) -> None:
    if count + 1 > MOST_ROWS or len(columns) > MOST_COLUMNS:
        raise RefusalError(
            f"the answer has {count:,} rows in {len(columns):,} columns",
            expected=f"at most {MOST_ROWS - 1:,} rows in {MOST_COLUMNS:,} columns",
            remedy="take .parquet or .csv, or ask for less with LIMIT and OFFSET",
        )
    for column in columns:
        if column.width > _MOST_CHARACTERS:
            raise RefusalError(
                f"a text in ?{column.name} has {column.width:,} characters",
                expected=f"at most {_MOST_CHARACTERS:,} characters in a cell of Excel",
                remedy="take .parquet or .csv, or shorten the text with SUBSTR",
            )


def _cell(sheet: Any, term: object, link: str) -> Any:  # openpyxl's cells and plain values
    if term is None:
        return None
    if link and isinstance(term, ox.NamedNode):
        cell = WriteOnlyCell(sheet, _text(sheet, term.value))
        cell.hyperlink = link
        return cell
    if not isinstance(term, ox.Literal):
        return _text(sheet, term.value if isinstance(term, ox.NamedNode) else str(term))
    value = term.value
    match kind_of(term):
        case "integer" | "decimal" | "double" if _is_exact(value):
            return _number(sheet, value)
        case "boolean":
            return value in {"true", "1"}
        case "date" if (day := date.fromisoformat(value)) >= _FIRST_DAY:
            cell = WriteOnlyCell(sheet, day)
            cell.number_format = "yyyy-mm-dd"
            return cell
        case _:
            return _text(sheet, value)


def _is_exact(value: str) -> bool:
    """Tell whether Excel shows these digits again: at most 15 that count, none too far away."""
    mantissa, _, exponent = value.lower().partition("e")
    digits = re.sub(r"[^0-9]", "", mantissa).strip("0")
    if any(character in mantissa for character in "in"):  # infinities and not-a-number
        return False
    return len(digits) <= _EXACT_DIGITS and len(mantissa) < 100 and abs(int(exponent or 0)) < 200


def _number(sheet: Any, value: str) -> Any:
    number = Decimal(value)
    cell = WriteOnlyCell(sheet, number)
    if abs(number) >= 10_000:
        cell.number_format = "#,##0.##########" if "." in value else "#,##0"
    return cell


def _text(sheet: Any, value: str, font: Font | None = None) -> Any:
    text = _CONTROL.sub("\ufffd", _ESCAPE.sub("_x005F_", value))
    if font is None and text[:1] not in {"=", "#"}:
        return text
    cell = WriteOnlyCell(sheet, text)
    # what begins so would be taken for a formula or for an error
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell
