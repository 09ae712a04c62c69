"""What was current when: a line of JSON for each switch, only ever appended to."""

from __future__ import annotations

import errno
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kg.store.disk import disk_errors, flush_path

__all__ = ["Entry", "append_entry", "read_history"]

# the id names a folder, and must not lead out of the data folder
_ID: Final = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A switch to a release: when (ISO 8601, UTC), to which, and by what.

    That is ``build``, ``restore``, ``revision`` or ``rollback``.
    """

    time: str
    id: str
    action: str


def read_history(path: Path) -> tuple[Entry, ...]:
    """Give the entries, oldest first; a line that a crash cut short is passed over.

    Raises ``DiskError`` where something else is in the place of the file.
    """
    with disk_errors(path):
        try:
            lines = path.read_text("utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return ()
    return tuple(entry for entry in map(_entry, lines) if entry)


def append_entry(path: Path, release: str, action: str, moment: datetime | None = None) -> None:
    """Append an entry for a switch at the moment, by default now, and wait for the disk.

    It is not before the last one, whatever has become of the clock: clients ask what has changed
    since, and write where nothing has.
    """
    time = (moment or datetime.now(UTC)).isoformat(timespec="seconds")
    time = max([time, *(entry.time for entry in read_history(path)[-1:])])
    line = json.dumps({"time": time, "id": release, "action": action}) + "\n"
    with disk_errors(path):
        torn = path.exists() and not path.read_bytes().endswith(b"\n")
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            text = (("\n" if torn else "") + line).encode()
            if os.write(descriptor, text) < len(text):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        flush_path(path.parent)


def _entry(line: str) -> Entry | None:
    try:
        value = json.loads(line)
        entry = Entry(str(value["time"]), str(value["id"]), str(value["action"]))
        return entry if _ID.fullmatch(entry.id) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
