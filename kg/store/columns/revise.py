"""Columns for a store that was made from another by a few changes."""

from __future__ import annotations

import io
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.store.columns.files import ENDS, MORE, PREFIX, TERMS, Columns, Index, Table, read_about
from kg.store.columns.write import TablesFile, faithful, read_lines, write_columns, write_lines
from kg.store.disk import link_or_copy

__all__ = ["revise_columns"]

_MOST: Final = 100_000
"""With more terms than these that are not sorted all is written anew."""

_Edit = tuple[tuple[int, int], bool]
"""A pair, and whether it is there now."""


def revise_columns(
    source: Path, target: Path, store: ox.Store, touched: Collection[ox.Triple]
) -> None:
    """Write to ``target`` the columns of ``source`` with these triples as ``store`` has them.

    ``store`` is the one in ``target``. Only the pairs of properties that change are written, the
    rest is shared by links. Without columns in ``source`` nothing is done. Raises OSError.
    """
    about = read_about(source)
    if about is None:
        return
    columns = Columns(source, about)
    terms = _Terms(columns)
    left_out = set(about.left_out)
    edits: defaultdict[str, list[_Edit]] = defaultdict(list)
    for subject, predicate, value, is_there in _texts(store, touched):
        one, other = (terms.number(text, may_be_new=is_there) for text in (subject, value))
        if one is not None and other is not None:
            edits[predicate].append(((one, other), is_there))
        elif is_there:
            left_out.add(predicate)
    if len(terms.more) > _MOST:
        write_columns(store, target)
        return
    with closing(TablesFile(_unused(source, target))) as file:
        for predicate in sorted(edits.keys() - left_out):
            changed = _edited(columns.table(predicate), edits[predicate])
            if changed is not None:
                about.tables[predicate] = file.add(changed)
    about.left_out = sorted(left_out)
    for predicate in left_out:
        about.tables.pop(predicate, None)
    for name in {TERMS, ENDS, *(place.file for place in about.tables.values())}:
        if not (target / name).exists():
            link_or_copy(source / name, target / name)
    (target / MORE).write_bytes(b"".join(text + b"\n" for text in terms.more))
    about.write(target)


class _Terms:
    """The terms of columns, and those that come now."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._new: dict[bytes, int] = {}

    @property
    def more(self) -> list[bytes]:
        """The terms that are not sorted, in the order of their numbers."""
        return [*self._columns.more, *self._new]

    def number(self, text: bytes, *, may_be_new: bool) -> int | None:
        """Give the number of a term, None where it has none and may not or cannot get one."""
        number = self._columns.number(text)
        if number is None:
            number = self._new.get(text)
        if number is None and may_be_new and faithful([text]):
            number = self._new[text] = len(self._columns) + len(self._new)
        return number


def _texts(
    store: ox.Store, triples: Collection[ox.Triple]
) -> Iterator[tuple[bytes, str, bytes, bool]]:
    """Give the terms of each triple as columns have them, and whether the store holds it."""
    present = {triple for triple in triples if ox.Quad(*triple) in store}
    for is_there, some in ((True, present), (False, set(triples) - present)):
        small, lines = ox.Store(), io.BytesIO()
        small.extend(ox.Quad(*triple) for triple in some)
        write_lines(small, lines)
        lines.seek(0)
        for subject, predicate, value in read_lines(lines):
            yield subject, predicate[1:-1].decode("utf-8"), value, is_there


def _edited(table: Table | None, edits: Iterable[_Edit]) -> Table | None:
    """Give a table with some pairs as they are now, None where they are that already."""
    assert table is not None, "it is not left out"
    changes = sorted(edit for edit in edits if table.by_subject.has(*edit[0]) != edit[1])
    if not changes:
        return None
    turned = sorted(((other, one), is_there) for (one, other), is_there in changes)
    return Table(_merged(table.by_subject, changes), _merged(table.by_value, turned))


def _merged(index: Index, changes: Iterable[_Edit]) -> Index:
    """Give the pairs of an index with changes that come in the same order."""
    keys, others = array("I"), array("I")
    at = 0
    for pair, is_there in changes:
        place = index.place(*pair)
        keys.frombytes(index.keys[at:place].tobytes())
        others.frombytes(index.others[at:place].tobytes())
        at = place
        if is_there:
            keys.append(pair[0])
            others.append(pair[1])
        else:
            at += 1
    keys.frombytes(index.keys[at:].tobytes())
    others.frombytes(index.others[at:].tobytes())
    return Index(memoryview(keys), memoryview(others))


def _unused(source: Path, target: Path) -> Path:
    """Give the path of a file of tables, with a name that none of the source has."""
    names = (f"{PREFIX}tables-{number}" for number in count(1))
    return target / next(name for name in names if not (source / name).exists())
