"""The files of columns, and how they are read."""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

__all__ = [
    "ENDS",
    "MORE",
    "PREFIX",
    "TERMS",
    "UNNAMED",
    "About",
    "Columns",
    "Index",
    "Place",
    "Table",
    "open_columns",
    "read_about",
]

PREFIX: Final = "columns-"
"""With this begin the names of the files."""
TERMS: Final = f"{PREFIX}terms"
ENDS: Final = f"{PREFIX}ends"
MORE: Final = f"{PREFIX}more.tsv"
"""The terms that came later, a line each."""
UNNAMED: Final = (b"_:", b"<<")
"""With one of these begins what columns do not hold: a blank node, a triple term."""

_ABOUT: Final = f"{PREFIX}about.json"
# arrays are written as this machine holds them
_FORM: Final = f"1 {sys.byteorder}"


class Place(NamedTuple):
    """Where the pairs of a property lie: in which file, from which number on, and how many."""

    file: str
    start: int
    size: int


@dataclass(slots=True)
class About:
    """Where the pairs of each property lie, and the properties that are left out."""

    tables: dict[str, Place] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Write this into the folder of a store. Raises OSError."""
        text = json.dumps({"form": _FORM, **asdict(self)}, ensure_ascii=False)
        (folder / _ABOUT).write_text(text, "utf-8")


def read_about(folder: Path) -> About | None:
    """Give what lies in the folder of a store; None where there are no columns of our form."""
    try:
        value: dict[str, Any] = json.loads((folder / _ABOUT).read_text("utf-8"))
    except FileNotFoundError:
        return None
    if value["form"] != _FORM:
        return None
    tables = {iri: Place(*place) for iri, place in value["tables"].items()}
    return About(tables, value["left_out"])


class Index(NamedTuple):
    """Pairs of numbers of terms, sorted by the first and then by the second."""

    keys: memoryview[int]
    others: memoryview[int]

    def place(self, key: int, other: int) -> int:
        """Give where a pair is, or where it would have to be."""
        start = bisect_left(self.keys, key)
        end = bisect_left(self.keys, key + 1, start)
        return bisect_left(self.others, other, start, end)

    def has(self, key: int, other: int) -> bool:
        """Tell whether a pair is there."""
        place = self.place(key, other)
        if place == len(self.keys):
            return False
        return (self.keys[place], self.others[place]) == (key, other)


class Table(NamedTuple):
    """The subjects and the values of one property."""

    by_subject: Index
    by_value: Index


_NONE: Final = memoryview(array("I"))
_EMPTY: Final = Table(Index(_NONE, _NONE), Index(_NONE, _NONE))


class Columns:
    """The columns in the folder of a store.

    A term is known by its text, which is that of TSV
    (https://www.w3.org/TR/sparql11-results-csv-tsv/), and has a number: its place among the
    sorted texts, or behind them its place among those that came later, which are ``more``.
    """

    def __init__(self, folder: Path, about: About) -> None:
        self._left_out = frozenset(about.left_out)
        self._terms = _mapped(folder / TERMS)
        ends = memoryview(_mapped(folder / ENDS)).cast("Q")
        if ends[-1] != len(self._terms):
            raise ValueError(f"{TERMS} has {len(self._terms)} bytes and not {ends[-1]}")
        self._starts, self._ends = ends[:-1], ends[1:]
        self._sorted = len(self._ends)
        more = folder / MORE
        self.more = more.read_bytes().split(b"\n")[:-1] if more.exists() else []
        self._numbers = {text: self._sorted + place for place, text in enumerate(self.more)}
        files = {place.file for place in about.tables.values()}
        columns = {name: memoryview(_mapped(folder / name)).cast("I") for name in files}
        self._tables = {
            iri: _table(columns[place.file], place) for iri, place in about.tables.items()
        }

    def __len__(self) -> int:
        """Give the number of terms."""
        return self._sorted + len(self.more)

    def table(self, predicate: str) -> Table | None:
        """Give the pairs of a property, None where it is left out."""
        return None if predicate in self._left_out else self._tables.get(predicate, _EMPTY)

    def number(self, text: bytes) -> int | None:
        """Give the number of a term, None where there is no such term."""
        place = bisect_left(range(self._sorted), text, key=self._text)
        if place < self._sorted and self._text(place) == text:
            return place
        return self._numbers.get(text)

    def texts(self, numbers: Sequence[int]) -> list[bytes]:
        """Give the texts of terms."""
        if self.more and max(numbers) >= self._sorted:
            return list(map(self._text, numbers))
        terms = self._terms
        starts = map(self._starts.__getitem__, numbers)
        ends = map(self._ends.__getitem__, numbers)
        return [terms[start:end] for start, end in zip(starts, ends, strict=True)]

    def _text(self, number: int) -> bytes:
        if number >= self._sorted:
            return self.more[number - self._sorted]
        return self._terms[self._starts[number] : self._ends[number]]


def open_columns(folder: Path) -> Columns | None:
    """Open the columns in the folder of a store; None where there are none of our form.

    Raises OSError, LookupError, TypeError or ValueError where they are damaged.
    """
    about = read_about(folder)
    return None if about is None else Columns(folder, about)


def _table(column: memoryview, place: Place) -> Table:
    _, start, size = place
    parts = [column[start + part * size : start + (part + 1) * size] for part in range(4)]
    if len(parts[3]) != size:
        raise ValueError(f"{place.file} is shorter than the pairs in it")
    return Table(Index(*parts[:2]), Index(*parts[2:]))


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        if not path.stat().st_size:  # which cannot be mapped
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
