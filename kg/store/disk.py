"""What the operating system says about a disk, said so that a person can put it right."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.errors import DiskClosedError, DiskError, DiskFullError

__all__ = ["disk_errors", "flush_folder", "flush_path", "link_or_copy", "replace_file"]

_SPACE = "make space there, or choose another place with --data"
_RIGHTS = "choose a folder that you may write to with --data"
_REMEDIES: Final = {
    errno.ENOSPC: ("the disk is full", _SPACE),
    errno.EDQUOT: ("your disk quota is used up", _SPACE),
    errno.EFBIG: ("the file would grow beyond the limit of this process", "raise 'ulimit -f'"),
    errno.EROFS: ("the file system is read-only", _RIGHTS),
    errno.EACCES: ("the permissions do not allow it", _RIGHTS),
    errno.EPERM: ("the permissions do not allow it", _RIGHTS),
    errno.ENOENT: ("the folder is not there", "make it first, or name another place"),
    errno.EISDIR: ("a folder is where a file is needed", "name a file in it"),
    errno.ENOTDIR: ("a file is where a folder is needed", "move it, or choose another --data"),
    errno.EEXIST: ("something else is already there", "move it, or choose another --data"),
    errno.ELOOP: ("symbolic links lead in a circle", "remove the link"),
    errno.EMFILE: ("too many files are open", "raise 'ulimit -n'"),
    errno.EIO: ("the disk fails", "check the disk; 'kg doctor' says what can still be read"),
}
_CLOSED: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Raise ``DiskError`` for an ``OSError`` inside, naming the path that failed, else ``path``.

    Where there is no room it is ``DiskFullError``, where nothing may be written
    ``DiskClosedError``.
    """
    try:
        yield
    except OSError as error:
        number = error.errno or _number_in(str(error))
        reason, remedy = _REMEDIES.get(number, (str(error), "check the disk and its permissions"))
        kind = DiskError
        if number in _FULL:
            kind = DiskFullError
        elif number in _CLOSED:
            kind = DiskClosedError
        raise kind(
            f"{error.filename or path}: {reason}",
            expected="a folder on a disk that can be written to",
            remedy=remedy,
        ) from error


def replace_file(path: Path, text: str) -> None:
    """Write the text to the file, which holds its old or its new content at every moment.

    A link stays a link, and a file keeps its permissions. A pipe or device is written to as it
    is. Raises ``DiskError``.
    """
    with disk_errors(path):
        target = Path(os.path.realpath(path))
        if target.is_symlink():  # of a circle
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if target.exists() and not target.is_file():
            target.write_text(text, "utf-8", newline="\n")
            return
        work = target.with_name(f".tmp-{target.name}-{secrets.token_hex(4)}")
        try:
            work.write_text(text, "utf-8", newline="\n")
            if target.exists():
                shutil.copymode(target, work)
            flush_path(work)
            work.replace(target)
        except OSError as error:
            error.filename = str(path)
            raise
        finally:
            work.unlink(missing_ok=True)


def flush_path(path: Path) -> None:
    """Wait until the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_folder(folder: Path) -> None:
    """Wait until everything in the folder is on the disk, the folder itself last.

    A file that has another name too is on the disk already: see `link_or_copy`.
    """
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(parent, name)
            if path.stat().st_nlink == 1:
                flush_path(path)
        flush_path(Path(parent))


def link_or_copy(source: Path, target: Path) -> None:
    """Let ``target`` be another name of the file, or a copy where the file system has no links.

    It is for files that nobody changes any more and that are on the disk.
    """
    try:
        os.link(source, target)
    except OSError:  # another file system, or one that has no links
        shutil.copyfile(source, target)


def _number_in(message: str) -> int:
    """Find the error in the engine's message, which has the system's words but not its number."""
    return next((number for number in _REMEDIES if os.strerror(number) in message), 0)
