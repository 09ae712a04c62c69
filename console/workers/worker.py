"""A worker process: one task at a time, from a read-only store, in a sandbox."""

from __future__ import annotations

import json
import os
import socket
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Final

from pyoxigraph import QueryBoolean

from console.problems import Problem
from console.workers.evaluate import form, perform
from console.workers.frames import ERROR, FAILED, READY, frame
from console.workers.sandbox import (
    ProcessorLimit,
    end_with_parent,
    forbid_files,
    limit_memory,
    volunteer_for_oom,
)
from console.workers.sink import Sink
from console.workers.task import Bounds, Inbox, Task
from console.workers.turns import take_turns
from kg.errors import KgError
from kg.store.base import Store
from kg.store.embedded import open_store

__all__ = ["MEMORY_STATUS", "run"]

MEMORY_STATUS: Final = 86
"""The exit status of a worker that Python, not the engine, found out of memory."""

# behind the clock of the server, for the case that the server itself is stuck
_GRACE: Final = 3.0
_LONGEST: Final = 4_000
_WARM: Final = (
    "CONSTRUCT { ?s a ?p } { { SELECT ?s ?p { ?s ?p ?o } LIMIT 9 } FILTER (ISIRI(?s)) }",
    "SELECT ?p (COUNT(*) AS ?n) { { SELECT * { ?s ?p ?o } LIMIT 9 } } GROUP BY ?p ORDER BY ?n",
)


def run(tasks: socket.socket, sock: socket.socket, path: Path, bounds: Bounds, parent: int) -> None:
    """Answer ``tasks`` over the other socket until they end; the process ends with its parent."""
    end_with_parent(parent)
    volunteer_for_oom()
    forbid_files()
    try:
        store = open_store(path)
        for text in _WARM:
            result = store.query(text)
            assert not isinstance(result, QueryBoolean), "neither asks"
            list(result)
    except KgError as error:
        sock.sendall(frame(FAILED, str(error).encode("utf-8")))
        return
    limited = limit_memory(bounds.memory)
    sock.sendall(frame(READY, json.dumps({"memory": limited}).encode("ascii")))
    inbox = Inbox(tasks)
    processor = ProcessorLimit(bounds.seconds + _GRACE)

    def perform_one(task: Task) -> None:
        processor.begin()
        _answer(task, store, sock, bounds)

    with suppress(EOFError):
        take_turns(inbox.next, perform_one)


def _answer(task: Task, store: Store, sock: socket.socket, bounds: Bounds) -> None:
    """Answer one task; EOFError where the server no longer listens."""
    sink = Sink(sock, bounds, form(task))
    try:
        perform(task, store, sink)
        sink.finish()
    except Problem as problem:
        sock.sendall(frame(ERROR, _told(problem)))
    except RecursionError:
        nested = Problem("too-nested", "what was sent is nested more deeply than can be read")
        sock.sendall(frame(ERROR, _told(nested)))
    except MemoryError:
        # what is left may not be enough to say so in any other way
        os._exit(MEMORY_STATUS)
    except OSError as error:
        raise EOFError from error
    except BaseException:  # a panic of the engine is no Exception
        unforeseen = Problem("error", "see the log of the server")
        sock.sendall(frame(ERROR, _told(unforeseen, traceback.format_exc()[-_LONGEST:])))
        raise


def _told(problem: Problem, why: str = "") -> bytes:
    parts = {
        "code": problem.code,
        "detail": problem.detail[:_LONGEST],
        "more": problem.more,
        "why": why,
    }
    return json.dumps(parts).encode("ascii")
