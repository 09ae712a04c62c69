"""What a connection waits for and how much it takes: slow clients, bodies, ends."""

from __future__ import annotations

import asyncio
from time import perf_counter

import pytest

from console.bounds import Bounds
from console.connection import Connection, LeftError
from console.exchange import head_of
from tests.console.desk import GET, Open, Pipe, statuses


def test_a_body_longer_than_may_be_is_refused_while_it_comes(connect: Open) -> None:
    connection, pipe, _, tally = connect(largest_body=10)
    connection.data_received(
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n"
    )
    assert tally.held.bytes > 0
    connection.data_received(b"8\r\n12345678\r\n")
    assert statuses(pipe) == [b"413"]
    assert tally.held.bytes == 0


def test_all_bodies_together_are_bounded(connect: Open) -> None:
    connection, pipe, _, tally = connect(all_bodies=1000)
    tally.held.bytes = 990
    connection.data_received(
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n0123456789ab"
    )
    assert statuses(pipe) == [b"503"]
    assert tally.held.bytes == 990


def test_who_asks_first_is_told_to_go_on(connect: Open) -> None:
    connection, pipe, _, _ = connect()
    head = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
    connection.data_received(head % 2)
    assert pipe.written == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.data_received(b"ab")
    assert statuses(pipe) == [b"100", b"200"]
    connection.data_received(head % 99_999_999_999)
    assert statuses(pipe)[2:] == [b"413"]


def test_a_client_that_takes_nothing_is_waited_for_and_then_dropped(connect: Open) -> None:
    connection, pipe, desk, _ = connect(at_once=False)
    connection.data_received(GET)
    exchange = desk.came[0]

    async def send() -> None:
        connection.begin(exchange, head_of(200, []), -1)
        connection.pause_writing()
        sending = asyncio.ensure_future(connection.send(exchange, b"abc"))
        await asyncio.sleep(0)
        assert not sending.done()
        connection.resume_writing()
        await sending
        connection.pause_writing()
        sending = asyncio.ensure_future(connection.send(exchange, b"abc"))
        await asyncio.sleep(0)
        now = perf_counter()
        for seconds, unsent, state in (
            (0, 9, "open"),
            (19, 8, "open"),
            (38, 8, "open"),
            (40, 8, "aborted"),
        ):
            pipe.unsent = unsent
            connection.look(now + seconds)
            assert pipe.state == state
        connection.connection_lost(None)
        with pytest.raises(LeftError):
            await sending

    asyncio.run(send())
    assert exchange.stalled
    assert exchange.gone


def test_a_client_that_leaves_is_noticed_at_once(connect: Open) -> None:
    connection, _, desk, tally = connect(at_once=False)
    connection.data_received(GET + GET + b"POST / HT")
    left: list[bool] = []
    desk.came[0].leave = lambda: left.append(True)
    connection.connection_lost(None)
    assert left == [True]
    assert desk.came[0].gone
    assert (desk.open, tally.held.bytes, tally.connections) == (1, 0, set())
    desk.now(desk.came[0], connection)
    assert desk.open == 0


@pytest.mark.parametrize(
    ("sent", "seconds", "state", "status"),
    [
        (b"", 11, "closed", []),
        (b"GET / HT", 11, "aborted", []),
        (b"GET / HT", 9, "open", []),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab", 11, "ended", [b"408"]),
        (GET, 70, "open", [b"200"]),
        (GET, 80, "closed", [b"200"]),
    ],
)
def test_what_does_not_come_in_time_is_not_waited_for(
    connect: Open, sent: bytes, seconds: float, state: str, status: list[bytes]
) -> None:
    connection, pipe, _, _ = connect()
    connection.data_received(sent) if sent else None
    connection.look(perf_counter() + seconds)
    assert (pipe.state, statuses(pipe)) == (state, status)


def test_there_are_no_more_connections_than_may_be(connect: Open) -> None:
    _, pipe, desk, tally = connect(connections=1)
    other = Pipe()
    second = Connection(desk, Bounds(connections=1), tally)
    second.connection_made(other)
    assert (pipe.state, other.state) == ("open", "aborted")
    second.connection_lost(None)
    assert len(tally.connections) == 1


def test_a_stop_closes_what_is_idle_and_lets_the_rest_be_answered(connect: Open) -> None:
    connection, pipe, desk, tally = connect(at_once=False)
    connection.data_received(GET)
    tally.stopping = True
    connection.stop()
    assert pipe.state == "open"
    desk.now(desk.came[0], connection)
    assert pipe.state == "closed"
    assert b"connection: close" in pipe.written
    idle, pipe, _, _ = connect()
    idle.stop()
    assert pipe.state == "closed"
