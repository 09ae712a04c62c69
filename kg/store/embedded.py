"""The embedded store: one folder on the disk, written once and then only read."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyoxigraph as ox

from kg.errors import (
    DamagedReleaseError,
    KgError,
    NoReleaseError,
    QueryError,
    ReleaseVersionError,
    StoreError,
)
from kg.queries.diagnosis import query_error
from kg.queries.limits import check_limits
from kg.queries.plain import read_plain
from kg.queries.terms import named_place
from kg.store.base import Result, Subject, Term
from kg.store.columns import LARGE, Columns, answer, open_columns, write_columns
from kg.store.disk import disk_errors, flush_folder
from kg.store.merge import Dataset, dataset_of, merged, share_triples
from kg.vocab import BASE, PREFIXES

__all__ = ["EmbeddedStore", "create_store", "open_store"]

_BUILD = "build a new release with 'kg build'"
_MERGE: Final = ox.DefaultGraph()
_REMEMBERED: Final = 1_000
# The engine's log changes with the clock and is of use to nobody.
_LOGS: Final = "LOG*"


def create_store(path: Path, quads: Iterable[ox.Quad]) -> None:
    """Make a store of the quads at ``path``, which must not exist yet; a large one with columns.

    Either the whole store is there afterwards, on the disk, or nothing: the engine works in a
    folder beside it, because a load that is killed leaves half-written files. Raises
    ``StoreError`` if something is at ``path`` and ``DiskError`` if the disk does not allow it.
    """
    if path.exists():
        raise StoreError(
            f"{path} exists already",
            expected="a path where nothing is yet",
            remedy="remove it, or name another path",
        )
    work = path.with_name(f".tmp-{path.name}-{secrets.token_hex(4)}")
    try:
        with disk_errors(path):
            store = ox.Store(work)
            try:
                store.bulk_extend(_with_merge(quads))
                store.flush()
                store.optimize()
                if len(store) >= LARGE:
                    write_columns(store, work)
            finally:
                # The engine closes its files when the last reference goes, and the traceback of
                # an error would hold one.
                del store
            for log in work.glob(_LOGS):
                log.unlink()
            flush_folder(work)
            work.rename(path)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _with_merge(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Give each quad, and its triple in the default graph: the merge of all graphs.

    The engine can show the union of the graphs without it, but as a bag: a triple that two
    graphs hold is then two solutions and is summed twice. With 286,000 quads the merge costs
    14 of 42 MB on the disk and saves a third of the time of the questions.
    """
    for quad in quads:
        yield quad
        yield ox.Quad(*quad.triple)


def open_store(path: Path) -> EmbeddedStore:
    """Open the store at ``path`` to read it; any number of processes may.

    Raises ``NoReleaseError`` where there is none, ``ReleaseVersionError`` where a newer engine
    wrote it and ``DamagedReleaseError`` where its files do not belong together.
    """
    if not (path / "CURRENT").is_file():
        raise NoReleaseError(
            f"there is no store at {path}",
            expected="the folder 'store' of a release",
            remedy=_BUILD,
        )
    try:
        return EmbeddedStore(ox.Store.read_only(str(path)), path, open_columns(path))
    except (LookupError, OSError, RuntimeError, TypeError, ValueError) as error:
        raise _open_error(path, str(error)) from error


