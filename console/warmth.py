"""What the first visitor of each kind of page would wait for, done before anybody comes."""

from __future__ import annotations

import threading
from typing import Final

from flask import Flask

__all__ = ["Warmer", "rewarm", "warm"]

_KEY: Final = "console.warmth"
_ENTRANCES: Final = ("/", "/sparql")
_BEHIND: Final = (
    "/search?q=trade",  # reads what every question of the library can be asked about
    "/figures",
    "/audit",
    "/build/figures",
    "/doc/ont",
    "/map",
    "/timeline",
    "/sources",
    "/quality",
    "/examples/",
    "/compare",
    "/data",
    "/catalog",
)
"""What takes longest when it is asked for first, and then what stands in the navigation."""
_QUIET: Final = 1.0
"""For so many seconds no further release has come when the pages of one are made."""


def warm(app: Flask) -> None:
    """Have the pages on which visits begin made once: templates, phrases, questions are read then.

    Whatever goes wrong is told to who asks for the page, and to the log.
    """
    for path in _ENTRANCES:
        _make(app, path)


class Warmer:
    """Makes the pages behind the entrances once for each release, beside the visitors.

    It begins when it is told to, and when no other release follows at once.
    """

    def __init__(self, app: Flask, quiet: float = _QUIET) -> None:
        self._app = app
        self._quiet = quiet
        self._changed = threading.Condition()
        self._asked = True
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="warmth", daemon=True)
        app.extensions[_KEY] = self

    def start(self) -> None:
        """Begin with the release that is served."""
        self._thread.start()

    def again(self) -> None:
        """Make the pages of the release that is served from now on."""
        with self._changed:
            self._asked = True
            self._changed.notify()

    def close(self) -> None:
        """Stop after the page that is being made."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while self._wait():
            for path in _BEHIND:
                if self._closed or self._asked:
                    break
                _make(self._app, path)

    def _wait(self) -> bool:
        """Wait for a release after which it is quiet; tell whether to go on at all."""
        with self._changed:
            self._changed.wait_for(lambda: self._asked or self._closed)
            while self._asked and not self._closed:
                self._asked = False
                self._changed.wait(self._quiet)
            return not self._closed


def rewarm(app: Flask) -> None:
    """Have the pages of another release made, where somebody makes pages at all."""
    warmer = app.extensions.get(_KEY)
    if isinstance(warmer, Warmer):
        warmer.again()


def _make(app: Flask, path: str) -> None:
    app.test_client().get(path, headers={"Accept": "text/html"}).close()
