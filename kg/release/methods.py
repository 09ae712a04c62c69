"""By which rules a release was worked out, noted beside the releases.

A build may take from the current release what followed from data that are as they were, but only
if the same rules gave it. The note is no part of a release: equal data and equal rules of another
version give the equal release. Where it is missing or of another release, nothing is taken over.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from kg.store.disk import disk_errors

__all__ = ["note_method", "noted_method"]

_NOTE: Final = "method"


def note_method(root: Path, release: str, method: str) -> None:
    """Note for the data folder ``root`` by which method a release was worked out.

    It replaces the note of another release. Hold ``Releases.lock`` meanwhile.
    """
    new = root / f".{_NOTE}-{secrets.token_hex(4)}"
    with disk_errors(root):
        try:
            new.write_text(f"{release} {method}\n", "ascii")
            new.replace(root / _NOTE)
        finally:
            new.unlink(missing_ok=True)


def noted_method(root: Path, release: str) -> str | None:
    """Give the method of a release, None where none is noted."""
    try:
        words = (root / _NOTE).read_text("ascii", errors="replace").split()
    except OSError:
        return None
    return words[1] if len(words) == 2 and words[0] == release else None
