"""What is wrong with a query, said so that its author can put it right.

The engine (pyoxigraph 0.5) names a place behind the culprit and dozens of terminals. The place
comes from our own reading of the grammar instead, and what the grammar allows but the engine
does not (an undeclared prefix, a variable bound twice) from the tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from kg.errors import Place, QueryError
from kg.queries.fault import Fault, prefix_faults, row_fault
from kg.queries.grammar import first_failure, words_among
from kg.queries.tokens import Token, position, query_form, tokens
from kg.vocab import PREFIXES

__all__ = ["engine_fault", "fault_of", "form_error", "query_error"]

KEYWORDS: Final = (
    "ASK", "BASE", "BIND", "CONSTRUCT", "DESCRIBE", "DISTINCT", "EXISTS", "FILTER", "FROM",
    "GRAPH", "GROUP", "HAVING", "LIMIT", "MINUS", "NAMED", "NOT", "OFFSET", "OPTIONAL", "ORDER",
    "PREFIX", "REDUCED", "SELECT", "UNION", "VALUES", "WHERE",
)  # fmt: skip
_SPOKEN: Final = {
    "A": "a property",
    "aggregate": "a function",
    "blank": "a blank node",
    "end": "the end of the query",
    "function": "a function",
    "iri": "an IRI",
    "language": "a language tag",
    "number": "a number",
    "pname": "a prefixed name",
    "string": "a string",
    "variable": "a variable",
}
_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}
_GRAMMAR: Final = "what the grammar of SPARQL 1.1 allows at this place"
WIDEST_LINE: Final = 100


def query_error(
    text: str,
    message: str,
    *,
    file: str = "query",
    prefixes: Mapping[str, str] = PREFIXES,
) -> QueryError:
    """Turn the engine's message on a text into an error with line, column, caret and remedy."""
    sequence = list(tokens(text))
    fault = (
        _fault_of_form(text, sequence)
        or _fault_of_meaning(text, sequence, message, prefixes)
        or engine_fault(text, message)
    )
    return _error(text, fault, file)


def form_error(text: str, *, file: str = "query") -> QueryError | None:
    """Give what breaks the grammar of queries, with line and column, None where nothing does.

    An update has another grammar, and nothing is said of it here.
    """
    fault = None if query_form(text) == "update" else _fault_of_form(text, list(tokens(text)))
    return _error(text, fault, file) if fault else None


def _error(text: str, fault: Fault, file: str) -> QueryError:
    line, column = position(text, fault.offset)
    return QueryError(
        f"{fault.problem}\n{_caret(text, line, column)}" if text.strip() else fault.problem,
        expected=fault.expected,
        remedy=fault.remedy or "correct the query at this place",
        where=Place(file, line, column),
    )


def fault_of(
    text: str, *, prefixes: Mapping[str, str] = PREFIXES, message: str = ""
) -> Fault | None:
    """Give what is wrong with a text, or None.

    ``message`` is what the engine said of it; without one only what is surely wrong is found.
    """
    sequence = list(tokens(text))
    return (
        _fault_of_form(text, sequence)
        or next(prefix_faults(text, sequence, prefixes), None)
        or (_fault_of_meaning(text, sequence, message, prefixes) if message else None)
    )


def _fault_of_form(text: str, sequence: list[Token]) -> Fault | None:
    """Give what breaks the grammar, or None where the text is a query in form."""
    if not sequence:
        return Fault("the query is empty", 0, "SELECT, ASK, CONSTRUCT or DESCRIBE", code="empty")
    if query_form(text) == "update":
        return Fault(
            "this is an update, and a release never changes",
            sequence[0].start,
            "SELECT, ASK, CONSTRUCT or DESCRIBE",
            "change the seeds and build a new release",
            "update",
            sequence[0].text,
        )
    failure = first_failure(sequence)
    if failure is None or _is_newer(sequence):
        return None
    culprit, wanted = failure.token, _readable(failure.expected)
    if culprit is None:
        end = max(0, len(text.rstrip()) - 1)
        if opened := _unclosed(sequence):
            line, column = position(text, opened.start)
            return Fault(
                f"the {opened.text!r} of line {line}, column {column} is never closed",
                end,
                f"a closing {_CLOSING[opened.text]}" + (f" or {wanted}" if wanted else ""),
                f"add {_CLOSING[opened.text]!r}",
                "unclosed",
                opened.text,
                _CLOSING[opened.text],
            )
        return Fault(
            "the query ends too early",
            end,
            wanted or _GRAMMAR,
            code="ends",
            symbols=failure.expected,
        )
    if culprit.kind == "error" and culprit.text in "\"'":
        return Fault(
            "a string is not closed",
            culprit.start,
            f"a closing {culprit.text}",
            code="string",
            found=culprit.text,
        )
    return _of_culprit(sequence, culprit, failure.expected)


