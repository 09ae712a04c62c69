"""The texts of the articles, where whoever runs the server has them in a folder.

A text is known by the SHA-256 of its bytes alone, so only the very text that was read is shown,
and its name does not matter. Nothing of it is kept: not in memory, not in any cache.
"""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Passage", "Texts"]

_LARGEST: Final = 8_000_000
_AROUND: Final = 4_000
"""How many characters before and after a span are shown of a long text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The characters of a span, with those before and after; cut off where the text is long."""

    before: str
    span: str
    after: str
    cut_before: bool
    cut_after: bool


class Texts:
    """The texts in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._digests: dict[Path, tuple[tuple[int, int], str]] = {}

    def passage(self, sha256: str, start: int, end: int) -> Passage | None:
        """Give a span of the text with this SHA-256; None where the folder has no such text.

        Offsets count Unicode code points from 0, the end exclusive.
        """
        text = self._read(sha256)
        if text is None or not 0 <= start < end <= len(text):
            return None
        first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
        return Passage(
            text[first:start], text[start:end], text[end:last], first > 0, last < len(text)
        )

    def _read(self, sha256: str) -> str | None:
        for path in self._with(sha256):
            try:
                data = path.read_bytes()
                # it may have become another since its digest was taken
                if hashlib.sha256(data).hexdigest() == sha256:
                    return data.decode("utf-8")
            except (OSError, UnicodeDecodeError):
                continue
        return None

    def _with(self, sha256: str) -> list[Path]:
        """Give the files that had this SHA-256 when they last changed."""
        with self._lock:
            found: dict[Path, tuple[tuple[int, int], str]] = {}
            for path, stamp in self._files():
                known = self._digests.get(path)
                if known and known[0] == stamp:
                    found[path] = known
                    continue
                try:
                    found[path] = stamp, hashlib.sha256(path.read_bytes()).hexdigest()
                except OSError:
                    continue
            self._digests = found
            return [path for path, (_, digest) in found.items() if digest == sha256]

    def _files(self) -> list[tuple[Path, tuple[int, int]]]:
        try:
            with os.scandir(self._folder) as entries:
                files = [(entry.path, entry.stat()) for entry in entries if entry.is_file()]
        except OSError:
            return []
        return sorted(
            (Path(path), (stat.st_mtime_ns, stat.st_size))
            for path, stat in files
            if stat.st_size <= _LARGEST
        )
