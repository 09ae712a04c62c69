"""A backup: one file with a release, what was current when, and the changes; and back again.

The file is a tar archive packed with zstd, so that it can also be looked into by other means. A
release never changes, so a backup is consistent whatever is built or written meanwhile; what
readers left, links and saved queries, is copied as SQLite copies a file that is in use. Tokens are
not in it: who may write is a matter of the machine.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

import zstandard

from kg.errors import DamagedReleaseError, StoreError, UsageError
from kg.release.bundle import RELEASES, UNFINISHED, verify_release
from kg.release.changes import CHANGES
from kg.release.history import read_history
from kg.release.publish import Releases
from kg.store.disk import disk_errors, flush_path

__all__ = ["back_up", "restore"]

_ABOUT: Final = "backup.json"
_HISTORY: Final = "history.jsonl"
_SHELF: Final = "shelf"
_LAYOUT: Final = 1
_LEVEL: Final = 9


def back_up(releases: Releases, file: Path, name: str = "current") -> Path:
    """Write a release to a new file and give the release's folder.

    The release is verified first, and the file is there whole or not at all. Raises
    ``UsageError`` where there is a file of that name already.
    """
    if file.exists():
        raise UsageError(
            f"{file} is there already",
            expected="the name of a file that does not exist yet",
            remedy="name another, or remove it",
        )
    release = releases.find(name)
    verify_release(release)
    work = file.with_name(f"{UNFINISHED}{secrets.token_hex(4)}")
    about = {"layout": _LAYOUT, "release": release.name}
    with disk_errors(file):
        try:
            with (
                work.open("wb") as stream,
                zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).stream_writer(
                    stream, closefd=False
                ) as packed,
                tarfile.open(fileobj=packed, mode="w|") as archive,
            ):
                _add_text(archive, work, _ABOUT, json.dumps(about) + "\n")
                archive.add(release, f"{RELEASES}/{release.name}", filter=_anonymous)
                for extra in (_HISTORY, CHANGES):
                    if (releases.root / extra).exists():
                        archive.add(releases.root / extra, extra, filter=_anonymous)
                for left in sorted((releases.root / _SHELF).glob("[!.]*.sqlite")):
                    _add_copy(archive, work, left)
            flush_path(work)
            work.rename(file)
            flush_path(file.absolute().parent)
        finally:
            work.unlink(missing_ok=True)
    return release


def restore(releases: Releases, file: Path) -> Path:
    """Make the release of a backup current and give its folder.

    Nothing is changed unless the backup is whole and every checksum of its release is right. The
    history and the changes come from the backup where the data folder has none of its own.
    Raises ``UsageError`` where the file is no backup and ``DamagedReleaseError`` where it is
    damaged.
    """
    with releases.lock(), disk_errors(releases.root):
        work = releases.root / RELEASES / f"{UNFINISHED}{secrets.token_hex(4)}"
        work.mkdir(parents=True)
        try:
            with _unpacked(file) as archive:
                archive.extractall(work, filter="data")
            about = json.loads((work / _ABOUT).read_text("utf-8"))
            name = PurePosixPath(str(about["release"])).name
            verify_release(work / RELEASES / name)
            if not read_history(releases.root / _HISTORY):
                for extra in (_HISTORY, CHANGES):
                    if (work / extra).exists() and not (releases.root / extra).exists():
                        (work / extra).rename(releases.root / extra)
            if (work / _SHELF).is_dir() and not (releases.root / _SHELF).exists():
                (work / _SHELF).chmod(0o700)
                (work / _SHELF).rename(releases.root / _SHELF)
            release = _take(work / RELEASES / name, releases.root / RELEASES)
            releases.adopt(release, "restore")
        except (tarfile.TarError, zstandard.ZstdError, EOFError) as error:
            raise _damaged(file, error) from error
        except (KeyError, ValueError, FileNotFoundError) as error:
            raise UsageError(
                f"{file} is not a backup of this software",
                expected="a file that 'kg backup' wrote",
                remedy="name another file",
            ) from error
        else:
            return release
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _take(folder: Path, releases: Path) -> Path:
    """Move a whole release to the others, in place of a damaged one of its name."""
    path = releases / folder.name
    if path.exists():
        try:
            verify_release(path)
        except StoreError:
            path.rename(releases / f"{UNFINISHED}{path.name}")
        else:
            return path
    folder.rename(path)
    flush_path(releases)
    return path


@contextmanager
def _unpacked(file: Path) -> Iterator[tarfile.TarFile]:
    with (
        file.open("rb") as stream,
        zstandard.ZstdDecompressor().stream_reader(stream) as plain,
        tarfile.open(fileobj=plain, mode="r|") as archive,
    ):
        yield archive


def _add_copy(archive: tarfile.TarFile, work: Path, file: Path) -> None:
    """Add a file of SQLite as it is at one moment, whoever writes it meanwhile."""
    copy = work.with_name(f"{work.name}.{file.name}")
    try:
        copy.touch(mode=0o600)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        archive.add(copy, f"{_SHELF}/{file.name}", filter=_anonymous)
    except sqlite3.DatabaseError as error:
        raise DamagedReleaseError(
            f"{file} cannot be read: {error}",
            expected="a file of links or saved queries",
            remedy="move it away; without it the backup has no links",
        ) from error
    finally:
        copy.unlink(missing_ok=True)


def _add_text(archive: tarfile.TarFile, work: Path, name: str, text: str) -> None:
    path = work.with_name(f"{work.name}.{name}")
    try:
        path.write_text(text, "utf-8")
        archive.add(path, name, filter=_anonymous)
    finally:
        path.unlink(missing_ok=True)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out whose the files are on this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _damaged(file: Path, error: Exception) -> DamagedReleaseError:
    return DamagedReleaseError(
        f"{file} is damaged: {error}",
        expected="a backup as it was written",
        remedy="restore another; the data folder is as it was",
    )
