"""What differs between two releases, and ways to write it."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from pathlib import Path

import pyoxigraph as ox

from kg.errors import DamagedReleaseError
from kg.rdf.canon import nquads_lines
from kg.rdf.diff import EntityChange, difference
from kg.rdf.labels import label_by_content
from kg.rdf.names import Names
from kg.vocab import GRAPHS

__all__ = ["Sums", "as_json", "as_patch", "as_text", "compare"]


def compare(old: Path, new: Path) -> Iterator[EntityChange]:
    """Give what was added and removed from one release to another, entity by entity, in order.

    Both are read as streams; only lines with blank nodes, of which data have none, are held in
    memory: their labels are made anew, so that what did not change is not shown. The description
    is not compared: it says nothing of its own.
    """
    return difference(_relabelled(old), _relabelled(new))


@dataclass(slots=True)
class Sums:
    """How many entities differ, and how many quads were added to them and removed."""

    entities: int = 0
    added: int = 0
    removed: int = 0

    def counted(self, changes: Iterable[EntityChange]) -> Iterator[EntityChange]:
        """Give the changes and count them."""
        for change in changes:
            self.entities += 1
            self.added += len(change.added)
            self.removed += len(change.removed)
            yield change

    def __str__(self) -> str:
        return f"{self.entities} entities differ: {self.added} quads added, {self.removed} removed"


def as_text(changes: Iterable[EntityChange]) -> Iterator[str]:
    """Give lines for people: each entity, what it lost and gained, and the sums at the end."""
    names, sums = Names(), Sums()
    for change in sums.counted(changes):
        yield _term(names, _subject(change))
        yield from (f"  - {_statement(names, line)}" for line in change.removed)
        yield from (f"  + {_statement(names, line)}" for line in change.added)
    yield str(sums)


def as_json(old: str, new: str, changes: Iterable[EntityChange]) -> Iterator[str]:
    """Give the lines of one JSON object with the ids and the changes."""
    yield f'{{"old": {json.dumps(old)}, "new": {json.dumps(new)}, "entities": ['
    comma = ""
    for change in changes:
        value = {
            "entity": change.subject.strip("<>"),
            "added": change.added,
            "removed": change.removed,
        }
        yield comma + json.dumps(value, ensure_ascii=False)
        comma = ", "
    yield "]}"


def as_patch(changes: Iterable[EntityChange]) -> Iterator[str]:
    """Give the lines of an RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html)."""
    yield "TX ."
    for change in changes:
        yield from (f"D {line}" for line in change.removed)
        yield from (f"A {line}" for line in change.added)
    yield "TC ."


def _relabelled(release: Path) -> Iterator[str]:
    blank = [_quad(line) for line in _lines(release) if _mentions_blank_node(line)]
    ground = (line for line in _lines(release) if not _mentions_blank_node(line))
    return merge(ground, sorted(nquads_lines(label_by_content(blank))))


def _mentions_blank_node(line: str) -> bool:
    return line.startswith("_:") or _BLANK_OBJECT.match(line) is not None


def _lines(release: Path) -> Iterator[str]:
    path = release / "dataset.nq.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield line.removesuffix("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise DamagedReleaseError(
            f"{path} is missing or cannot be read",
            expected="every file of a release as it was written",
            remedy="compare with another release; 'kg doctor' checks the current one",
        ) from error


def _subject(change: EntityChange) -> object:
    return _quad((change.added or change.removed)[0]).subject


def _statement(names: Names, line: str) -> str:
    quad = _quad(line)
    graph = getattr(quad.graph_name, "value", "").removeprefix(GRAPHS)
    return f"{_term(names, quad.predicate)} {_term(names, quad.object)}  ({graph})"


def _quad(line: str) -> ox.Quad:
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    assert isinstance(quad, ox.Quad), "N-Quads hold quads"
    return quad


def _term(names: Names, term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return names.shorten(term.value)
    if isinstance(term, ox.Literal) and not term.language and term.datatype.value in _PLAIN:
        return term.value
    return str(term)


_BLANK_OBJECT = re.compile(r"\S+ \S+ _:")
_PLAIN = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("boolean", "date", "decimal", "integer")
)
