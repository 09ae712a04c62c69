"""Pages that are made before anybody asks for them, for each release."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing

from flask import Flask, request
from flask.testing import FlaskClient

from console import warmth
from console.warmth import Warmer, rewarm, warm

PATIENCE = 60


def watched(quiet: float) -> tuple[Warmer, Callable[[str, int], bool]]:
    """Give a warmer of an application that notes what is asked, and what waits for it."""
    app = Flask("watched")
    asked: list[str] = []
    heard = threading.Condition()

    @app.before_request
    def note() -> str:
        with heard:
            asked.append(request.full_path.rstrip("?"))
            heard.notify_all()
        return ""

    def has_asked(path: str, times: int) -> bool:
        with heard:
            return heard.wait_for(lambda: asked.count(path) >= times, PATIENCE)

    return Warmer(app, quiet), has_asked


def test_the_pages_are_made_at_the_start_and_for_every_release() -> None:
    warmer, has_asked = watched(quiet=0.0)
    with closing(warmer):
        warmer.start()
        last = warmth._BEHIND[-1]
        assert has_asked(last, 1)
        warmer.again()
        assert has_asked(last, 2)


def test_a_warmer_that_never_began_can_be_closed() -> None:
    warmer, _ = watched(quiet=0.0)
    warmer.close()


def test_where_nobody_makes_pages_another_release_is_served_all_the_same() -> None:
    rewarm(Flask("alone"))


def test_every_page_that_is_made_beforehand_is_there(released: FlaskClient) -> None:
    warm(released.application)
    for path in (*warmth._ENTRANCES, *warmth._BEHIND):
        assert released.get(path, headers={"Accept": "text/html"}).status_code == 200, path
