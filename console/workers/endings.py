"""What a client is told when a query did not end by itself."""

from __future__ import annotations

import signal
import time
from typing import Final

from console.problems import Problem
from console.workers.lease import Lease
from console.workers.limits import Limits
from console.workers.process import Worker
from console.workers.schedule import busy
from console.workers.worker import MEMORY_STATUS

__all__ = ["ATTEMPTS", "WorkerLostError", "ending", "is_too_late", "lost"]

ATTEMPTS: Final = 3
"""So often a query is begun whose workers are lost."""
# a worker that is lost later than this has cost too much to begin again
_SOON: Final = 1.0
_NEWS_SECONDS: Final = 2.0
_MIB: Final = 1 << 20
_SIMPLER: Final = "ask for less: a narrower pattern, a LIMIT, fewer groups"


class WorkerLostError(Exception):
    """A worker was ended by something that is not the query's doing; it may be tried again."""


def ending(worker: Worker, limits: Limits, *, parsing: bool = False) -> Problem:
    """Give the problem of a worker whose socket has closed before the answer was complete.

    Raises `WorkerLostError` where neither the server nor the query ended it.
    """
    if worker.verdict:
        return _sentence(worker.verdict, limits)
    worker.ended.wait(_NEWS_SECONDS)
    status = worker.status
    if status in {-signal.SIGABRT, MEMORY_STATUS}:
        return _sentence("memory", limits)
    if status == -signal.SIGXCPU:
        return _sentence("time", limits)
    if status == -signal.SIGSYS:
        return Problem(
            "service",
            "the query tried to open a network connection: this server calls no other",
            remedy="query the other endpoint yourself and join the answers",
        )
    if status in {None, 0, -signal.SIGKILL, -signal.SIGTERM}:
        raise WorkerLostError
    if parsing and status in {-signal.SIGSEGV, -signal.SIGBUS}:
        return Problem("document", "the document is nested more deeply than can be read")
    return Problem(
        "engine-crashed",
        "the engine cannot evaluate a query like this one; no other query was touched",
        remedy="nest less: fewer groups, FILTERs and paths inside one another",
    )


def is_too_late(lease: Lease) -> bool:
    """Tell whether a query whose worker is lost has taken too long to be begun again."""
    return time.monotonic() - lease.started > _SOON


def lost() -> Problem:
    """Give the problem of a query whose workers are lost."""
    return busy("the worker was lost; nothing is wrong with the query")


def _sentence(verdict: str, limits: Limits) -> Problem:
    if verdict == "time":
        return Problem(
            "time-limit",
            f"the query ran longer than {limits.seconds:g} s and was stopped",
            limit="seconds",
            remedy=_SIMPLER,
        )
    if verdict == "memory":
        return Problem(
            "memory-limit",
            f"the query needed more than {limits.memory // _MIB:,} MiB of memory and was stopped",
            limit="memory",
            remedy=_SIMPLER,
        )
    if verdict == "share":
        return busy("the queries at work need more memory than there is", limit="memory-all")
    if verdict == "slow":
        return busy(
            f"it ran longer than {2 * limits.fast_seconds:g} s while others waited, "
            f"and {limits.slow} such queries are running already",
            limit="slow",
        )
    if verdict == "gone":
        return Problem("disconnected", "the client has closed the connection")
    seconds = limits.stall_seconds if verdict == "stall" else limits.transfer_seconds
    return Problem(
        "transfer-limit",
        f"the client read nothing for {seconds:g} s"
        if verdict == "stall"
        else f"the answer was not read within {seconds:g} s",
        limit=f"{verdict}-seconds",
    )
