"""What a forked process answers, as bytes: what moves, or the error.

The process may have been taken over by what it read, so its answer is data and nothing in it is
run, as reading a pickle would.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import KgError, Place, QueryError
from kg.revision.delta import Delta

__all__ = ["opened", "sealed"]


def sealed(work: Callable[[], tuple[Delta, object]]) -> bytes:
    """Do the work and give what it gives, or the ``KgError`` that it raises, as bytes.

    The work gives what moves and a JSON value.
    """
    try:
        delta, value = work()
    except KgError as error:
        return json.dumps({"error": _error(error)}).encode("ascii")
    parts = [_lines(delta.added), _lines(delta.removed)]
    head = {"existed": delta.existed, "lengths": [len(part) for part in parts], "value": value}
    return json.dumps(head).encode("ascii") + b"\n" + b"".join(parts)


def opened(answer: bytes) -> tuple[Delta, Any]:
    """Give what was sealed; raises the ``KgError`` that was."""
    head, _, rest = answer.partition(b"\n")
    told = json.loads(head)
    if "error" in told:
        raise _read_error(told["error"])
    size = told["lengths"][0]
    added, removed = (
        frozenset(ox.parse(part, format=ox.RdfFormat.N_QUADS))
        for part in (rest[:size], rest[size:])
    )
    return Delta(added, removed, told["existed"]), told["value"]


def _lines(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _error(error: KgError) -> dict[str, object]:
    where = error.where
    return {
        "code": error.code,
        "problem": error.problem,
        "expected": error.expected,
        "remedy": error.remedy,
        "where": [str(where.file), where.line, where.column] if where else None,
        "also": [_error(other) for other in error.also],
    }


def _read_error(told: dict[str, Any]) -> KgError:
    return _KINDS.get(told["code"], QueryError)(
        told["problem"],
        expected=told["expected"],
        remedy=told["remedy"],
        where=Place(*told["where"]) if told["where"] else None,
        also=tuple(_read_error(other) for other in told["also"]),
    )


def _kinds(kind: type[KgError]) -> Iterator[type[KgError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


_KINDS: Final = {kind.code: kind for kind in _kinds(KgError)}
