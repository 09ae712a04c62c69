"""A ``.rq`` file: a query with what is to be known about it, as YAML in the comments at its head.

Each line of the head starts with ``#+``; what stands behind it is one YAML mapping.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Final

import yaml

from kg.errors import Place, QueryError
from kg.yaml_text import read_yaml

__all__ = ["QueryFile", "read_folder", "read_head", "read_query_file"]

MARK: Final = "#+"


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A query with its head; the head is made of comments, so ``text`` is the whole file."""

    path: Path
    text: str
    head: Mapping[str, object]

    @property
    def name(self) -> str:
        """The name of the file without its extension."""
        return self.path.stem

    def said(self, key: str) -> str:
        """Give an entry of the head as text, or the empty text where it has none."""
        return str(self.head.get(key, ""))


def read_query_file(path: Path, required: tuple[str, ...] = ("summary",)) -> QueryFile:
    """Read a ``.rq`` file.

    Raises ``QueryError`` with the line where the head is no mapping or lacks a required key.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _bad_head(path, f"the byte {error.object[error.start]:#04x} is no UTF-8") from error
    head = read_head(text, path)
    if missing := [key for key in required if not head.get(key)]:
        raise _bad_head(path, f"the head has no {', '.join(missing)}")
    return QueryFile(path, text, MappingProxyType(head))


def read_head(text: str, path: Path) -> Mapping[str, object]:
    """Read what stands in the comments at the head of a query.

    Raises ``QueryError`` naming the path, with the line, where that is no mapping.
    """
    lines = list(takewhile(lambda line: line.startswith(MARK), text.splitlines()))
    try:
        head = read_yaml("\n".join(line.removeprefix(MARK) for line in lines))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _bad_head(path, f"the head is not YAML: {error.problem}", line) from error
    if not lines:
        raise _bad_head(path, "the file has no head")
    if not isinstance(head, dict):
        raise _bad_head(path, "the head is not a mapping")
    return head


def read_folder(place: Path, required: tuple[str, ...] = ("summary",)) -> tuple[QueryFile, ...]:
    """Read all ``.rq`` files of a folder, by name.

    Raises ``QueryError`` where there are none: a check that would pass on nothing is a defect.
    """
    found = tuple(read_query_file(path, required) for path in sorted(place.glob("*.rq")))
    if not found:
        raise QueryError(
            f"there is no query in {place}",
            expected="at least one .rq file",
            remedy="install the package again: its data folders are missing",
        )
    return found


def _bad_head(path: Path, problem: str, line: int = 1) -> QueryError:
    return QueryError(
        problem,
        expected=f"first lines such as '{MARK} summary: …' that are one YAML mapping",
        remedy="complete the head of the query; quote a text that holds ': ' or '#'",
        where=Place(path, line),
    )
