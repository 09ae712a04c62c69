"""What the views of one application share: its store, engine and settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from flask import Flask, current_app, g, request

from console.engine import Asker, Engine
from console.settings import Settings
from console.workers.schedule import Lane
from kg.store.base import Store

__all__ = ["GONE", "KEY", "ROUTE", "Site", "look_again", "switch_site", "this_asker", "this_site"]

KEY: Final = "console"
GONE: Final = "console.gone"
"""Where a front leaves, in the WSGI environment, a function that tells if the client has left."""
ROUTE: Final = "console.route"
"""Where the application leaves, in the WSGI environment, which of its routes answered."""


@dataclass(frozen=True, slots=True)
class Site:
    """One application's surroundings while one release is current."""

    store: Store
    settings: Settings
    engine: Engine
    data: Path | None = None


def this_site() -> Site:
    """Give the site of the application that answers the current request.

    It stays the same for the whole request, also where another release becomes current meanwhile.
    """
    if "site" not in g:
        g.site = current_app.extensions[KEY]
    site = g.site
    assert isinstance(site, Site)
    return site


def look_again() -> None:
    """Have the rest of the current request answered from what is current now."""
    g.pop("site", None)


def switch_site(app: Flask, store: Store, release: str, modified: datetime | None) -> None:
    """Have requests from now on answered from this store, which holds the release."""
    site = app.extensions[KEY]
    assert isinstance(site, Site)
    settings = replace(site.settings, release=release, modified=modified)
    app.extensions[KEY] = replace(site, store=store, settings=settings)


def this_asker(lane: Lane = "query") -> Asker:
    """Give who makes the current request."""
    return Asker(request.remote_addr or "", lane, request.environ.get(GONE))
