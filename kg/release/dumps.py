"""What a release offers for download: its files plain, with gzip and with zstd, and checksums.

::

    <folder>/<release id>/
        dataset.nq  dataset.nq.gz  dataset.nq.zst      canonical N-Quads (RDFC-1.0)
        dataset.trig  dataset.trig.gz  …
        SHA256SUMS     checksums of all of these, packed and unpacked

They follow from the release and stand outside it: the bytes of zstd differ from one version of
its library to the next, and an id must not. They are made when somebody first asks for them.
"""

from __future__ import annotations

import gzip
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import zstandard

from kg.errors import DamagedReleaseError
from kg.release.bundle import MANIFEST, UNFINISHED
from kg.release.manifest import manifest_of
from kg.store.disk import disk_errors

__all__ = ["DUMPS", "Dump", "Dumps", "read_sums"]

DUMPS: Final = "dumps"
_PACKED: Final = ".gz"
_CHUNK: Final = 1 << 20
_GZIP_LEVEL: Final = 6
_ZSTD_LEVEL: Final = 10


@dataclass(frozen=True, slots=True)
class Dump:
    """A file for download: its name, its bytes, and their SHA-256 in hexadecimal."""

    name: str
    path: Path
    size: int
    sha256: str


class Dumps:
    """The downloads of releases, kept in this folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    def of(self, release: Path) -> tuple[Dump, ...]:
        """Give the files of a release by name, and make them where they are not there yet.

        Raises ``DiskError`` and ``DamagedReleaseError``.
        """
        target = self.folder / release.name
        with self._lock:
            if not (target / MANIFEST).is_file():
                self._make(release, target)
        sums = read_sums(target)
        files = [
            Dump(name, target / name, (target / name).stat().st_size, digest)
            for name, digest in sorted(sums.items())
        ]
        manifest = target / MANIFEST
        return (*files, Dump(MANIFEST, manifest, manifest.stat().st_size, ""))

    def are_made(self, release: Path) -> bool:
        """Tell whether the files of a release are there already."""
        return (self.folder / release.name / MANIFEST).is_file()

    def keep_only(self, names: set[str]) -> None:
        """Remove the downloads of every other release, and what a killed process left."""
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.name not in names:
                    shutil.rmtree(path, ignore_errors=True)

    def _make(self, release: Path, target: Path) -> None:
        work = self.folder / f"{UNFINISHED}{secrets.token_hex(4)}"
        with disk_errors(self.folder):
            work.mkdir(parents=True)
            try:
                for name in _names(release):
                    _unpack(release / name, work)
                for path in sorted(work.iterdir()):
                    _pack(path)
                names = [path.name for path in work.iterdir()]
                (work / MANIFEST).write_text(manifest_of(work, names), "ascii", newline="\n")
                if not target.exists():
                    work.rename(target)
            finally:
                shutil.rmtree(work, ignore_errors=True)


def read_sums(folder: Path) -> dict[str, str]:
    """Give the checksum of each file that the folder's manifest names.

    Raises ``DamagedReleaseError`` where there is no such manifest.
    """
    try:
        lines = (folder / MANIFEST).read_text("ascii").splitlines()
    except OSError as error:
        raise DamagedReleaseError(
            f"{folder / MANIFEST} is missing or cannot be read",
            expected="the checksums of every file of the folder",
            remedy=f"remove {folder}: it is made anew",
        ) from error
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _names(release: Path) -> Iterator[str]:
    yield from read_sums(release)


def _unpack(path: Path, work: Path) -> None:
    """Put a file of a release into the folder as it is, and unpacked where it is packed."""
    _place(path, work / path.name)
    if path.suffix == _PACKED:
        with gzip.open(path, "rb") as packed, (work / path.stem).open("wb") as plain:
            shutil.copyfileobj(packed, plain, _CHUNK)


def _place(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(path, target)


def _pack(path: Path) -> None:
    """Write the packed forms of a plain file beside it, where they are not there yet."""
    if path.suffix in {_PACKED, ".zst"}:
        return
    zipped = path.with_name(path.name + _PACKED)
    if not zipped.exists():
        # no name and no time in the header: equal files are packed to equal files
        with (
            path.open("rb") as plain,
            zipped.open("wb") as file,
            gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0) as packed,
        ):
            shutil.copyfileobj(plain, packed, _CHUNK)
    with path.open("rb") as plain, path.with_name(f"{path.name}.zst").open("wb") as file:
        zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).copy_stream(plain, file)
