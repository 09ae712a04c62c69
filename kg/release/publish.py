"""The releases of a data folder and the pointer to the one that is current.

::

    <data>/
        releases/<id>/     never changed once it is there
        current            a symbolic link, replaced by renaming another over it
        history.jsonl      what was current when
        build.lock         held by whoever builds or switches

A process that is killed leaves the old or the new release current; what else it leaves is
removed by the next that takes the lock.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kg.errors import (
    DamagedReleaseError,
    DiskError,
    NoReleaseError,
    ReleaseVersionError,
    StoreError,
    UsageError,
)
from kg.release.bundle import (
    RELEASES,
    UNFINISHED,
    Progress,
    ReleaseInfo,
    ReleaseInputs,
    read_info,
    verify_release,
    write_release,
)
from kg.release.history import Entry, append_entry, read_history
from kg.release.lock import locked
from kg.store.disk import disk_errors, flush_path

__all__ = ["Publication", "Release", "Releases"]

CURRENT: Final = "current"
PREVIOUS: Final = "previous"
_LINK: Final = ".current-"
_LOCK: Final = "build.lock"
_REMEDY: Final = "build one with 'kg build'"


@dataclass(frozen=True, slots=True)
class Release:
    """A release that is there: its id and folder, when it last became current, if it is now.

    ``time`` is empty for one that never was; ``info`` is None where it cannot be read, and
    ``trouble`` says why and what to do.
    """

    id: str
    path: Path
    time: str
    current: bool
    info: ReleaseInfo | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """The release that a build made current; ``unchanged`` where it already was."""

    path: Path
    unchanged: bool

    @property
    def id(self) -> str:
        """The id of the release."""
        return self.path.name


class Releases:
    """The releases in the data folder ``root``, which need not exist yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._held = False

    def current(self) -> Path:
        """Give the folder of the current release, resolved: a switch does not move it.

        Raises ``NoReleaseError`` where nothing was published, ``DamagedReleaseError`` where the
        pointer leads nowhere and ``ReleaseVersionError`` where newer software wrote the release.
        """
        path = self._pointed_at()
        if path is None:
            raise NoReleaseError(
                f"there is no release in {self.root}",
                expected="a data folder with a current release",
                remedy=_REMEDY + ", or name another folder with --data",
            )
        if not path.is_dir():
            raise DamagedReleaseError(
                f"{self.root / CURRENT} leads to {path}, which is not there",
                expected="a pointer to a release",
                remedy=f"go back with 'kg rollback', or {_REMEDY}",
            )
        read_info(path)
        return path

    def previous(self) -> Path:
        """Give the folder of the release that was current before the current one.

        Raises ``NoReleaseError`` where there is none.
        """
        now = self._current_id()
        for entry in reversed(self.history()):
            path = self.root / RELEASES / entry.id
            if entry.id != now and path.is_dir():
                return path
        raise NoReleaseError(
            f"no release was current before this one in {self.root}",
            expected="a data folder with two releases",
            remedy="see 'kg releases' for those that are there",
        )

    def list(self) -> tuple[Release, ...]:
        """Give the releases that are there, the one that was current last first."""
        folder, now = self.root / RELEASES, self._current_id()
        times = {entry.id: (number, entry.time) for number, entry in enumerate(self.history())}
        names = [path.name for path in folder.glob("[!.]*")] if folder.is_dir() else []
        names.sort(key=lambda name: (name == now, times.get(name, (-1, "")), name), reverse=True)
        return tuple(
            _looked_at(folder / name, times.get(name, (-1, ""))[1], current=name == now)
            for name in names
        )

    def find(self, name: str) -> Path:
        """Give the folder of the release called ``current``, ``previous``, or by an id's beginning.

        Raises ``UsageError`` where no release or more than one begins so.
        """
        if name == CURRENT:
            return self.current()
        if name == PREVIOUS:
            return self.previous()
        known = [release.id for release in self.list()]
        found = [known_id for known_id in known if name and known_id.startswith(name)]
        if len(found) == 1:
            return self.root / RELEASES / found[0]
        raise UsageError(
            f"{len(found) or 'no'} releases begin with {name!r}",
            expected=f"current, previous or the beginning of one of: {', '.join(known) or 'none'}",
            remedy="give more of the id" if found else "see 'kg releases'",
        )

    def history(self) -> tuple[Entry, ...]:
        """Give every switch of the pointer, oldest first."""
        return read_history(self.root / "history.jsonl")

    def verify(self, release: Path) -> None:
        """Do nothing if the release is whole, else raise ``DamagedReleaseError`` with the file."""
        verify_release(release)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep others from building and switching here; inside, this object may do so freely.

        What a killed build left behind is gone when the block is entered and when it is left.
        Raises ``BuildLockedError`` at once where another holds the lock.
        """
        if self._held:
            yield
            return
        with locked(self.root / _LOCK):
            self._held = True
            try:
                self._clean()
                self._record_interrupted_switch()
                yield
            finally:
                self._clean()
                self._held = False

    def publish(
        self, inputs: ReleaseInputs, progress: Progress = lambda _step: None
    ) -> Publication:
        """Make a release of the inputs and switch to it.

        The release is on the disk before the pointer moves, and the pointer moves in one step.
        ``progress`` is called with the name of each step before it begins. Raises ``DiskError``
        or ``BuildLockedError``; the current release is then as it was.
        """
        with self.lock():
            path = write_release(inputs, self.root, progress)
            unchanged = path.name == self._current_id()
            if not unchanged:
                progress("switch")
                self._switch(path, "build", progress)
            return Publication(path, unchanged)

    def adopt(self, path: Path, action: str) -> bool:
        """Switch to a release that was just written here; false where it is current already.

        ``action`` is what the history says of it. Call it with the lock held. Raises ``DiskError``;
        the current release is then as it was.
        """
        with self.lock():
            if path.name == self._current_id():
                return False
            self._switch(path, action)
            return True

    def rollback(self, name: str = PREVIOUS) -> Path:
        """Switch to a release that is there, by default the previous one, and give its folder.

        It is verified first: a damaged release does not become current. Raises what `find` and
        `verify` raise.
        """
        self._require_folder()
        with self.lock():
            path = self.find(name)
            self.verify(path)
            if path.name != self._current_id():
                self._switch(path, "rollback")
            return path

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove all but the ``keep`` releases that were current last, and give the ids removed.

        The current release always stays. A process that reads a removed release can go on.
        """
        if keep < 1:
            raise UsageError(
                f"{keep} releases cannot be kept",
                expected="a number from 1, because the current release stays",
                remedy="give a greater number",
            )
        self._require_folder()
        with self.lock(), disk_errors(self.root):
            removed = self.list()[keep:]
            for release in removed:
                # Renamed first: a release is there whole or not at all, also to whoever lists.
                gone = release.path.with_name(f"{UNFINISHED}{release.id}")
                release.path.rename(gone)
                shutil.rmtree(gone)
            return tuple(release.id for release in removed)

    def _require_folder(self) -> None:
        """Refuse to make a folder only to find nothing in it."""
        if not any((self.root / name).exists() for name in (RELEASES, _LOCK)):
            raise NoReleaseError(
                f"there is no release in {self.root}",
                expected="a folder that 'kg build' made",
                remedy=_REMEDY + ", or name another folder with --data",
            )

    def _pointed_at(self) -> Path | None:
        try:
            return self.root / (self.root / CURRENT).readlink()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(
                f"{self.root / CURRENT} is not a pointer to a release",
                expected="a symbolic link that 'kg build' made",
                remedy="move it away, or name another folder with --data",
            ) from error

    def _current_id(self) -> str:
        path = self._pointed_at()
        return path.name if path else ""

    def _switch(self, release: Path, action: str, progress: Progress = lambda _step: None) -> None:
        """Point at the release and record it, or do neither where the disk allows but one."""
        before = self._pointed_at()
        self._point_at(release)
        progress("history")
        try:
            self._record(release, action)
        except DiskError:
            if before is None:
                (self.root / CURRENT).unlink()
            else:
                self._point_at(before)
            raise

    def _point_at(self, release: Path) -> None:
        link = self.root / f"{_LINK}{secrets.token_hex(4)}"
        with disk_errors(self.root):
            link.symlink_to(Path(RELEASES, release.name))
            link.rename(self.root / CURRENT)
            flush_path(self.root)

    def _record(self, release: Path, action: str, moment: datetime | None = None) -> None:
        append_entry(self.root / "history.jsonl", release.name, action, moment)

    def _record_interrupted_switch(self) -> None:
        """Record a switch whose process was killed before it could."""
        history, now = self.history(), self._current_id()
        if now and (not history or history[-1].id != now):
            moved = (self.root / CURRENT).lstat().st_mtime
            self._record(self.root / RELEASES / now, "build", datetime.fromtimestamp(moved, UTC))

    def _clean(self) -> None:
        for left in (self.root / RELEASES).glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        for link in self.root.glob(f"{_LINK}*"):
            link.unlink(missing_ok=True)


def _looked_at(path: Path, time: str, *, current: bool) -> Release:
    try:
        return Release(path.name, path, time, current, read_info(path))
    except ReleaseVersionError as error:
        trouble = f"{error.problem.removeprefix(f'{path} ')}: {error.remedy}"
    except StoreError as error:
        trouble = f"cannot be read: {error.remedy}"
    return Release(path.name, path, time, current, None, trouble)
