"""By which rules a graph was worked out, in one word: equal words, equal rules."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

__all__ = ["method"]

_FOLDER: Final = Path(__file__).resolve().parents[1]
_SOURCES: Final = ("figures/**/*.py", "figures/*.yaml", "rdf/**/*.py", "seeds/*.py", "vocab.py")
"""What the derived figures and the findings depend on beside the data."""


@cache
def method() -> str:
    """Give a digest of the sources of the rules, the audit and what both build on.

    What was worked out by other sources may be other: then nothing of it is taken over.
    """
    paths = sorted({path for pattern in _SOURCES for path in _FOLDER.glob(pattern)})
    assert paths, "the package has sources"
    digest = sha256()
    for path in paths:
        digest.update(f"{path.relative_to(_FOLDER).as_posix()}\n".encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
