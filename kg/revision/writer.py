"""The process that writes: it keeps the current data in memory and makes releases of changes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph as ox

from kg.change import Change, Outcome
from kg.errors import InconsistentError, KgError, NonConformingError
from kg.release import Releases
from kg.release.bundle import STORE
from kg.release.revise import write_revision
from kg.revision.apply import only_adds, tried
from kg.revision.bounds import Bounds
from kg.revision.delta import Delta, scratch_store
from kg.revision.judge import Judgement, judge
from kg.store.embedded import open_store

__all__ = ["Answer", "Writer", "serve"]

Answer = Outcome | KgError


class Writer:
    """Makes releases in the data folder ``root``, one change or many at a time."""

    def __init__(
        self, root: Path, bounds: Bounds, confine: Callable[[], object] | None = None
    ) -> None:
        self._releases = Releases(root)
        self._bounds = bounds
        self._confine = confine
        self._base = Path()
        self._quads: frozenset[ox.Quad] = frozenset()
        self._scratch: tuple[Path, ox.Store] | None = None

    def write(self, changes: Sequence[Change]) -> list[Answer]:
        """Carry out changes one after the other and give what became of each.

        All that succeed are in one new release. Raises ``StoreError`` where there can be none;
        then none of them has come to pass.
        """
        with self._releases.lock():
            self.look()
            deltas, now = self._try(changes)
            total = Delta(frozenset(now - self._quads), frozenset(self._quads - now))
            try:
                path = self._publish(judge(self._quads, total)) if total else self._base
            except (InconsistentError, NonConformingError) as error:
                if len(changes) > 1:
                    return self._one_by_one(changes)
                return [error]
            return [_outcome(path, delta) for delta in deltas]

    def look(self) -> None:
        """Let the data in memory be those of the current release."""
        base = self._releases.current()
        if base != self._base:
            with open_store(base / STORE) as store:
                self._quads = frozenset(store.quads())
            self._base = base

    def _try(self, changes: Sequence[Change]) -> tuple[list[Delta | KgError], frozenset[ox.Quad]]:
        now = self._quads
        deltas: list[Delta | KgError] = []
        for change in changes:
            try:
                scratch = self._prepared(change, now)
                delta = tried(change, now, self._bounds, self._confine, scratch)
            except KgError as error:
                deltas.append(error)
            else:
                now = frozenset(delta.applied(now)) if delta else now
                deltas.append(delta)
        return deltas, now

    def prepare(self) -> None:
        """Do now what the next change would wait for."""
        if self._scratch is None or self._scratch[0] != self._base:
            self._scratch = (self._base, scratch_store(self._quads))

    def _prepared(self, change: Change, quads: frozenset[ox.Quad]) -> ox.Store | None:
        """Give the prepared store if it may be used for this change of these quads."""
        self.prepare()
        assert self._scratch is not None, "it was prepared"
        return self._scratch[1] if quads is self._quads or only_adds(change) else None

    def _one_by_one(self, changes: Sequence[Change]) -> list[Answer]:
        """Find those that the data bear, when together they were refused."""
        return [answer for change in changes for answer in self.write([change])]

    def _publish(self, judgement: Judgement) -> Path:
        path, held = write_revision(self._base, judgement.quads, self._quads, judgement.report_json)
        self._releases.adopt(path, "revision")
        self._base, self._quads = path, held
        return path


def _outcome(path: Path, delta: Delta | KgError) -> Answer:
    if isinstance(delta, KgError):
        return delta
    return Outcome(path.name, len(delta.added), len(delta.removed), delta.existed)


def serve(
    pipe: Connection, root: Path, bounds: Bounds, confine: Callable[[], object] | None
) -> None:
    """Answer lists of changes with lists of answers until the pipe is closed."""
    writer = Writer(root, bounds, confine)
    with _closed():
        pipe.send(_ready(writer))
        while True:
            changes = pipe.recv()
            try:
                pipe.send(writer.write(changes))
            except KgError as error:
                pipe.send([error] * len(changes))
            writer.prepare()


def _ready(writer: Writer) -> KgError | None:
    """Read the current release before the first change comes; what cannot be is told."""
    try:
        writer.look()
        writer.prepare()
    except KgError as error:
        return error
    gc.freeze()  # what is there stays, and a fork need not copy it
    return None


@contextmanager
def _closed() -> Iterator[None]:
    try:
        yield
    except (EOFError, KeyboardInterrupt, BrokenPipeError):
        return
