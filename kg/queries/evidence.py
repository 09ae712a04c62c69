"""The evidence of an answer: from the things in its rows to spans of documents."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from pathlib import Path
from typing import Final

from kg.vocab import BASE

__all__ = ["evidence_query"]

MOST_ROWS: Final = 200


def evidence_query(rows: Iterable[Iterable[object]]) -> str | None:
    """Give the query for what the rows of an answer rest on, or None where they name nothing.

    A statement in a row rests on its spans and a cell on its observations; two things in one row
    rest on the statements that join them: an assertion, a presence or a post. Rows beyond
    `MOST_ROWS` are left out.
    """
    things: dict[str, None] = {}
    pairs: dict[tuple[str, str], None] = {}
    for _, row in zip(range(MOST_ROWS), rows, strict=False):
        found = [value for value in row if isinstance(value, str) and value.startswith(BASE)]
        things |= dict.fromkeys(found)
        pairs |= dict.fromkeys(permutations(dict.fromkeys(found), 2))
    if not things:
        return None
    text = Path(__file__).with_name("evidence.rq").read_text(encoding="utf-8")
    single = " ".join(f"<{iri}>" for iri in things)
    double = " ".join(f"(<{first}> <{second}>)" for first, second in pairs)
    return text.replace("?thing { }", f"?thing {{ {single} }}").replace(
        "(?thing ?other) { }", f"(?thing ?other) {{ {double} }}"
    )
