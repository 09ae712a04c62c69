"""The process that writes: it keeps the current data in memory and makes releases of changes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from kg.change import Change, Outcome
from kg.errors import InconsistentError, KgError, NonConformingError, StoreError
from kg.figures.method import method
from kg.release import Releases
from kg.release.bundle import STORE
from kg.release.methods import note_method, noted_method
from kg.release.revise import Standing, write_revision
from kg.revision.apply import tried
from kg.revision.bounds import Bounds
from kg.revision.delta import Delta
from kg.revision.holding import Holding
from kg.revision.judge import judge, vocabulary, warm_up
from kg.revision.reviser import Answer
from kg.store.embedded import open_store

__all__ = ["Writer", "serve"]

_IDLE: Final = 3.0
"""After how many seconds without a change the writer readies itself for more."""


class Writer:
    """Makes releases in the data folder ``root``, one change or many at a time."""

    def __init__(
        self, root: Path, bounds: Bounds, confine: Callable[[], object] | None = None
    ) -> None:
        self._releases = Releases(root)
        self._bounds = bounds
        self._confine = confine
        self._base = Path()
        self._holding = Holding()
        self._standing = Standing(())
        self._follows = False

    def write(self, changes: Sequence[Change]) -> list[Answer]:
        """Carry out changes one after the other and give what became of each.

        All that succeed are in one new release. Raises ``StoreError`` where there can be none;
        then none of them has come to pass.
        """
        with self._releases.lock():
            self.look()
            with self._forgotten_if_it_fails():
                return self._write(changes)

    def look(self) -> None:
        """Let the data in memory be those of the current release."""
        base = self._releases.current()
        if base != self._base:
            with open_store(base / STORE) as store:
                self._holding = Holding(store.quads())
            self._standing = Standing(self._holding.quads)
            self._follows = noted_method(self._releases.root, base.name) == method()
            self._base = base

    def _write(self, changes: Sequence[Change]) -> list[Answer]:
        tries = [self._try(change) for change in changes]
        total = Delta()
        for delta in tries:
            total = total.then(delta) if isinstance(delta, Delta) else total
        path = self._base
        if total:
            try:
                following, report = self._judge(total)
            except KgError as error:
                self._holding.move(added=total.removed, removed=total.added)
                if isinstance(error, InconsistentError | NonConformingError) and len(tries) > 1:
                    return self._one_by_one(changes)
                return [one if isinstance(one, KgError) else error for one in tries]
            self._holding.move(added=following.added, removed=following.removed)
            path = self._publish(total.then(following), report)
        return [_outcome(path, one) for one in tries]

    def _try(self, change: Change) -> Delta | KgError:
        """Carry out the change in memory and give what it moved, or why it was refused."""
        held = self._holding
        try:
            delta = tried(change, held.quads, self._bounds, self._confine, held.store)
        except KgError as error:
            return error
        held.move(added=delta.added, removed=delta.removed)
        return delta

    def _judge(self, total: Delta) -> tuple[Delta, Any]:
        """Judge the data with a change, from what followed before it if that can be relied on."""
        return judge(self._holding.quads, total, self._bounds, follows=self._follows)

    def _one_by_one(self, changes: Sequence[Change]) -> list[Answer]:
        """Find those that the data bear, when together they were refused."""
        return [answer for change in changes for answer in self._write([change])]

    def _publish(self, total: Delta, report_json: Any) -> Path:
        """Make a release of what the data have become, and let it be current."""
        revision = write_revision(
            self._base,
            self._standing,
            self._holding.quads,
            added=total.added,
            removed=total.removed,
            report_json=report_json,
        )
        self._releases.adopt(revision.path, "revision")
        # a judgement gives a report; without one, what followed from the figures still does
        self._follows = self._follows or report_json is not None
        if self._follows:
            with suppress(StoreError):  # without the note, the next one works all out anew
                note_method(self._releases.root, revision.path.name, method())
        self._holding.move(added=revision.added, removed=revision.removed)
        self._base = revision.path
        return revision.path

    @contextmanager
    def _forgotten_if_it_fails(self) -> Iterator[None]:
        """Read the data anew before the next change where they may not be those of a release."""
        try:
            yield
        except BaseException:
            self._base = Path()
            raise


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
        if not pipe.poll(_IDLE):
            _warm_up()
        while True:
            changes = pipe.recv()
            try:
                pipe.send(writer.write(changes))
            except KgError as error:
                pipe.send([error] * len(changes))


def _ready(writer: Writer) -> KgError | None:
    """Read the current release before the first change comes; what cannot be is told."""
    try:
        writer.look()
        vocabulary()
    except KgError as error:
        return error
    gc.freeze()  # what is there stays, and a fork need not copy it
    return None


def _warm_up() -> None:
    """Do now, while nobody waits, what the first change that is judged would wait for."""
    with suppress(KgError):  # whoever sends that change is told
        warm_up()
    gc.freeze()


@contextmanager
def _closed() -> Iterator[None]:
    try:
        yield
    except (ConnectionError, EOFError, KeyboardInterrupt):
        return
