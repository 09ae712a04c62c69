"""Queries and documents in sandboxed processes: what a stranger sends never runs in the server.

A `Pool` keeps warm workers, forked from one small process, and gives each `Task` to one of them;
the answer comes back as a `Running` iterator. Every `Limits` is named in the `Problem` that
reaching it raises.
"""

from __future__ import annotations

from console.workers.answer import BrokenAnswerError, Running
from console.workers.limits import Limits
from console.workers.pool import Pool
from console.workers.task import Task

__all__ = ["BrokenAnswerError", "Limits", "Pool", "Running", "Task"]
