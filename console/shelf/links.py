"""Short links: a query, the view of its answer and the release that answered it, by a short name.

The name is made from the content, so that a link means the same for ever, and whoever links the
same gets the same name.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from console.counting import Count
from console.shelf.file import LARGEST, ShelfFile

__all__ = ["Link", "Links"]

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS link (
    name TEXT PRIMARY KEY, query TEXT NOT NULL, view TEXT NOT NULL, options TEXT NOT NULL,
    release TEXT NOT NULL, made TEXT NOT NULL, rows INTEGER, mark TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS later (
    name TEXT PRIMARY KEY, release TEXT NOT NULL, rows INTEGER NOT NULL, mark TEXT NOT NULL
) WITHOUT ROWID;
"""
_SHORTEST: Final = 12
_LONGER: Final = 4


@dataclass(frozen=True, slots=True)
class Link:
    """What a short link means.

    ``made`` is when (ISO 8601, UTC); ``count`` is what the answer was then, None where that is not
    known. ``options`` are what the reader set in the view.
    """

    query: str
    view: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    release: str = ""
    made: str = ""
    count: Count | None = None

    @property
    def digest(self) -> str:
        """The content in 52 letters and digits; neither when it was made nor its answer counts."""
        content = [self.query, self.view, sorted(self.options.items()), self.release]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return base64.b32encode(hashlib.sha256(text.encode("utf-8")).digest()).decode().lower()[:52]


class Links:
    """The links that are kept in a folder."""

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        self._file = ShelfFile(folder / "links.sqlite", _TABLES, largest)

    def find(self, name: str) -> Link | None:
        """Give the link of a name, None where there is none. Raises `Problem`."""
        with self._file.reading() as connection:
            return _found(connection, name) if connection else None

    def keep(self, link: Link) -> tuple[str, bool]:
        """Keep a link and give its name, and whether it is new. Raises `Problem` with ``full``.

        A name is as short as it can be without meaning another link already.
        """
        digest = link.digest
        with self._file.writing() as connection:
            for length in range(_SHORTEST, len(digest) + 1, _LONGER):
                name = digest[:length]
                known = _found(connection, name)
                if known is None:
                    rows, mark = (link.count.rows, link.count.mark) if link.count else (None, "")
                    options = json.dumps(dict(link.options), ensure_ascii=False, sort_keys=True)
                    connection.execute(
                        "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        (name, link.query, link.view, options, link.release, link.made, rows, mark),
                    )
                    return name, True
                if known.digest == digest:
                    return name, False
        raise AssertionError("two contents with one SHA-256")

    def later(self, name: str, release: str) -> Count | None:
        """Give what the answer of a link is with another release, if that was counted."""
        with self._file.reading() as connection:
            if connection is None:
                return None
            found = connection.execute(
                "SELECT rows, mark FROM later WHERE name = ? AND release = ?", (name, release)
            ).fetchone()
        return Count(found[0], found[1]) if found else None

    def note_later(self, name: str, release: str, count: Count) -> None:
        """Note what the answer of a link is with another release; the one before is forgotten."""
        with self._file.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO later VALUES (?, ?, ?, ?)",
                (name, release, count.rows, count.mark),
            )


def _found(connection: sqlite3.Connection, name: str) -> Link | None:
    row = connection.execute(
        "SELECT query, view, options, release, made, rows, mark FROM link WHERE name = ?", (name,)
    ).fetchone()
    if row is None:
        return None
    query, view, options, release, made, rows, mark = row
    count = None if rows is None else Count(rows, mark)
    return Link(query, view, json.loads(options), release, made, count)
