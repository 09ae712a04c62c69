"""The evidence of an answer: from the things in its rows to spans of documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kg.vocab import ID

__all__ = ["evidence_query"]

MOST_THINGS: Final = 500


def evidence_query(things: Iterable[str]) -> str | None:
    """Give the query for what these IRIs rest on, or None where none of them is an instance.

    A statement rests on its spans; an entity on the assertions that join it to another of the
    things; a cell on its observations. Beyond `MOST_THINGS` the rest is left out.
    """
    values = sorted({iri for iri in things if iri.startswith(ID)})[:MOST_THINGS]
    if not values:
        return None
    text = Path(__file__).with_name("evidence.rq").read_text(encoding="utf-8")
    return text.replace("{ }", "{ " + " ".join(f"<{iri}>" for iri in values) + " }")
