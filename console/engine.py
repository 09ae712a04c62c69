"""The one door through which the views have queries evaluated and documents read.

`Workers` does so in processes that can be killed; `Direct` in this process, for a store whose
engine is elsewhere, and for tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from console.asking import NOBODY, Answer, Asker, Bounded, Engine, Figures
from console.problems import Problem
from console.protocol import QueryRequest
from console.workers.answer import Running
from console.workers.cache import Cache, Keeping, Key, answer_key
from console.workers.evaluate import form, perform
from console.workers.flow import Flow
from console.workers.limits import Limits
from console.workers.pool import Pool
from console.workers.sink import Memory
from console.workers.tables import Page, page_from_json
from console.workers.task import Kind, Task
from kg.store.base import Store

__all__ = [
    "Answer",
    "Asker",
    "Begun",
    "Bounded",
    "Direct",
    "Engine",
    "Figures",
    "Workers",
    "query_key",
]

N_QUADS = "application/n-quads"


class Begun(NamedTuple):
    """An answer that has begun well, for an event loop: ``whole``, or the pieces of ``flow``.

    Whoever takes the pieces shows them to ``keeping``, and closes ``flow``. ``key`` is None where
    a second answer may differ, also since another release took over meanwhile, and the answer is
    ``known`` where it was given before.
    """

    release: str
    key: Key | None
    whole: bytes | None
    flow: Flow | None = None
    keeping: Keeping | None = None
    known: bool = False


class _Tasks:
    """From what is asked to tasks; what gives their answers is below."""

    def _run(self, task: Task, asker: Asker) -> Answer:
        raise NotImplementedError

    def answer(self, request: QueryRequest, media_type: str, asker: Asker = NOBODY) -> Answer:
        return self._run(_task("query", request, media_type), asker)

    def page(self, request: QueryRequest, rows: int, asker: Asker = NOBODY) -> Page:
        task = _task("table", request, "application/json", rows)
        return page_from_json(self._run(task, asker).read())

    def describe(self, iri: str, media_type: str, incoming: int, asker: Asker = NOBODY) -> Answer:
        return self._run(Task("describe", iri, media_type, rows=incoming), asker)

    def parse(
        self, document: bytes, media_type: str, base: str, graph: str = "", asker: Asker = NOBODY
    ) -> Answer:
        graphs = (graph,) if graph else None
        return self._run(Task("parse", base, media_type, graphs, body=document), asker)

    def check(self, text: str, asker: Asker = NOBODY) -> str:
        return self._run(Task("check", text, "text/plain"), asker).read().decode("utf-8")


class Workers(_Tasks):
    """Evaluates in sandboxed processes, and remembers answers. It is a context manager.

    ``folder`` is that of a release. Raises StoreError where its store cannot be opened.
    """

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.pool = Pool(folder / "store", limits)
        self._limits = self.pool.limits
        self._cache = Cache(self._limits.cache_bytes, self._limits.cache_answer)

    @property
    def release(self) -> str:
        """The name of the release that a new question is answered from."""
        return self.pool.release

    @property
    def limits(self) -> Limits:
        """What a query may take."""
        return self._limits

    def switch(self, folder: Path) -> None:
        """Answer from another release; what runs ends on the one that it began with.

        Raises StoreError, and changes nothing, where its store cannot be opened.
        """
        self.pool.switch(folder / "store")
        self._cache.keep_only(self.release)

    def figures(self) -> Figures:
        """Give what there is to measure."""
        cache = self._cache
        return Figures(self.pool.statistics, self.pool.load(), cache.hits, cache.misses, cache.held)

    def close(self) -> None:
        """End the processes; what still runs breaks off."""
        self.pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def ask(
        self,
        request: QueryRequest,
        media_type: str,
        client: str,
        told: Callable[[Begun | Problem], object],
    ) -> Callable[[], object] | None:
        """Do what `answer` does, in an event loop: ``told`` is called when the answer begins.

        Give what a client that leaves is to call, None where it has been told already.
        """
        task = _task("query", request, media_type)
        release = self.release
        key, known = self._known(release, task)
        if known is not None:
            told(Begun(release, key, known, known=True))
            return None
        lines = self.pool.lines
        flow = lines.ask(task, client, "query", partial(self._begun, release, key, told))
        return partial(lines.abandon, flow)

    def _begun(
        self, release: str, key: Key | None, told: Callable[[Begun | Problem], object], flow: Flow
    ) -> None:
        if flow.problem:
            told(flow.problem)
            return
        kept = key if flow.release == release else None
        if flow.whole is None:
            told(Begun(flow.release, kept, None, flow, Keeping(self._cache, kept)))
            return
        if kept:
            self._cache.put(kept, flow.whole)
        told(Begun(flow.release, kept, flow.whole))

    def _run(self, task: Task, asker: Asker) -> Answer:
        release = self.release
        key, known = self._known(release, task)
        if known is not None:
            return _whole(task.media_type, release, known, from_cache=True)
        running = self.pool.run(task, client=asker.client, lane=asker.lane, gone=asker.gone)
        answered_by = running.release
        keeping = self._keeping(key, release, answered_by)
        if running.whole is None:
            return Answer(_answered(task), answered_by, _Kept(running, keeping))
        keeping.add(running.whole)
        keeping.done()
        return _whole(_answered(task), answered_by, running.whole)

    def _known(self, release: str, task: Task) -> tuple[Key | None, bytes | None]:
        key = _key(release, task)
        return key, self._cache.get(key) if key else None

    def _keeping(self, key: Key | None, release: str, answered_by: str) -> Keeping:
        return Keeping(self._cache, key if answered_by == release else None)


class Direct(_Tasks):
    """Evaluates in this process. What a query takes beside its answer is not bounded here."""

    def __init__(self, store: Store, release: str = "", bounds: Bounded | None = None) -> None:
        self._store = store
        self._release = release
        self._bounds = bounds or Bounded()

    @property
    def release(self) -> str:
        """The name of the release that a new question is answered from."""
        return self._release

    @property
    def limits(self) -> Bounded:
        """What an answer may have."""
        return self._bounds

    def figures(self) -> Figures:
        """Give what there is to measure."""
        return Figures()

    def close(self) -> None:
        """Leave the store to whoever opened it."""

    def _run(self, task: Task, asker: Asker) -> Answer:
        bounds = self._bounds
        output = Memory(bounds.result_bytes, bounds.result_rows, form(task))
        perform(task, self._store, output)
        return _whole(_answered(task), self._release, bytes(output.data))


class _Kept(Iterator[bytes]):
    """The pieces of an answer, put into the cache when the last has come."""

    def __init__(self, running: Running, keeping: Keeping) -> None:
        self._running = running
        self._keeping = keeping

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        try:
            piece = next(self._running)
        except StopIteration:
            self._keeping.done()
            raise
        self._keeping.add(piece)
        return piece

    def close(self) -> None:
        self._running.close()


def _task(kind: Kind, request: QueryRequest, media_type: str, rows: int = 0) -> Task:
    graphs = request.names_dataset
    return Task(
        kind,
        request.text,
        media_type,
        request.default_graphs if graphs else None,
        request.named_graphs if graphs else None,
        rows,
    )


def query_key(release: str, request: QueryRequest, media_type: str) -> Key | None:
    """Give what an answer to a query depends on, None where a second one may differ."""
    return _key(release, _task("query", request, media_type))


def _key(release: str, task: Task) -> Key | None:
    if task.kind == "parse":
        return None
    is_query = task.kind != "describe"
    return answer_key(
        release,
        task.text if is_query else "",
        "" if is_query else task.text,
        task.kind,
        task.media_type,
        task.default_graphs and sorted(task.default_graphs),
        task.named_graphs and sorted(task.named_graphs),
        task.rows,
    )


def _answered(task: Task) -> str:
    return N_QUADS if task.kind == "parse" else task.media_type


def _whole(media_type: str, release: str, data: bytes, *, from_cache: bool = False) -> Answer:
    return Answer(media_type, release, iter((data,)), len(data), from_cache)
