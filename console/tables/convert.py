"""The process that makes a file of an answer; what it cannot do it says on its standard output."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Final

from console.tables.answers import columns_of, rows_of
from console.tables.layout import PLAIN, Layout
from console.tables.refusal import RefusalError
from console.tables.survey import survey

__all__ = ["REFUSED", "convert", "main"]

REFUSED: Final = 3
"""The exit status of a refusal."""


def convert(answer: Path, target: Path, about: list[str], layout: Layout = PLAIN) -> None:
    """Write the answer to a file whose suffix says what it is; raises RefusalError."""
    columns, count = survey(columns_of(answer), rows_of(answer))
    if target.suffix == ".xlsx":
        from console.tables.workbook import write_workbook

        write_workbook(columns, rows_of(answer), count, target, about, layout)
    else:
        from console.tables.parquet import write_parquet

        write_parquet(columns, rows_of(answer), target, about)


def main(folder: Path, target: Path, seconds: int) -> int:
    """Convert the answer that lies in the folder and give the exit status.

    Beside it lies ``about.json``: the lines to put into the file, and how it is laid out.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    (answer,) = folder.glob("answer.*")
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    layout = Layout(tuple((name, title) for name, title in about["heads"]), about["site"])
    try:
        convert(answer, target, about["lines"], layout)
    except RefusalError as refusal:
        told = {"detail": refusal.detail, "expected": refusal.expected, "remedy": refusal.remedy}
        sys.stdout.write(json.dumps(told))
        return REFUSED
    return 0
