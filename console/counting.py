"""What an answer amounts to: how many rows, and a mark that is equal for equal answers.

Two answers are compared as bags of rows: without ORDER BY an engine may give them in any order.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from console.engine import Asker
from console.problems import Problem
from console.protocol import QueryRequest
from console.site import Site
from console.workers.answer import BrokenAnswerError
from console.workers.cache import answer_key
from console.workers.formats import result_kind

__all__ = ["Count", "count_answer", "count_lines"]

_MOST: Final = 32 << 20
"""So many bytes of an answer are read; a longer one is not counted."""
_TYPES: Final = {
    "boolean": "application/sparql-results+json",
    "graph": "application/n-triples",
    "rows": "text/tab-separated-values",
}
# names of blank nodes are made anew for each answer
_BLANK: Final = re.compile(rb"(?:^|(?<=[\t ]))_:[A-Za-z0-9._-]+")
_SIZE: Final = 16
# what the engine says against the query itself, now and later
_FAULTS: Final = frozenset({400, 403, 413})


@dataclass(frozen=True, slots=True)
class Count:
    """The rows of an answer, and its mark: empty where the answer differs each time."""

    rows: int
    mark: str = ""


def count_answer(site: Site, query: str, release: str, asker: Asker) -> Count | None:
    """Count the answer of a query; None where it does not come whole in time from this release.

    Raises `Problem` where the query itself is at fault, or there is no room for it now.
    """
    kind = result_kind(query)
    media_type = _TYPES[kind]
    try:
        with closing(site.engine.answer(QueryRequest(query), media_type, asker)) as answer:
            if answer.release != release:
                return None
            counted = count_lines(answer.chunks, heads=1 if kind == "rows" else 0)
    except BrokenAnswerError:
        return None
    except Problem as problem:
        if problem.status in _FAULTS and problem.code != "result-too-large":
            raise
        if problem.code in {"busy", "too-many-requests"}:
            raise
        return None
    if counted is None:
        return None
    if kind == "boolean":
        counted = Count(1, counted.mark)
    steady = answer_key("", query, media_type) is not None
    return counted if steady else Count(counted.rows)


def count_lines(pieces: Iterable[bytes], heads: int = 0) -> Count | None:
    r"""Count the lines of a text that comes in pieces, without so many at its head.

    None where it is too long.

    >>> count_lines([b"?x\n1", b"\n2\n"], heads=1) == count_lines([b"?x\n2\n1\n"], heads=1)
    True
    """
    total, rows, size, rest = 0, -heads, 0, b""
    for piece in pieces:
        size += len(piece)
        if size > _MOST:
            return None
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            rows += 1
            total += _digest(line)
    if rest:
        rows += 1
        total += _digest(rest)
    return Count(max(0, rows), f"{total % (1 << 8 * _SIZE):0{2 * _SIZE}x}")


def _digest(line: bytes) -> int:
    plain = _BLANK.sub(b"_:", line.rstrip(b"\r"))
    return int.from_bytes(hashlib.blake2b(plain, digest_size=_SIZE).digest(), "big")