def _of_culprit(sequence: list[Token], culprit: Token, expected: frozenset[str]) -> Fault:
    """Give what is wrong with a token that no rule can take, as nearly as it can be said."""
    if culprit.kind == "word":
        possible = words_among(expected)
        near = get_close_matches(culprit.text.upper(), possible or KEYWORDS, n=1, cutoff=0.7)
        if near:
            return Fault(
                f"{culprit.text!r} is no keyword here",
                culprit.start,
                near[0],
                f"write {near[0]}",
                "keyword",
                culprit.text,
                near[0],
            )
    if culprit.text in _CLOSING.values():
        opened = _unclosed(one for one in sequence if one.start < culprit.start)
        if opened is None:
            return Fault(
                f"{culprit.text!r} closes nothing",
                culprit.start,
                _readable(expected) or _GRAMMAR,
                "remove it",
                "surplus",
                culprit.text,
            )
    missing = _missing(culprit, expected)
    if missing:
        return Fault(
            f"{missing} is missing before {culprit.text!r}",
            culprit.start,
            missing,
            f"write {missing} before it",
            "missing",
            culprit.text,
            missing,
        )
    return Fault(
        f"{culprit.text!r} cannot stand here",
        culprit.start,
        _readable(expected) or _GRAMMAR,
        found=culprit.text,
        symbols=expected,
    )


def _missing(culprit: Token, expected: frozenset[str]) -> str:
    """Give the one word or sign that must stand before a token; empty where there is a choice."""
    if "AS" in expected and culprit.kind == "variable":
        return "AS"
    only = next(iter(expected)) if len(expected) == 1 else ""
    return "" if only.islower() else only


def engine_fault(text: str, message: str) -> Fault:
    r"""Give what the engine says against a text, at the place that it names.

    >>> engine_fault("ASK {\n }", "error at 2:2: expected x").offset
    7
    """
    named = re.match(r"error at (\d+):(\d+): ", message)
    offset, said = 0, message
    if named:
        line, column = int(named[1]), int(named[2])
        before = text.split("\n")[: line - 1]
        offset = min(sum(len(one) + 1 for one in before) + column - 1, max(0, len(text) - 1))
        said = message[named.end() :]
    return Fault(f"the engine refuses the query: {said}", offset, code="engine", found=said)


def _is_newer(sequence: Iterable[Token]) -> bool:
    """Tell whether the text uses triple terms of SPARQL 1.2, which our grammar does not have."""
    return any(token.text in {"<<", ">>"} for token in sequence)


def _fault_of_meaning(
    text: str, sequence: list[Token], message: str, prefixes: Mapping[str, str]
) -> Fault | None:
    """Give what the engine refuses in a text that is a query in form."""
    if fault := next(prefix_faults(text, sequence, prefixes), None):
        return fault
    if fault := row_fault(sequence):
        return fault
    select = next((token for token in sequence if token.text.upper() == "SELECT"), None)
    if "unbound" in message and select:
        return Fault(
            "SELECT asks for a variable that GROUP BY does not group",
            select.start,
            "each variable of SELECT in GROUP BY or inside an aggregate such as SAMPLE( )",
            code="ungrouped",
            found=select.text,
        )
    for token in sequence:
        if token.kind == "iri" and ":" not in token.text and "BASE" not in text.upper():
            return Fault(
                f"{token.text} is a relative IRI and there is nothing to resolve it against",
                token.start,
                "an IRI with its scheme, such as <https://…>",
                "write the IRI in full, or begin the query with BASE <…>",
                "relative",
                token.text,
            )
    if twice := _bound_twice(sequence):
        return Fault(
            f"AS gives a value to {twice.text}, which has one already",
            twice.start,
            "a variable that is not used before",
            code="twice",
            found=twice.text,
        )
    return None


def _bound_twice(sequence: list[Token]) -> Token | None:
    seen: set[str] = set()
    for before, token in pairwise(sequence):
        if token.kind == "variable":
            if before.text.upper() == "AS" and token.text in seen:
                return token
            seen.add(token.text)
    return None


def _unclosed(sequence: Iterable[Token]) -> Token | None:
    opened: list[Token] = []
    for token in sequence:
        if token.text in _CLOSING:
            opened.append(token)
        elif opened and token.text == _CLOSING[opened[-1].text]:
            opened.pop()
    return opened[-1] if opened else None


def _readable(expected: frozenset[str]) -> str:
    """Give in words what could stand at a place, or '' where almost anything could."""
    shown = sorted({_SPOKEN.get(symbol, symbol) for symbol in expected})
    if len(shown) > 9:
        shown = [symbol for symbol in shown if symbol.startswith(("a ", "an ", "the "))]
    return " or ".join(shown)


def _caret(text: str, line: int, column: int) -> str:
    """Give the line and below it a caret under the column, on a terminal's widths."""
    content = text.split("\n")[line - 1].rstrip("\r")
    first = max(0, column - 1 - WIDEST_LINE // 2)
    shown = content[first : first + WIDEST_LINE]
    before = shown[: column - 1 - first]
    padding = "".join(
        "\t" if char == "\t" else "  " if unicodedata.east_asian_width(char) in "WF" else " "
        for char in before
    )
    return f"  {shown}\n  {padding}^"
