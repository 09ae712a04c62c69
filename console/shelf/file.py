"""One bounded file of SQLite in the data folder, which several processes may use at once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from console.problems import Problem
from console.site import Site

__all__ = ["FOLDER", "LARGEST", "ShelfFile", "shelf_of"]

FOLDER: Final = "shelf"
LARGEST: Final = 64 << 20
"""How many bytes one file may have."""
_PAGE: Final = 4096
# so long a process waits for another that writes
_PATIENCE: Final = 5.0


class ShelfFile:
    """A file of SQLite with these tables, made when something is first written."""

    def __init__(self, path: Path, tables: str, largest: int = LARGEST) -> None:
        self.path = path
        self._tables = tables
        self._pages = largest // _PAGE

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """Give a connection to read with, None while nothing was ever written.

        Raises `Problem` where the file cannot be read.
        """
        if not self.path.exists():
            yield None
            return
        with _told(), closing(self._connection()) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection to write with: all of it comes to pass, or nothing.

        Raises `Problem` where the file is full, cannot be written, or is written by another for
        too long.
        """
        with _told():
            self._make()
            with closing(self._connection()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.rollback()
                    raise
                connection.commit()

    def _make(self) -> None:
        if self.path.exists():
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # SQLite would make it readable to whom the umask allows it; its journal follows the file
        os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))

    def _connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
        connection.execute(f"PRAGMA max_page_count = {self._pages:d}")
        connection.executescript(self._tables)
        return connection


@contextmanager
def _told() -> Iterator[None]:
    """Let a client know what went wrong with the file as far as it is its business."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise Problem(
                "full",
                "no more of this is kept here",
                remedy="use the long address, which carries the query; tell the operator",
            ) from error
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise Problem(
                "busy", "another process writes the same file", headers={"Retry-After": "2"}
            ) from error
        raise Problem("store", "see the log of the server") from error
    except (sqlite3.DatabaseError, OSError) as error:
        raise Problem("store", "see the log of the server") from error


def shelf_of(site: Site) -> Path | None:
    """Give the folder for what readers leave, None where this server cannot keep anything."""
    if site.data is None or not os.access(site.data, os.W_OK):
        return None
    return site.data / FOLDER
