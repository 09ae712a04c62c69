"""Follows the pointer to the current release, without a failed request."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from flask import Flask

from console.engine import Workers
from console.log import Log
from console.metrics import Metrics
from console.site import switch_site
from console.warmth import rewarm
from console.words.keeper import follow
from kg.errors import StoreError
from kg.release import Releases, verify_release
from kg.store.embedded import open_store

__all__ = ["KEY", "Follower", "moment_of"]

KEY: Final = "console.follower"
_EVERY: Final = 0.5


class Follower:
    """Switches one server to whatever release is current.

    A release is served only after its checksums were verified, or just after this server made
    it; a damaged one is logged, once, and the server stays with what it has. What runs ends on the
    release that it began with.
    """

    def __init__(
        self,
        data: Path,
        app: Flask,
        engine: Workers,
        forget: Callable[[], None],
        metrics: Metrics,
        log: Log,
    ) -> None:
        self._releases = Releases(data)
        self._data = data
        self._app = app
        self._engine = engine
        self._forget = forget
        self._metrics = metrics
        self._log = log
        self._lock = threading.Lock()
        self._refused = ""
        app.extensions[KEY] = self

    @property
    def release(self) -> str:
        """The release that is served."""
        return self._engine.release

    async def run(self) -> None:
        """Look at the pointer twice a second, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_EVERY)
            if self._pointed_at() not in {self.release, self._refused, ""}:
                await loop.run_in_executor(None, self.catch_up)

    def catch_up(self, made: Path | None = None) -> None:
        """Serve the current release from now on, if it is another and whole.

        ``made`` is a release whose checksums this server has only just computed and written.
        """
        with self._lock:
            name = self._pointed_at()
            if name in {self.release, self._refused, ""}:
                return
            try:
                release = self._releases.current()
                if made is None or made.name != release.name:
                    verify_release(release)
                store = open_store(release / "store")
                self._engine.switch(release)
            except StoreError as error:
                self._refused = name
                self._log.error("release refused", release=name, why=str(error))
                return
            switch_site(self._app, store, release.name, moment_of(self._data, release))
            follow(self._app)
            self._forget()
            rewarm(self._app)
            self._refused = ""
            self._metrics.switches += 1
            self._log.warning("release switched", release=release.name)

    def _pointed_at(self) -> str:
        try:
            return (self._data / "current").readlink().name
        except OSError:
            return ""


def moment_of(data: Path, release: Path) -> datetime | None:
    """Give when a release became current last, None where nobody noted it."""
    times = [entry.time for entry in Releases(data).history() if entry.id == release.name]
    return datetime.fromisoformat(times[-1]) if times else None
