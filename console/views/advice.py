"""``/check``, ``/empty`` and ``/layout``: what an editor asks of a query that is being written."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable
from contextlib import closing
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from console.advice import Advice, faults, remarks
from console.emptiness import MOST_COUNTED, counted, explain
from console.guard import check_query
from console.joining import joining
from console.patience import until
from console.phrases import phrases, reader_language
from console.problems import Problem, from_kg_error
from console.protocol import QUERY, QueryRequest, read_request
from console.site import this_site
from console.unknown import unknown
from console.words.keeper import this_index
from console.words.prefixes import well_known
from console.workers.answer import BrokenAnswerError
from kg.errors import KgError
from kg.queries.diagnosis import fault_of
from kg.queries.indent import indent_query
from kg.queries.patterns import take_apart
from kg.queries.query_parts import Query
from kg.queries.tokens import position, query_form, tokens
from kg.vocab import PREFIXES

__all__ = ["blueprint", "units_before"]

blueprint = Blueprint("advice", __name__)

_CHECK_SECONDS: Final = 2.0
_EMPTY_SECONDS: Final = 8.0
_JSON: Final = "application/sparql-results+json"
_MOST: Final = 100
_REFUSED: Final = {"update": "update", "service": "service", "too-nested": "too_nested"}


@blueprint.route("/check", methods=("POST",))
def check() -> Response:
    """Say what is wrong or doubtful about a query, with edits that would put it right."""
    text = query_text()
    language = reader_language()
    found = _refusal(text) or _advice(text)
    too_nested = any(one.code == "too_nested" for one in found)
    taken = None if too_nested else take_apart(text)
    form = query_form(text)
    shown = [_shown(text, one, language) for one in found[:_MOST]]
    names = dict.fromkeys(one.name for one in taken.variables) if taken else {}
    answer = jsonify(problems=shown, form="" if form == "unknown" else form, variables=list(names))
    answer.vary.add("Accept-Language")
    return answer


@blueprint.route("/empty", methods=("POST",))
def empty() -> Response:
    """Say which pattern, or which join, is the first to leave a query without solutions."""
    asked = request_query()
    text, site = asked.text, this_site()
    check_query(text, site.settings)
    fault = fault_of(text)
    query = take_apart(text)
    if fault is not None or query is None or query.form not in {"select", "ask", "construct"}:
        raise Problem(
            "query",
            fault.problem if fault else "nothing can be said of this form of a query",
            expected="a SELECT, ASK or CONSTRUCT query that can run",
        )
    asker = until(_EMPTY_SECONDS)

    def said(probe: str) -> dict[str, Any]:
        try:
            answer = site.engine.answer(asked._replace(text=probe), _JSON, asker)
            with closing(answer):
                found: dict[str, Any] = json.loads(answer.read())
        except (Problem, KgError, BrokenAnswerError):
            return {}
        return found

    def count(probe: str) -> int | None:
        rows = said(probe).get("results", {}).get("bindings")
        return int(rows[0]["many"]["value"]) if rows else None

    report = explain(query, text, lambda probe: said(probe).get("boolean"))
    report = counted(report, query, count)
    say, at = phrases(reader_language()), units_before(text)
    patterns = [
        {
            "kind": one.kind,
            "text": one.text,
            "from": at(one.start),
            "to": at(one.end),
            "rows": one.rows,
            "count": one.count,
        }
        for one in report.patterns
    ]
    first = None
    if report.first:
        first = {"kind": report.kind, "patterns": list(report.first)}
    answer = jsonify(
        kind=report.kind,
        message=say[f"empty_{report.kind}"],
        patterns=patterns,
        joins=[
            {"patterns": list(one.patterns), "rows": one.rows, "count": one.count}
            for one in report.joins
        ],
        most=MOST_COUNTED,
        first=first,
        unknown=[_shown(text, one, reader_language()) for one in unknown(text)],
    )
    answer.vary.add("Accept-Language")
    return answer


@blueprint.route("/layout", methods=("POST",))
def layout() -> Response:
    """Lay a query out in the house style; comments stay."""
    text = query_text()
    check_query(text, this_site().settings)
    try:
        laid = indent_query(text, "query")
    except KgError as error:
        raise from_kg_error(error) from error
    return Response(laid, content_type=f"{QUERY}; charset=utf-8")


def query_text() -> str:
    """Give the text of the query of the request; `Problem` where it is none or too long."""
    return request_query().text


def request_query() -> QueryRequest:
    """Give the query of the request; `Problem` where it is none or too long."""
    asked = read_request(
        "POST",
        request.query_string,
        request.headers.get("Content-Type", ""),
        request.get_data(cache=False, parse_form_data=False),
    )
    assert asked is not None, "a POST has a query or is refused"
    longest = this_site().settings.longest_query
    if len(asked.text) > longest:
        raise Problem(
            "too-long",
            f"the query has {len(asked.text):,} characters",
            expected=f"at most {longest:,}",
        )
    return asked


def units_before(text: str) -> Callable[[int], int]:
    """Give a function from an offset to the number of UTF-16 units before it, as editors count.

    >>> units_before("a😀b")(2)
    3
    """
    wide = [at for at, char in enumerate(text) if char > "\uffff"]
    if not wide:
        return lambda offset: offset
    return lambda offset: offset + bisect_left(wide, offset)


def _refusal(text: str) -> list[Advice]:
    """Give why the query may not run here at all; nothing is read further then."""
    try:
        check_query(text, this_site().settings)
    except Problem as problem:
        if problem.code not in _REFUSED:
            raise
        word = {"update": "", "service": "SERVICE"}.get(problem.code, "{")
        place = next(
            (one for one in tokens(text) if not word or one.text.upper().startswith(word)), None
        )
        start, end = (place.start, place.end) if place else (0, min(1, len(text)))
        values = {"found": problem.detail}
        return [Advice("error", _REFUSED[problem.code], start, end, values)]
    return []


def _advice(text: str) -> list[Advice]:
    known = {**well_known(), **PREFIXES}

    def verdict() -> str:
        try:
            return this_site().engine.check(text, until(_CHECK_SECONDS))
        except Problem:
            return ""  # no verdict in time is none

    found = faults(text, known, verdict)
    if found:
        return found
    said = remarks(text, lambda query, one, other: _joining(query, text, one, other))
    return sorted([*said, *unknown(text)], key=lambda one: (one.start, one.code))


def _joining(query: Query, text: str, one: str, other: str) -> list[str]:
    try:
        return joining(this_index(patience=0.0), query, text, one, other)
    except Problem:
        return []  # no names yet: nothing is known of classes


def _shown(text: str, one: Advice, language: str) -> dict[str, Any]:
    say = phrases(language)
    at = units_before(text)
    message = say[f"check_{one.code}"].format(**{"found": "", "meant": "", **one.values})
    if one.code == "unknown" and not one.fixes:
        message += " " + say["check_none_near"]
    if one.symbols:
        wanted = sorted({say.get(f"symbol_{symbol}", symbol) for symbol in one.symbols})
        if len(wanted) <= 9:
            joined = f" {say['symbol_word_or']} ".join(wanted)
            message += " " + say["check_expected"].format(found=joined)
    line, column = position(text, one.start)
    return {
        "severity": one.severity,
        "code": one.code.replace("_", "-"),
        "message": message,
        "from": at(one.start),
        "to": at(one.end),
        "line": line,
        "column": column,
        "fixes": [
            {
                "title": say[fix.phrase].format(value=fix.value),
                "edits": [
                    {"from": at(edit.start), "to": at(edit.end), "insert": edit.insert}
                    for edit in fix.edits
                ],
            }
            for fix in one.fixes
        ],
    }