class EmbeddedStore:
    """A store on the disk of this machine, opened by `open_store`. It is a context manager."""

    def __init__(self, engine: ox.Store, path: Path, columns: Columns | None = None) -> None:
        self._engine: ox.Store | None = engine
        self._columns = columns
        self.path = path
        self._sharing: dict[frozenset[ox.NamedNode | ox.DefaultGraph], bool] = {}

    @cached_property
    def _merged(self) -> int:
        """The number of triples in the merge; it is counted once, 5 ms for 20,000."""
        return sum(1 for _ in self._open.quads_for_pattern(None, None, None, _MERGE))

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = PREFIXES,
        default_graphs: Sequence[ox.NamedNode] | None = None,
        named_graphs: Sequence[ox.NamedNode] | None = None,
    ) -> Result:
        """Give the result of a SPARQL 1.1 query, as `Store.query` says.

        What would exhaust the engine's stack is refused with ``QueryError``. The engine neither
        stops a query after a time nor bounds its memory: run a stranger's query in a process that
        can be killed.
        """
        check_limits(text)
        engine = self._open
        dataset = self._dataset(text, prefixes or {}, default_graphs, named_graphs)
        if self._columns is not None and dataset is None:
            plain = read_plain(text, prefixes or {})
            solutions = answer(self._columns, plain) if plain else None
            if solutions is not None:
                return solutions
        if dataset is not None and self._share_triples(dataset.default):
            engine, dataset = merged(engine, dataset), replace(dataset, default=(_MERGE,))
        try:
            return engine.query(
                text,
                base_iri=BASE,
                prefixes=dict(prefixes or {}),
                default_graph=None if dataset is None else list(dataset.default),
                named_graphs=None
                if dataset is None or dataset.named is None
                else list(dataset.named),
            )
        except SyntaxError as error:
            raise query_error(text, str(error), prefixes=prefixes or {}) from error
        except (RuntimeError, ValueError) as error:
            raise QueryError(
                f"the query cannot be evaluated: {error}",
                expected="a query of SPARQL 1.1 with functions that the engine knows",
                remedy="take out what the message names",
                where=named_place(text, str(error), prefixes or {}),
            ) from error
        except OSError as error:
            raise _open_error(self.path, str(error)) from error

    def _dataset(
        self,
        text: str,
        prefixes: Mapping[str, str],
        default: Sequence[ox.NamedNode] | None,
        named: Sequence[ox.NamedNode] | None,
    ) -> Dataset | None:
        """Give the dataset that the caller describes, or else the query by several FROM."""
        if default is None and named is None:
            # one FROM needs no merge, and the engine reads it itself
            return dataset_of(text, prefixes) if text.upper().count("FROM") > 1 else None
        names = None if named is None else tuple(named)
        if default is None:
            return Dataset((_MERGE,), names)
        return Dataset(tuple(dict.fromkeys(default)), names)

    def _share_triples(self, graphs: tuple[ox.NamedNode | ox.DefaultGraph, ...]) -> bool:
        """Tell whether two graphs share a triple; it is found out once, for the store stays."""
        if len(graphs) < 2:
            return False
        key = frozenset(graphs)
        if key not in self._sharing:
            if len(self._sharing) >= _REMEMBERED:
                self._sharing.clear()
            self._sharing[key] = share_triples(self._open, graphs)
        return self._sharing[key]

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        value: Term | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """Give the quads of the named graphs that match; None matches anything."""
        found = self._open.quads_for_pattern(subject, predicate, value, graph)
        if graph is not None:
            return found
        return (quad for quad in found if quad.graph_name != _MERGE)

    def graphs(self) -> list[ox.NamedNode]:
        """Give the names of the graphs, sorted."""
        names = (name for name in self._open.named_graphs() if isinstance(name, ox.NamedNode))
        return sorted(names, key=str)

    def __len__(self) -> int:
        """Give the number of quads in the named graphs."""
        return len(self._open) - self._merged

    def close(self) -> None:
        """Let go of the files; results that are still being read keep them open."""
        self._engine = None

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        self.close()

    @property
    def _open(self) -> ox.Store:
        if self._engine is None:
            raise StoreError(
                f"the store {self.path} is closed",
                expected="a store that is still open",
                remedy="open it again",
            )
        return self._engine


def _open_error(path: Path, message: str) -> KgError:
    if "too recent version" in message or "not compatible" in message:
        return ReleaseVersionError(
            f"{path} was written by a newer engine: {message}",
            expected=f"a store that pyoxigraph {ox.__version__} can read",
            remedy="update cbec-kg, or build the release again with 'kg build'",
        )
    return DamagedReleaseError(
        f"{path} cannot be opened: {message}",
        expected="a store as it was written",
        remedy=f"go back with 'kg rollback', or {_BUILD}",
    )
