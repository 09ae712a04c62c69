"""A store made from another by a few changes, in a time that depends on the changes."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.store.columns import PREFIX, revise_columns
from kg.store.disk import disk_errors, link_or_copy

__all__ = ["copy_store"]

_MERGE: Final = ox.DefaultGraph()


def copy_store(
    source: Path, target: Path, *, added: Iterable[ox.Quad], removed: Iterable[ox.Quad]
) -> None:
    """Make a store at ``target`` that holds what ``source`` does, but for these quads.

    ``source`` stays as it is, also for those who read it. The engine never changes a table file,
    so both stores share them by hard links; the rest, a few kilobytes, is copied, and columns
    are written as far as they change. Measured with
    39,000 quads: 0.04 s, where writing them anew takes 0.5 s. It is for the
    caller to wait for the disk. Raises ``DiskError``; there is nothing at ``target`` then.
    """
    work = target.with_name(f".tmp-{target.name}-{secrets.token_hex(4)}")
    try:
        with disk_errors(target):
            work.mkdir()
            for path in source.iterdir():
                if path.suffix == ".sst":
                    link_or_copy(path, work / path.name)
                elif path.name != "LOCK" and not path.name.startswith(("LOG", PREFIX)):
                    shutil.copyfile(path, work / path.name)
            _change(source, work, list(added), list(removed))
            for log in work.glob("LOG*"):
                log.unlink()
            work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _change(source: Path, target: Path, added: list[ox.Quad], removed: list[ox.Quad]) -> None:
    store = ox.Store(target)
    try:
        for quad in removed:
            store.remove(quad)
        gone = {quad.triple for quad in removed}
        for triple in gone:
            # the default graph is the merge: a triple stays as long as some graph holds it
            held = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
            if all(quad.graph_name == _MERGE for quad in held):
                store.remove(ox.Quad(*triple))
        store.extend([*added, *(ox.Quad(*quad.triple) for quad in added)])
        names = {quad.graph_name for quad in removed} - {quad.graph_name for quad in added}
        for name in names:
            if next(store.quads_for_pattern(None, None, None, name), None) is None:
                store.remove_graph(name)
        store.flush()
        revise_columns(source, target, store, {*gone, *(quad.triple for quad in added)})
    finally:
        del store
