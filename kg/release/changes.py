"""What changed from each current release to the next, kept for whoever follows from outside.

::

    <folder>/
        00000001.json                 one switch: which release, from which, its checksum
        <from>..<to>.rdfp             what was removed and added, as RDF Patch

A switch is written down once and then never changed, also when its releases are removed later: a
mirror that holds any release that was ever current finds its way to the newest.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from kg.errors import DamagedReleaseError
from kg.rdf.diff import difference
from kg.release.bundle import RELEASES, UNFINISHED
from kg.release.history import read_history
from kg.store.disk import disk_errors
from kg.vocab import BASE

__all__ = ["CHANGES", "Change", "Changes", "canonical_digest", "patch_lines", "release_iri"]

CHANGES: Final = "changes"
_DATASET: Final = "dataset.nq.gz"


@dataclass(frozen=True, slots=True)
class Change:
    """A switch of the current release, numbered from 1.

    ``previous`` is the release before, empty for the first. ``sha256`` is that of the canonical
    N-Quads of ``release``; it is empty, and ``patch`` false, where a release that was needed to
    know had been removed before anybody asked.
    """

    number: int
    time: str
    release: str
    previous: str
    action: str
    sha256: str
    added: int
    removed: int
    patch: bool


class Changes:
    """The changes of the releases in the data folder ``data``, kept in ``folder``."""

    def __init__(self, data: Path, folder: Path | None = None) -> None:
        self._data = data
        self.folder = folder or data / CHANGES
        self._lock = threading.Lock()
        self._known: list[Change] = []

    def all(self) -> tuple[Change, ...]:
        """Give every change, oldest first; those that are not written down yet are now.

        Raises ``DiskError`` and ``DamagedReleaseError``.
        """
        switches = list(self._switches())
        with self._lock:
            for number in range(len(self._known) + 1, len(switches) + 1):
                self._known.append(self._read(number) or self._write(number, *switches[number - 1]))
            return tuple(self._known)

    def patch(self, old: str, new: str) -> Path | None:
        """Give the patch from one release to another that is written down, if there is one."""
        path = self.folder / f"{old}..{new}.rdfp"
        return path if path.is_file() else None

    def _switches(self) -> Iterator[tuple[str, str, str, str]]:
        """Give time, previous release, release and action of each switch to another release."""
        previous = ""
        for entry in read_history(self._data / "history.jsonl"):
            if entry.id != previous:
                yield entry.time, previous, entry.id, entry.action
                previous = entry.id

    def _read(self, number: int) -> Change | None:
        try:
            return Change(**json.loads(self._path(number).read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise DamagedReleaseError(
                f"{self._path(number)} cannot be read",
                expected="a change as it was written down",
                remedy=f"remove {self.folder}: what can still be known is written down anew",
            ) from error

    def _write(self, number: int, time: str, previous: str, release: str, action: str) -> Change:
        new, old = (self._data / RELEASES / name for name in (release, previous or "-"))
        has_patch = new.is_dir() and old.is_dir()
        added = removed = 0
        with disk_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            if has_patch:
                added, removed = self._write_patch(old, new)
            change = Change(
                number=number,
                time=time,
                release=release,
                previous=previous,
                action=action,
                sha256=canonical_digest(new) if new.is_dir() else "",
                added=added,
                removed=removed,
                patch=has_patch,
            )
            text = json.dumps(asdict(change), indent=2) + "\n"
            _put(self._path(number), (text,))
        return change

    def _write_patch(self, old: Path, new: Path) -> tuple[int, int]:
        counts = {"A": 0, "D": 0}

        def counted() -> Iterator[str]:
            for line in patch_lines(old, new):
                if line[:2] in {"A ", "D "}:
                    counts[line[0]] += 1
                yield f"{line}\n"

        _put(self.folder / f"{old.name}..{new.name}.rdfp", counted())
        return counts["A"], counts["D"]

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08}.json"


def patch_lines(old: Path, new: Path) -> Iterator[str]:
    """Give the lines of an RDF Patch from one release to another.

    https://afs.github.io/rdf-delta/rdf-patch.html. Its quads are lines of the canonical N-Quads
    of the two, and its blank nodes have the labels that these give them: without the removed
    lines and with the added ones, in the order of their bytes, the old file is the new one.
    """
    yield f"H id <{release_iri(new.name)}> ."
    yield f"H prev <{release_iri(old.name)}> ."
    yield "TX ."
    for change in difference(_lines(old), _lines(new)):
        yield from (f"D {line}" for line in change.removed)
        yield from (f"A {line}" for line in change.added)
    yield "TC ."


def canonical_digest(release: Path) -> str:
    """Give the SHA-256, in hexadecimal, of the canonical N-Quads of a release."""
    sha256 = hashlib.sha256()
    with gzip.open(release / _DATASET, "rb") as file:
        while chunk := file.read(1 << 20):
            sha256.update(chunk)
    return sha256.hexdigest()


def release_iri(name: str) -> str:
    """Name a release.

    >>> release_iri("0123456789abcdef")
    'https://w3id.org/cbec/release/0123456789abcdef'
    """
    return f"{BASE}release/{name}"


def _lines(release: Path) -> Iterator[str]:
    # Not the lines of text mode, which would also end at a lone carriage return.
    with gzip.open(release / _DATASET, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.removesuffix("\n")


def _put(path: Path, pieces: Iterable[str]) -> None:
    work = path.with_name(f"{UNFINISHED}{secrets.token_hex(4)}")
    try:
        with work.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        work.rename(path)
    finally:
        work.unlink(missing_ok=True)
