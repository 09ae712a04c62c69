"""The evidence of an answer: from the things in its rows to spans of documents."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations, product
from pathlib import Path
from typing import Final

from pyoxigraph import Literal

from kg.queries.values import Text
from kg.vocab import BASE

__all__ = ["evidence_query"]

MOST_ROWS: Final = 200


def evidence_query(rows: Iterable[Iterable[object]]) -> str | None:
    """Give the query for what the rows of an answer rest on, or None where they name nothing.

    A statement in a row rests on its spans and a cell on its observations; two things in one row
    rest on the statements that join them: an assertion, a presence or a post. So do a thing and
    a text, which is asserted of it or names a code that is. Rows beyond `MOST_ROWS` are left out.
    """
    things: dict[str, None] = {}
    pairs: dict[tuple[str, str], None] = {}
    worded: dict[tuple[str, Text], None] = {}
    for _, row in zip(range(MOST_ROWS), rows, strict=False):
        values = list(row)
        found = [value for value in values if isinstance(value, str) and value.startswith(BASE)]
        texts = [value for value in values if isinstance(value, Text)]
        worded |= dict.fromkeys(product(found, texts))
        things |= dict.fromkeys(found)
        pairs |= dict.fromkeys(permutations(dict.fromkeys(found), 2))
    if not things:
        return None
    query = Path(__file__).with_name("evidence.rq").read_text(encoding="utf-8")
    single = " ".join(f"<{iri}>" for iri in things)
    double = " ".join(f"(<{first}> <{second}>)" for first, second in pairs)
    texted = " ".join(f"(<{iri}> {Literal(text, language=text.language)})" for iri, text in worded)
    return (
        query.replace("?thing { }", f"?thing {{ {single} }}")
        .replace("(?thing ?other) { }", f"(?thing ?other) {{ {double} }}")
        .replace("(?thing ?text) { }", f"(?thing ?text) {{ {texted} }}")
    )
