"""What was added and removed between two datasets, entity by entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from kg.errors import InputError

__all__ = ["EntityChange", "difference"]

_REMOVED: Final = "-"
_ADDED: Final = "+"


@dataclass(frozen=True, slots=True)
class EntityChange:
    """The quads of one subject that are in only one of two datasets, as N-Quads lines.

    ``subject`` is written as in N-Quads: ``<IRI>`` or ``_:label``.
    """

    subject: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


def difference(old: Iterable[str], new: Iterable[str]) -> Iterator[EntityChange]:
    """Compare two streams of canonical N-Quads lines and give the subjects that differ, in order.

    Both are read once and side by side; no more than the changes of one subject is in memory.
    Blank nodes are compared by their canonical labels, which may all move when one is added.
    Raises ``InputError`` where a stream is not sorted.

    >>> list(difference(["<urn:a> <urn:p> <urn:x> ."], ["<urn:a> <urn:p> <urn:y> ."]))[0].added
    ('<urn:a> <urn:p> <urn:y> .',)
    """
    for subject, changes in groupby(_merged(old, new), key=lambda change: _subject(change[1])):
        lines: dict[str, list[str]] = {_ADDED: [], _REMOVED: []}
        for sign, line in changes:
            lines[sign].append(line)
        yield EntityChange(subject, tuple(lines[_ADDED]), tuple(lines[_REMOVED]))


def _subject(line: str) -> str:
    return line.partition(" ")[0]


def _merged(old: Iterable[str], new: Iterable[str]) -> Iterator[tuple[str, str]]:
    olds, news = _checked(old), _checked(new)
    before, after = next(olds, None), next(news, None)
    while before is not None or after is not None:
        if before == after:
            before, after = next(olds, None), next(news, None)
        elif after is None or (before is not None and before < after):
            assert before is not None, "both are not at their end"
            yield _REMOVED, before
            before = next(olds, None)
        else:
            yield _ADDED, after
            after = next(news, None)


def _checked(lines: Iterable[str]) -> Iterator[str]:
    last = ""
    for line in lines:
        if line <= last:
            raise InputError(
                f"the line {line!r} stands behind {last!r}",
                expected="N-Quads lines in ascending order of code points, none of them twice",
                remedy="compare datasets of releases, or sort both with LC_ALL=C sort -u",
            )
        last = line
        yield line
