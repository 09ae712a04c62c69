"""Checksums of the files of a release, as ``sha256sum -c`` reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kg.errors import DamagedReleaseError

__all__ = ["check_manifest", "digest", "manifest_of"]

_CHUNK = 1 << 20


def digest(path: Path) -> str:
    """Give the SHA-256 of the file's bytes, in hexadecimal."""
    sha256 = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            sha256.update(chunk)
    return sha256.hexdigest()


def manifest_of(folder: Path, names: Iterable[str]) -> str:
    """Give a line with checksum and name for each of these files of the folder, by name."""
    return "".join(f"{digest(folder / name)}  {name}\n" for name in sorted(names))


def check_manifest(folder: Path, manifest: str) -> None:
    """Do nothing if every file named in the folder's manifest is as it was written.

    Raises ``DamagedReleaseError``, which names the first file that is not.
    """
    path = folder / manifest
    try:
        lines = path.read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _damage(path, "is missing or cannot be read") from error
    if not lines:
        raise _damage(path, "is empty")
    for line in lines:
        expected, _, name = line.partition("  ")
        try:
            found = digest(folder / name)
        except OSError as error:
            raise _damage(folder / name, "is missing or cannot be read") from error
        if found != expected:
            raise _damage(folder / name, f"has the checksum {found[:16]}…, not {expected[:16]}…")


def _damage(path: Path, what: str) -> DamagedReleaseError:
    return DamagedReleaseError(
        f"{path} {what}",
        expected="every file of a release as it was written",
        remedy="go back with 'kg rollback', or build it again with 'kg build'",
    )
