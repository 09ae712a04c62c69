"""A ``.rq`` file: a query with what is to be known about it, as YAML in the comments at its head.

Each line of the head starts with ``#+``; what stands behind it is one YAML mapping.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import yaml

from kg.errors import InputError, Place

__all__ = ["QueryFile", "read_folder", "read_query_file"]

MARK: Final = "#+"


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A query, its name (that of the file without its extension), and its head."""

    name: str
    text: str
    head: Mapping[str, object]

    def said(self, key: str) -> str:
        """Give an entry of the head as text, or the empty text where it has none."""
        return str(self.head.get(key, ""))


def read_query_file(path: Path, required: tuple[str, ...] = ("summary",)) -> QueryFile:
    """Read a ``.rq`` file.

    Raises ``InputError`` where the head is no mapping or lacks one of the required keys.
    """
    text = path.read_text(encoding="utf-8")
    lines = [line.removeprefix(MARK) for line in text.splitlines() if line.startswith(MARK)]
    try:
        head = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise _bad_head(path, f"the head is not YAML: {error}") from error
    if not isinstance(head, dict):
        raise _bad_head(path, "the file has no head")
    if missing := [key for key in required if not head.get(key)]:
        raise _bad_head(path, f"the head has no {', '.join(missing)}")
    return QueryFile(path.stem, text, MappingProxyType(head))


def read_folder(place: Path, required: tuple[str, ...] = ("summary",)) -> tuple[QueryFile, ...]:
    """Read all ``.rq`` files of a folder, by name.

    Raises ``InputError`` where there are none: a check that would pass on nothing is a defect.
    """
    found = tuple(read_query_file(path, required) for path in sorted(place.glob("*.rq")))
    if not found:
        raise InputError(
            f"there is no query in {place}",
            expected="at least one .rq file",
            remedy="install the package again: its data folders are missing",
        )
    return found


def _bad_head(path: Path, problem: str) -> InputError:
    return InputError(
        problem,
        expected=f"lines such as '{MARK} summary: …' that are one YAML mapping",
        remedy="complete the head of the query",
        where=Place(path, 1),
    )
