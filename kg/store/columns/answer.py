"""Answers plain queries from columns, row by row, in constant memory.

Each pattern after the first looks its rows up by what is bound, so a LIMIT ends the work. The rows
go through the engine's own reader of TSV: an answer is of the same kind as any other.
"""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from kg.queries.plain import Pattern, PlainQuery
from kg.store.columns.files import Columns, Index, Table

__all__ = ["answer"]

_BATCH: Final = 500
_BUFFER: Final = 1 << 16

Rows = Iterator[tuple[int, ...]]


def answer(columns: Columns, query: PlainQuery) -> ox.QuerySolutions | None:
    """Give the solutions of a query, None where the columns do not hold all that it asks for."""
    steps: list[_Step] = []
    for pattern in query.patterns:
        table = columns.table(pattern.predicate)
        if table is None:
            return None
        value = None if pattern.is_open else columns.number(f"<{pattern.value}>".encode())
        steps.append(_Step(pattern, table, value))
    bound, rows = _joined(steps)
    last = None if query.limit is None else query.offset + query.limit
    places = [bound.index(name) for name in query.variables]
    lines = _lines(columns, query.variables, places, islice(rows, query.offset, last))
    stream = io.BufferedReader(_Pieces(lines), _BUFFER)
    solutions = ox.parse_query_results(stream, format=ox.QueryResultsFormat.TSV)
    assert isinstance(solutions, ox.QuerySolutions), "TSV holds nothing else"
    return solutions


class _Step:
    """A pattern and the pairs of its property; where its value is given, the subjects of that."""

    def __init__(self, pattern: Pattern, table: Table, value: int | None) -> None:
        self.pattern = pattern
        self.variables = pattern.variables
        self.table = table
        self.subjects: Sequence[int] = table.by_subject.keys
        if not pattern.is_open:
            keys, subjects = table.by_value
            start = end = 0
            if value is not None:
                start = bisect_left(keys, value)
                end = bisect_right(keys, value, start)
            self.subjects = subjects[start:end]

    @property
    def size(self) -> int:
        """How many triples match the pattern."""
        return len(self.subjects)


def _joined(steps: list[_Step]) -> tuple[list[str], Rows]:
    """Give the names of the variables in the rows, and the rows."""
    left = list(steps)
    first = min(left, key=lambda step: step.size)
    left.remove(first)
    bound = list(first.variables)
    columns = first.table.by_subject if first.pattern.is_open else (first.subjects,)
    rows: Rows = zip(*columns, strict=True)
    while left:
        step = min(
            (one for one in left if not set(bound).isdisjoint(one.variables)),
            key=lambda one: _rank(one, bound),
        )
        left.remove(step)
        rows = _with(rows, bound, step)
        bound += [name for name in step.variables if name not in bound]
    return bound, rows


def _rank(step: _Step, bound: list[str]) -> tuple[bool, bool, int]:
    """Give what makes a step come later: that it adds rows, many to each, from a long table."""
    adds = not set(bound).issuperset(step.variables)
    return adds, step.pattern.subject not in bound, step.size


def _with(rows: Rows, bound: list[str], step: _Step) -> Rows:
    """Give the rows joined with a pattern, one of whose variables is bound at least."""
    subject, value = step.pattern.subject, step.pattern.value
    if not step.pattern.is_open:
        return _among(rows, bound.index(subject), step.subjects)
    if subject not in bound:
        return _extended(rows, bound.index(value), step.table.by_value)
    if value not in bound:
        return _extended(rows, bound.index(subject), step.table.by_subject)
    return _paired(rows, bound.index(subject), bound.index(value), step.table.by_subject)


def _extended(rows: Rows, place: int, index: Index) -> Rows:
    """Give each row with each of the terms that belong to its term at this place."""
    keys, others = index
    start = at = 0
    end = len(keys)
    for row in rows:
        key = row[place]
        if start == end or keys[start] != key:
            # rows mostly come in the order of the keys
            start = at if at < end and keys[at] == key else bisect_left(keys, key)
        at = start
        while at < end and keys[at] == key:
            yield (*row, others[at])
            at += 1


def _among(rows: Rows, place: int, numbers: Sequence[int]) -> Rows:
    """Give the rows whose term at this place is one of these, which are sorted."""
    at, end = 0, len(numbers)
    for row in rows:
        number = row[place]
        if at < end and numbers[at] < number:
            at += 1
        if at == end or numbers[at] != number:
            at = bisect_left(numbers, number)
        if at < end and numbers[at] == number:
            yield row


def _paired(rows: Rows, place: int, other: int, index: Index) -> Rows:
    """Give the rows whose terms at these places are a pair."""
    return (row for row in rows if index.has(row[place], row[other]))


def _lines(
    columns: Columns, names: tuple[str, ...], places: list[int], rows: Rows
) -> Iterator[bytes]:
    """Give the rows as TSV, in pieces of many lines."""
    yield "\t".join(f"?{name}" for name in names).encode() + b"\n"
    while batch := list(islice(rows, _BATCH)):
        found = list(zip(*batch, strict=True))
        texts = (columns.texts(found[place]) for place in places)
        lines = map(b"\t".join, zip(*texts, strict=True))
        yield b"\n".join((*lines, b""))


class _Pieces(io.RawIOBase):
    """A file of pieces that are made when they are read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # what can be written to as bytes
        """Fill the buffer as far as the next piece goes; give 0 at the end."""
        if not self._left:
            self._left = memoryview(next(self._pieces, b""))
        number = min(len(buffer), len(self._left))
        buffer[:number] = self._left[:number]
        self._left = self._left[number:]
        return number
