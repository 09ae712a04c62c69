"""What the server needs to know beside its store, in one small value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console.bounds import Bounds

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server.

    ``release`` is the name that the pages show, and ``modified`` when it became current.
    ``longest_query`` counts characters and ``largest_body`` bytes. ``deepest_nesting`` counts
    brackets inside one another, and ``most_parts`` what the engine nests although it is written
    side by side, such as OPTIONAL or ``+``. Measured with pyoxigraph 0.5.13 on a stack of 8 MiB,
    3,200 nested groups, 1,600 nested EXISTS or 3,200 MINUS end the whole process. ``most_joined``
    counts triple patterns and groups side by side: 200 of them keep the engine busy for seconds
    before it evaluates any. ``page_rows`` is how many rows a page shows.

    ``largest_document`` and ``deepest_document`` bound what is sent to be stored. ``hosts`` are
    the names of this server beside localhost and its addresses. ``texts`` is a folder with texts
    of articles, of which those that were read are shown as evidence. ``front`` is what stands
    before the application, if it is known.
    """

    release: str = ""
    modified: datetime | None = None
    longest_query: int = 100_000
    largest_body: int = 1_000_000
    deepest_nesting: int = 100
    most_parts: int = 1_000
    most_joined: int = 150
    page_rows: int = 1_000
    page_links: int = 50
    trusted_proxies: int = 0
    largest_document: int = 16_000_000
    deepest_document: int = 1_000
    hosts: tuple[str, ...] = ()
    texts: Path | None = None
    front: Bounds | None = None
