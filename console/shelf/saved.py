"""Saved queries of those who have a token: each sees their own alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from console.problems import Problem
from console.shelf.file import LARGEST, ShelfFile

__all__ = ["MOST", "Saved", "SavedQueries"]

MOST: Final = 500
"""How many queries one token may keep."""
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS saved (
    owner TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, view TEXT NOT NULL,
    options TEXT NOT NULL, saved TEXT NOT NULL, PRIMARY KEY (owner, name)
) WITHOUT ROWID;
"""
_OF_OWNER: Final = "SELECT name, query, view, options, saved FROM saved WHERE owner = ?"


@dataclass(frozen=True, slots=True)
class Saved:
    """A query under a name; ``saved`` is when it was saved last (ISO 8601, UTC)."""

    name: str
    query: str
    view: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    saved: str = ""


class SavedQueries:
    """The saved queries that are kept in a folder."""

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        self._file = ShelfFile(folder / "saved.sqlite", _TABLES, largest)

    def of(self, owner: str) -> list[Saved]:
        """Give the queries of an owner, by name."""
        with self._file.reading() as connection:
            if connection is None:
                return []
            rows = connection.execute(_OF_OWNER + " ORDER BY name", (owner,)).fetchall()
        return [_of_row(*row) for row in rows]

    def find(self, owner: str, name: str) -> Saved | None:
        """Give the query of an owner under a name, None where there is none."""
        with self._file.reading() as connection:
            if connection is None:
                return None
            row = connection.execute(_OF_OWNER + " AND name = ?", (owner, name)).fetchone()
        return _of_row(*row) if row else None

    def keep(self, owner: str, one: Saved) -> bool:
        """Keep a query under its name, in place of another, and tell whether the name is new.

        Raises `Problem` with ``full`` where the owner has as many as may be kept.
        """
        with self._file.writing() as connection:
            known = connection.execute(
                "SELECT COUNT(*), COUNT(*) FILTER (WHERE name = ?) FROM saved WHERE owner = ?",
                (one.name, owner),
            ).fetchone()
            count, there = known
            if not there and count >= MOST:
                raise Problem(
                    "full",
                    f"{count} queries are saved with this token",
                    expected=f"at most {MOST}",
                    remedy="remove one that is no longer needed",
                )
            options = json.dumps(dict(one.options), ensure_ascii=False, sort_keys=True)
            connection.execute(
                "INSERT OR REPLACE INTO saved VALUES (?, ?, ?, ?, ?, ?)",
                (owner, one.name, one.query, one.view, options, one.saved),
            )
        return not there

    def remove(self, owner: str, name: str) -> bool:
        """Remove the query of a name, and tell whether there was one."""
        with self._file.writing() as connection:
            done = connection.execute(
                "DELETE FROM saved WHERE owner = ? AND name = ?", (owner, name)
            )
            return done.rowcount > 0


def _of_row(name: str, query: str, view: str, options: str, saved: str) -> Saved:
    return Saved(name, query, view, json.loads(options), saved)
