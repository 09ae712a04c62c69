"""Where the downloads and the changes of the releases are kept, and when they are made."""

from __future__ import annotations

import errno
import os
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from flask import current_app

from console.problems import Problem, from_kg_error
from console.site import this_site
from kg.errors import DiskFullError, StoreError
from kg.release import Releases
from kg.release.changes import CHANGES, Changes
from kg.release.dumps import DUMPS, Dump, Dumps

__all__ = ["Downloads", "this_downloads"]

_KEY: Final = "console.downloads"
# so long a request waits for files that are just being made
_PATIENCE: Final = 8.0
_NO_ROOM: Final = frozenset({errno.EDQUOT, errno.EFBIG, errno.ENOSPC})


class Downloads:
    """The downloads of one data folder.

    They are kept beside the releases, or in a folder of their own where nothing can be written
    there. One thread makes them, so that a large release is packed once and beside the answers.
    """

    def __init__(self, data: Path) -> None:
        self.releases = Releases(data)
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        if os.access(data, os.W_OK):
            folder = data
        else:
            self._scratch = tempfile.TemporaryDirectory(prefix="cbec-kg-")
            folder = Path(self._scratch.name)
        self._dumps = Dumps(folder / DUMPS)
        self.changes = Changes(data, folder / CHANGES)
        self._maker = ThreadPoolExecutor(1, "downloads")
        self._making: dict[str, Future[Any]] = {}
        self._lock = threading.Lock()

    def path(self, release: str) -> Path | None:
        """Give the folder of the release with exactly this id, None where there is none."""
        found = {one.id: one.path for one in self.releases.list()}
        return found.get(release)

    def dumps(self, release: Path) -> tuple[Dump, ...]:
        """Give the files of a release; a Problem says to come again where that takes long."""
        found = self._made(release.name, lambda: self._dumps.of(release))
        assert isinstance(found, tuple)
        return found

    def known_changes(self) -> Changes:
        """Give the changes, all of them written down."""
        self._made("", self.changes.all)
        return self.changes

    def _made(self, name: str, make: Callable[[], Any]) -> Any:  # what ``make`` gives
        with self._lock:
            future = self._making.get(name)
            if future is None or future.done():
                future = self._making[name] = self._maker.submit(make)
        try:
            return future.result(_PATIENCE)
        except TimeoutError:
            raise Problem(
                "busy", "the files are being made for the first time", headers={"Retry-After": "10"}
            ) from None
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise from_kg_error(DiskFullError(str(error))) from error
            raise StoreError(f"the files cannot be made: {error}") from error


def this_downloads() -> Downloads:
    """Give the downloads of the application; Problem where it serves no data folder."""
    found = current_app.extensions.get(_KEY)
    if found is None:
        data = this_site().data
        if data is None:
            raise Problem("not-found", "this server has no releases to download")
        found = current_app.extensions.setdefault(_KEY, Downloads(data))
    assert isinstance(found, Downloads)
    return found
