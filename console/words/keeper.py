"""Which index of names is current, and when the next one is made.

One thread makes them, one after the other, beside the answers; those of a data folder are kept
there, so that a server that starts again has its names at once. While releases follow one another
quickly, as those of many writes do, the names of an earlier one serve until it is quiet.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import weakref
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from flask import Flask, current_app

from console.problems import Problem, from_kg_error
from console.site import KEY as SITE
from console.site import Site, this_site
from console.words.build import build
from console.words.index import Index
from kg.errors import KgError
from kg.release import Releases
from kg.store.base import Store
from kg.store.embedded import EmbeddedStore

__all__ = ["Keeper", "follow", "this_index"]

_KEY: Final = "console.words"
_FOLDER: Final = "names"
# so long a request waits for an index that is just being made
_PATIENCE: Final = 8.0
_QUIET: Final = 1.0
"""For so many seconds no further release has come when the names of one are read."""
_LARGE: Final = 100_000
"""A store of so many quads is read in a process of its own."""


class Keeper:
    """The indexes of one application."""

    def __init__(self, data: Path | None) -> None:
        self._data = data
        self._lasting = data is not None and os.access(data, os.W_OK)
        if data is not None and self._lasting:
            self._folder = data / _FOLDER
        else:
            self._folder = Path(tempfile.mkdtemp(prefix="cbec-kg-names-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._maker = ThreadPoolExecutor(1, "names")
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._made: tuple[Store, Index] | None = None
        self._making: tuple[Store, Future[Index]] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def index(self, site: Site, patience: float = _PATIENCE) -> Index:
        """Give the index of a site's store, or that of the release before while it is made.

        Raises `Problem`: with 503 where there is none in time, else with what went wrong.
        """
        future = self.prepare(site)
        with self._lock:
            made = self._made
        if made and (made[0] is site.store or not future.done()):
            return made[1]
        try:
            return future.result(patience)
        except (TimeoutError, CancelledError):
            raise Problem(
                "busy",
                "the names of this release are being read for the first time",
                headers={"Retry-After": "5"},
            ) from None
        except KgError as error:
            raise from_kg_error(error) from error
        except (OSError, sqlite3.Error) as error:
            raise Problem("store", "see the log of the server") from error

    def prepare(self, site: Site) -> Future[Index]:
        """Begin to make the index of a site's store, if there is none, and give what becomes."""
        with self._lock:
            known = self._making
            if known and known[0] is site.store and not (known[1].done() and known[1].exception()):
                return known[1]
            if known:
                known[1].cancel()
            future = self._maker.submit(self._make, site)
            self._making = (site.store, future)
            self._changed.notify_all()
            return future

    def close(self) -> None:
        """Let go of the files; an index that is being made is given up."""
        with self._lock:
            self._closed = True
            self._changed.notify_all()
            process, made = self._process, self._made
        if process is not None:
            process.kill()
        self._maker.shutdown(wait=True, cancel_futures=True)
        if made:
            made[1].close()
        if not self._lasting:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _make(self, site: Site) -> Index:
        release = site.settings.release
        self._wait_until_quiet(site)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{release or id(site.store)}.sqlite"
        index = _opened(path) if release else None
        if index is None:
            self._build(site.store, path, release)
            index = Index(path)
        with self._lock:
            before, self._made = self._made, (site.store, index)
        if before:
            before[1].close()
        self._clear(path)
        return index

    def _wait_until_quiet(self, site: Site) -> None:
        """Wait a little where there are names to go on with.

        Raises ``CancelledError`` where another release has come meanwhile.
        """

        def is_passed() -> bool:
            return self._closed or self._making is None or self._making[0] is not site.store

        with self._lock:
            if self._made and self._changed.wait_for(is_passed, _QUIET):
                raise CancelledError

    def _build(self, store: Store, path: Path, release: str) -> None:
        if not isinstance(store, EmbeddedStore) or len(store) < _LARGE:
            build(store, path, release)
            return
        command = [sys.executable, "-m", "console.words", str(store.path), str(path), release]
        with self._lock:
            if self._closed:
                raise OSError("the server is stopping")
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own
        code = self._process.wait()
        self._process = None
        if code:
            raise OSError(f"the index of names ended with {code}")

    def _clear(self, current: Path) -> None:
        """Remove the indexes of releases that are no more; others may serve those that are."""
        if self._data is None or not self._lasting:
            return
        kept = {release.id for release in Releases(self._data).list()}
        for path in self._folder.glob("[!.]*.sqlite"):
            if path != current and path.stem not in kept:
                path.unlink(missing_ok=True)


def this_index(patience: float = _PATIENCE) -> Index:
    """Give the index of names for the current request; raises `Problem` while there is none."""
    return _keeper(current_app).index(this_site(), patience)


def follow(app: Flask) -> Keeper:
    """Have the index of what the application serves now made, and give who keeps it."""
    keeper = _keeper(app)
    keeper.prepare(app.extensions[SITE])
    return keeper


def _keeper(app: Flask) -> Keeper:
    keeper = app.extensions.get(_KEY)
    if keeper is None:
        site = app.extensions[SITE]
        assert isinstance(site, Site)
        keeper = app.extensions.setdefault(_KEY, Keeper(site.data))
    assert isinstance(keeper, Keeper)
    return keeper


def _opened(path: Path) -> Index | None:
    """Give the index in a file, None where there is none or it is of another form."""
    if not path.is_file():
        return None
    try:
        return Index(path)
    except sqlite3.Error:
        return None
