"""A page in its other forms: JSON and CSV for programs, and the query behind it to ask again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from flask import Response, request, url_for

from console.problems import Problem
from console.reading import text_of

__all__ = ["CSV", "JSON", "as_csv", "as_json", "asked_in_sparql", "form_of", "page_number"]

CSV: Final = "csv"
JSON: Final = "json"
_LAST_PAGE: Final = 100_000


def as_json(document: object) -> Response:
    """Give a document as JSON that a person can read too."""
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return Response(text, content_type="application/json")


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Response:
    """Give rows as CSV with a head; what a row has not is empty, what is no column is left out."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return Response(stream.getvalue(), content_type="text/csv; charset=utf-8")


def asked_in_sparql(name: str, **bindings: object) -> str:
    """Give the address at which the query of this name opens to be read, changed and asked."""
    return url_for("sparql.endpoint", query=text_of(name, **bindings))


def form_of(suffix: str, *forms: str) -> str:
    """Give the form that a suffix asks for; raises `Problem` where the page has no such form."""
    if suffix not in forms:
        raise Problem(
            "not-found",
            f"there is no form .{suffix}",
            expected="one of " + ", ".join(f".{form}" for form in forms),
        )
    return suffix


def page_number() -> int:
    """Give which page of a list is asked for, from 1; raises `Problem` where that is no number."""
    text = request.args.get("page", "1")
    if text.isascii() and text.isdigit() and 1 <= len(text) <= 6 and 1 <= int(text) <= _LAST_PAGE:
        return int(text)
    raise Problem(
        "bad-request",
        f"the page is {text[:40]!r}",
        expected="a number from 1",
        remedy="leave page out to begin with the first",
    )
