"""Releases: whole, never changed, named after their content, and switched to in one step."""

from __future__ import annotations

from kg.release.bundle import (
    Progress,
    ReleaseInfo,
    ReleaseInputs,
    read_info,
    verify_release,
    write_release,
)
from kg.release.publish import Publication, Release, Releases

__all__ = [
    "Progress",
    "Publication",
    "Release",
    "ReleaseInfo",
    "ReleaseInputs",
    "Releases",
    "read_info",
    "verify_release",
    "write_release",
]
