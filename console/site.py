"""What the views of one application share: its store, its settings and its questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flask import current_app

from console.settings import Settings
from kg.queries.library import Question
from kg.store.base import Store

__all__ = ["KEY", "Site", "this_site"]

KEY: Final = "console"


@dataclass(frozen=True, slots=True)
class Site:
    """One application's surroundings."""

    store: Store
    settings: Settings
    questions: Mapping[str, Question] = field(default_factory=dict)


def this_site() -> Site:
    """Give the site of the application that answers the current request."""
    site = current_app.extensions[KEY]
    assert isinstance(site, Site)
    return site
