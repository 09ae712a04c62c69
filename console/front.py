"""What becomes of a request: repeated from memory, evaluated by a worker, or left to the views."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from time import perf_counter

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
        work: Coroutine[None, None, None]
        if asked:
            work = self._by_worker(exchange, connection, asked, key)
        elif self._gateway.is_full(exchange):
            _refuse(exchange, connection, _no_thread())
            return
        else:
            work = self._by_application(exchange, connection, key)
        loop = asyncio.get_running_loop()
        exchange.work = loop.create_task(self._bounded(exchange, connection, work))

    async def _bounded(
        self, exchange: Exchange, connection: Connection, work: Coroutine[None, None, None]
    ) -> None:
        """Have work done; where it fails, refuse, or break the connection if a head is out."""
        try:
            await work
        except (LeftError, asyncio.CancelledError):
            exchange.outcome = "slow-client" if exchange.stalled else "disconnected"
            connection.break_off(exchange)
        except Exception as error:  # noqa: BLE001 - the outermost door
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

    async def _by_worker(
        self, exchange: Exchange, connection: Connection, asked: Asked, key: Key | None
    ) -> None:
        exchange.route = ROUTE
        if exchange.gone:
            raise LeftError
        assert exchange.work is not None, "this is it"
        exchange.leave = exchange.work.cancel
        generation = self.recent.generation
        begun = await asked.engine.begin(asked.request, asked.media_type, asked.client)
        whole = begun.whole
        lines = outline(asked, begun.release, None if whole is None else len(whole))
        exchange.status = 200
        if whole is None:
            connection.begin(exchange, OK + lines.own + lines.common, -1)
            await _send(exchange, connection, self._pieces(begun, lines.coding))
            return
        if lines.coding:
            whole = pack(whole, lines.coding)
        own = b"%bcontent-length: %d\r\n" % (lines.own, len(whole))
        answer = Whole(own, lines.common, lines.etag if asked.dated else b"", whole, ROUTE)
        connection.send_whole(exchange, answer.head, whole)
        if key and lines.etag:
            self.recent.put(key, answer, generation)

    async def _pieces(self, begun: Begun, coding: str) -> AsyncGenerator[bytes, None]:
        """Give the pieces of an answer that a worker makes, packed; it is kept if it is whole."""
        flow, keeping = begun.flow, begun.keeping
        assert flow is not None, "what is whole needs no pieces"
        assert keeping is not None, "it comes with the flow"
        packer = Packer(coding) if coding else None
        try:
            async for piece in flow:
                keeping.add(piece)
                yield await self._gateway.run(packer.add, piece) if packer else piece
            keeping.done()
            if packer:
                yield packer.end()
        finally:
            flow.close()

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
