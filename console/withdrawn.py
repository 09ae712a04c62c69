"""What earlier releases described and the current one does not: the reason for a 410.

The releases of a data folder lie beside one another. The newest few are opened when the first
unknown name is asked for, and then stay open: looking a name up takes microseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

from console.site import this_site
from kg.errors import KgError
from kg.release import Releases
from kg.store.base import Store
from kg.store.embedded import open_store
from kg.store.names import occurs

__all__ = ["earlier_release", "withdrawn"]

MOST_RELEASES: Final = 5

_OPENED: Final[WeakKeyDictionary[Store, tuple[tuple[str, Store], ...]]] = WeakKeyDictionary()


def withdrawn(iri: str) -> str:
    """Give the newest earlier release that had the IRI, which this one has not; else nothing."""
    site = this_site()
    if site.data is None:
        return ""
    if site.store not in _OPENED:
        _OPENED[site.store] = tuple(_earlier(site.data, site.settings.release))
    return earlier_release(iri, _OPENED[site.store])


def earlier_release(iri: str, stores: Iterable[tuple[str, Store]]) -> str:
    """Give the name of the first of these stores that has the IRI; empty where none has."""
    return next((name for name, store in stores if occurs(store, iri)), "")


def _earlier(data: Path, current: str) -> Iterator[tuple[str, Store]]:
    known = [one for one in Releases(data).list() if one.time and one.id != current]
    for release in known[:MOST_RELEASES]:
        # a release that cannot be read any more has nothing to say
        with suppress(KgError):
            yield release.id, open_store(release.path / "store")
