"""What may be asked of an engine, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from console.protocol import QueryRequest
from console.workers.limits import Limits
from console.workers.schedule import Lane
from console.workers.statistics import Statistics
from console.workers.tables import Page

__all__ = ["NOBODY", "Answer", "Asker", "Bounded", "Engine", "Figures"]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the client that limits are counted for, and how to know that it has left.

    ``lane`` is ``page`` for what a page of this site needs, which waits behind no query.
    """

    client: str = ""
    lane: Lane = "query"
    gone: Callable[[], bool] | None = None


NOBODY: Final = Asker()
"""For what nobody in particular asks."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that has begun well: its status is 200.

    ``chunks`` gives its bytes; whoever takes them closes them. They raise `BrokenAnswerError`
    where the answer cannot be completed, and then the connection must be dropped without an
    end. ``length`` is that of the whole answer where it is known already.
    """

    media_type: str
    release: str
    chunks: Iterator[bytes]
    length: int | None = None
    from_cache: bool = False

    def close(self) -> None:
        """Let go of what has not been read; the query ends, if it still runs."""
        close = getattr(self.chunks, "close", None)
        if close:
            close()

    def read(self) -> bytes:
        """Give all that is left."""
        return b"".join(self.chunks)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the engine has done and does, as plain numbers.

    ``load`` counts what runs, waits and is ready now; of the cache, ``cached_bytes`` are held.
    """

    statistics: Statistics = field(default_factory=Statistics)
    load: dict[str, int] = field(default_factory=dict)
    cache_hits: int = 0
    cache_misses: int = 0
    cached_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Bounded:
    """What an answer of `Direct` may have; its time is a matter of the store."""

    result_bytes: int = 256 << 20
    result_rows: int = 5_000_000


class Engine(Protocol):
    """What the views may ask for. Everything raises `console.problems.Problem`."""

    @property
    def release(self) -> str:
        """The name of the release that a new question is answered from."""
        ...

    @property
    def limits(self) -> Limits | Bounded:
        """What a query and its answer may take."""
        ...

    def answer(self, request: QueryRequest, media_type: str, asker: Asker = ...) -> Answer:
        """Answer a query in a media type that `console.workers.formats.offers` gives for it."""
        ...

    def page(self, request: QueryRequest, rows: int, asker: Asker = ...) -> Page:
        """Give the first rows of an answer, as a page shows them."""
        ...

    def describe(self, iri: str, media_type: str, incoming: int, asker: Asker = ...) -> Answer:
        """Say what is known of a thing, with so many links to it at most."""
        ...

    def parse(
        self, document: bytes, media_type: str, base: str, graph: str = "", asker: Asker = ...
    ) -> Answer:
        """Give the N-Quads of a document; triples go to ``graph``, if it is named."""
        ...

    def check(self, text: str, asker: Asker = ...) -> str:
        """Give what the parser says against a query, nothing where it takes it."""
        ...

    def figures(self) -> Figures:
        """Give what there is to measure."""
        ...

    def close(self) -> None:
        """End what belongs to the engine."""
        ...
