"""Writes the columns of a store."""

from __future__ import annotations

import io
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from itertools import accumulate, islice
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from kg.store.columns.files import ENDS, PREFIX, TERMS, UNNAMED, About, Index, Place, Table

__all__ = ["LARGE", "TablesFile", "faithful", "read_lines", "write_columns", "write_lines"]

LARGE: Final = 100_000
"""A store of fewer quads, its merge counted too, does without: the engine answers soon enough."""

_TSV: Final = ox.QueryResultsFormat.TSV
_WORK: Final = f"{PREFIX}work.tsv"
_TABLES: Final = f"{PREFIX}tables"
_HALF: Final = 32
_LOW: Final = (1 << _HALF) - 1
_CHUNK: Final = 20_000


def write_columns(store: ox.Store, folder: Path) -> None:
    """Write the columns of a store into its folder, which has none. Raises OSError."""
    work = folder / _WORK
    try:
        with work.open("wb") as file:
            write_lines(store, file)
        numbers = _write_terms(work, folder)
        _write_tables(work, numbers, folder)
    finally:
        work.unlink(missing_ok=True)


class TablesFile:
    """A file of the pairs of several properties."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._file = path.open("wb")
        self._end = 0

    def add(self, table: Table) -> Place:
        """Write the pairs of a property and give where they are."""
        place = Place(self._name, self._end, len(table.by_subject.keys))
        for numbers in (*table.by_subject, *table.by_value):
            self._file.write(numbers)
        self._end += 4 * place.size
        return place

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


def write_lines(store: ox.Store, file: IO[bytes]) -> None:
    """Write the triples of a store's default graph as TSV."""
    triples = store.query("SELECT ?s ?p ?o { ?s ?p ?o }")
    assert isinstance(triples, ox.QuerySolutions), "it is a SELECT"
    triples.serialize(file, _TSV)


def read_lines(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Give the three terms of each triple that `write_lines` wrote."""
    for line in islice(lines, 1, None):
        yield line[:-1].split(b"\t")


def _read(triples: Path) -> Iterator[list[bytes]]:
    with triples.open("rb") as lines:
        yield from read_lines(lines)


def _write_terms(triples: Path, folder: Path) -> dict[bytes, int]:
    """Write the terms that have a text, and give their numbers."""
    found: set[bytes] = set()
    for subject, _, value in _read(triples):
        found.add(subject)
        found.add(value)
    terms = sorted(found)
    chunks = (terms[start : start + _CHUNK] for start in range(0, len(terms), _CHUNK))
    terms = [term for chunk in chunks for term in faithful(chunk)]
    with (folder / TERMS).open("wb") as file:
        file.writelines(terms)
    with (folder / ENDS).open("wb") as file:
        array("Q", accumulate(map(len, terms), initial=0)).tofile(file)
    return {term: number for number, term in enumerate(terms)}


def faithful(texts: Iterable[bytes]) -> list[bytes]:
    """Give the texts that mean a term by themselves, and that the engine reads as what it wrote."""
    named = [text for text in texts if not text.startswith(UNNAMED)]
    lines = b"?t\n" + b"".join(text + b"\n" for text in named)
    with suppress(SyntaxError, ValueError):  # of an IRI that is none
        again = io.BytesIO()
        terms = ox.parse_query_results(lines, format=_TSV)
        assert isinstance(terms, ox.QuerySolutions), "TSV holds nothing else"
        terms.serialize(again, _TSV)
        if again.getvalue() == lines:
            return named
    half = len(named) // 2
    return faithful(named[:half]) + faithful(named[half:]) if half else []


def _write_tables(triples: Path, numbers: dict[bytes, int], folder: Path) -> None:
    pairs: defaultdict[bytes, array[int]] = defaultdict(lambda: array("Q"))
    left_out: set[bytes] = set()
    for subject, predicate, value in _read(triples):
        try:
            pairs[predicate].append(numbers[subject] << _HALF | numbers[value])
        except KeyError:
            left_out.add(predicate)
    about = About(left_out=sorted(map(_iri, left_out)))
    with closing(TablesFile(folder / _TABLES)) as file:
        for predicate in sorted(pairs.keys() - left_out):
            packed = sorted(pairs.pop(predicate))
            turned = sorted((pair & _LOW) << _HALF | pair >> _HALF for pair in packed)
            about.tables[_iri(predicate)] = file.add(Table(_index(packed), _index(turned)))
    about.write(folder)


def _index(packed: Sequence[int]) -> Index:
    keys = array("I", [pair >> _HALF for pair in packed])
    others = array("I", [pair & _LOW for pair in packed])
    return Index(memoryview(keys), memoryview(others))


def _iri(text: bytes) -> str:
    return text[1:-1].decode("utf-8")
