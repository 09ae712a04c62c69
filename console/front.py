"""What becomes of a request: repeated from memory, evaluated by a worker, or left to the views."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from functools import partial
from time import perf_counter
from typing import NamedTuple

from console.bounds import Bounds
from console.connection import Connection, LeftError
from console.encoding import Packer, pack
from console.engine import Begun
from console.exchange import Exchange, head_of
from console.gateway import Gateway
from console.log import Log
from console.manners import bare_problem
from console.metrics import Metrics
from console.problems import Problem, from_kg_error
from console.quick import ROUTE, Asked, Quick, outline
from console.recent import OK, Key, Recent, Whole, repeatable
from kg.errors import KgError

__all__ = ["Front"]


class Front:
    """Answers the requests of all connections; everything here runs in the event loop."""

    def __init__(
        self, gateway: Gateway, quick: Quick | None, bounds: Bounds, log: Log, metrics: Metrics
    ) -> None:
        self._gateway = gateway
        self._quick = quick
        self._log = log
        self._metrics = metrics
        self._idle = asyncio.Event()
        self.running = 0
        self.recent = Recent(bounds.recent_bytes, bounds.recent_answer)

    def opened(self, exchange: Exchange) -> None:
        """Count a request that runs from now on."""
        self.running += 1
        self._metrics.running = self.running
        self._idle.clear()

    def closed(self, exchange: Exchange) -> None:
        """Note what became of a request."""
        self.running -= 1
        self._metrics.running = self.running
        if not self.running:
            self._idle.set()
        exchange.work = exchange.leave = None
        self._record(exchange)

    async def drain(self, seconds: float) -> bool:
        """Wait until no request runs; tell whether that came about in time."""
        if self.running:
            try:
                await asyncio.wait_for(self._idle.wait(), seconds)
            except TimeoutError:
                return False
        return True

    def close(self) -> None:
        """Let go of the threads."""
        self._gateway.close()

    def answer(self, exchange: Exchange, connection: Connection) -> None:
        """Answer or refuse a request, now or later."""
        if exchange.refusal:
            _refuse(exchange, connection, exchange.refusal)
            return
        key = self.recent.key(exchange)
        if key and (known := self.recent.get(key)):
            _repeat(exchange, connection, known)
            return
        asked = self._quick.read(exchange) if self._quick else None
        if asked:
            self._by_worker(exchange, connection, asked, key)
        elif self._gateway.is_full(exchange):
            _refuse(exchange, connection, _no_thread())
        else:
            self._work(exchange, connection, self._by_application(exchange, connection, key))

    def _work(
        self, exchange: Exchange, connection: Connection, work: Coroutine[None, None, None]
    ) -> None:
        """Have done what takes more than one turn of the loop."""
        loop = asyncio.get_running_loop()
        exchange.work = loop.create_task(self._bounded(exchange, connection, work))

    async def _bounded(
        self, exchange: Exchange, connection: Connection, work: Coroutine[None, None, None]
    ) -> None:
        """Have work done; where it fails, refuse, or break the connection if a head is out."""
        try:
            await work
        except (LeftError, asyncio.CancelledError):
            _break_off(exchange, connection)
        except Exception as error:  # noqa: BLE001 - the outermost door
            self._failed(exchange, connection, error)

    def _failed(self, exchange: Exchange, connection: Connection, error: Exception) -> None:
        path = exchange.path.decode("latin-1")
        if exchange.status:
            exchange.outcome = "broken"
            self._log.warning("answer broken off", id=exchange.id, path=path, why=str(error))
            connection.break_off(exchange)
        elif isinstance(error, Problem | KgError):
            problem = error if isinstance(error, Problem) else from_kg_error(error)
            _refuse(exchange, connection, problem)
        else:
            self._log.error("unforeseen", id=exchange.id, path=path, exc_info=error)
            _refuse(exchange, connection, Problem("error", "see the log of the server"))

    def _by_worker(
        self, exchange: Exchange, connection: Connection, asked: Asked, key: Key | None
    ) -> None:
        exchange.route = ROUTE
        asking = _Asking(exchange, connection, asked, key, self.recent.generation)
        told = partial(self._told, asking)
        try:
            abandon = asked.engine.ask(asked.request, asked.media_type, asked.client, told)
        except Problem as problem:
            _refuse(exchange, connection, problem)
            return
        if abandon:
            exchange.leave = partial(_leave, exchange, connection, abandon)

    def _told(self, asking: _Asking, begun: Begun | Problem) -> None:
        """Answer with what a worker gives, which is no exception to whoever tells it."""
        exchange, connection = asking.exchange, asking.connection
        try:
            if isinstance(begun, Problem):
                if begun.__cause__:  # a worker met what nobody foresaw
                    path = exchange.path.decode("latin-1")
                    self._log.error("unforeseen", id=exchange.id, path=path, exc_info=begun)
                _refuse(exchange, connection, begun)
            elif begun.flow:
                exchange.leave = None
                self._work(exchange, connection, self._in_pieces(asking, begun))
            else:
                self._at_once(asking, begun)
        except Exception as error:  # noqa: BLE001 - the outermost door
            self._failed(exchange, connection, error)

    def _at_once(self, asking: _Asking, begun: Begun) -> None:
        exchange, connection, asked, key, generation = asking
        whole = begun.whole
        assert whole is not None, "else there is a flow"
        lines = outline(asked, begun)
        exchange.status = 200
        if lines.coding:
            whole = pack(whole, lines.coding)
        own = b"%bcontent-length: %d\r\n" % (lines.own, len(whole))
        connection.send_whole(exchange, OK + own + lines.common, whole)
        # most are never asked again: the first time the engine remembers alone
        if key and lines.etag and begun.known:
            etag = lines.etag if asked.dated else b""
            self.recent.put(key, Whole(own, lines.common, etag, whole, ROUTE), generation)

    async def _in_pieces(self, asking: _Asking, begun: Begun) -> None:
        exchange, connection = asking.exchange, asking.connection
        try:
            if exchange.gone:
                raise LeftError
            assert exchange.work is not None, "this is it"
            exchange.leave = exchange.work.cancel
            exchange.took = begun.flow.taken if begun.flow else None
            lines = outline(asking.asked, begun)
            exchange.status = 200
            connection.begin(exchange, OK + lines.own + lines.common, -1)
            await _send(exchange, connection, self._pieces(begun, lines.coding))
        finally:
            if begun.flow:
                begun.flow.close()

    async def _pieces(self, begun: Begun, coding: str) -> AsyncGenerator[bytes, None]:
        """Give the pieces of an answer that a worker makes, packed; it is kept if it is whole."""
        assert begun.flow is not None, "what is whole needs no pieces"
        assert begun.keeping is not None, "it comes with the flow"
        packer = Packer(coding) if coding else None
        async for piece in begun.flow:
            begun.keeping.add(piece)
            yield await self._gateway.run(packer.add, piece) if packer else piece
        begun.keeping.done()
        if packer:
            yield packer.end()

    async def _by_application(
        self, exchange: Exchange, connection: Connection, key: Key | None
    ) -> None:
        generation = self.recent.generation
        given = await self._gateway.begin(exchange)
        exchange.status = given.status
        if not given.whole:
            head = head_of(given.status, given.headers)
            pieces = self._gateway.pieces(given)
            connection.begin(exchange, head, given.length)
            await _send(exchange, connection, pieces)
            return
        if key and given.status == 200:
            answer = repeatable(exchange, given.headers, given.first)
            if answer:
                self.recent.put(key, answer, generation)
        connection.send_whole(exchange, head_of(given.status, given.headers), given.first)

    def _record(self, exchange: Exchange) -> None:
        seconds = perf_counter() - exchange.started
        self._metrics.count(
            exchange.route, exchange.method, exchange.status, seconds, exchange.sent
        )
        if exchange.status >= 500:
            note = self._log.warning
        elif self._log.verbose:
            note = self._log.info
        else:
            return
        note(
            "request",
            id=exchange.id,
            client=exchange.client,
            method=exchange.method,
            path=exchange.path.decode("latin-1"),
            route=exchange.route,
            status=exchange.status,
            bytes=exchange.sent,
            milliseconds=round(seconds * 1000, 2),
            outcome=exchange.outcome or "answered",
        )


class _Asking(NamedTuple):
    """A query that a worker is asked, and where its answer goes."""

    exchange: Exchange
    connection: Connection
    asked: Asked
    key: Key | None
    generation: int


def _leave(exchange: Exchange, connection: Connection, abandon: Callable[[], object]) -> None:
    """Let a client go that has left before its answer began."""
    abandon()
    _break_off(exchange, connection)


def _break_off(exchange: Exchange, connection: Connection) -> None:
    exchange.outcome = "slow-client" if exchange.stalled else "disconnected"
    connection.break_off(exchange)


async def _send(
    exchange: Exchange, connection: Connection, pieces: AsyncGenerator[bytes, None]
) -> None:
    async with aclosing(pieces):
        async for piece in pieces:
            await connection.send(exchange, piece)
    connection.end(exchange)


def _repeat(exchange: Exchange, connection: Connection, known: Whole) -> None:
    exchange.route, exchange.outcome = known.route, "recent"
    if known.is_held(exchange.headers):
        exchange.status = 304
        connection.send_whole(exchange, known.unchanged, b"")
    else:
        exchange.status = 200
        connection.send_whole(exchange, known.head, known.body)


def _refuse(exchange: Exchange, connection: Connection, problem: Problem) -> None:
    exchange.status, exchange.outcome = problem.status, problem.code
    given, body = bare_problem(problem)
    if exchange.route == ROUTE:
        given["Vary"] = "Accept, Accept-Encoding"
    headers = [
        (name.lower().encode("ascii"), value.encode("utf-8")) for name, value in given.items()
    ]
    connection.send_whole(exchange, head_of(problem.status, headers), body)


def _no_thread() -> Problem:
    delay = str(2 + secrets.randbelow(4))
    return Problem("busy", "too many requests run at once", headers={"Retry-After": delay})
