"""HTTP/1.1 as a connection speaks it: framing, order, bounds and ends, without a socket."""

from __future__ import annotations

import asyncio
from time import perf_counter

import pytest

from console.exchange import head_of
from tests.console.desk import GET, Open, Pipe, statuses


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_request_is_the_same_however_its_bytes_come(connect: Open, size: int) -> None:
    connection, pipe, desk, tally = connect()
    text = (
        b"POST /p%20q?r=%C3%A9 HTTP/1.1\r\nHost: x\r\nAccept: a\r\nACCEPT: b\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n"
    )
    for start in range(0, len(text), size):
        connection.data_received(text[start : start + size])
    (found,) = desk.came
    assert (found.method, found.path, found.query) == ("POST", b"/p%20q", b"r=%C3%A9")
    assert (found.headers[b"accept"], found.body, found.client) == (b"a,b", b"abcde", "192.0.2.1")
    assert pipe.written.endswith(b"\r\n\r\n/p%20qabcde")
    assert (tally.held.bytes, desk.open, pipe.state) == (0, 0, "open")


def test_requests_that_come_together_are_answered_in_their_order(connect: Open) -> None:
    connection, pipe, desk, _ = connect(at_once=False)
    connection.data_received(b"".join(GET.replace(b"/a", b"/%d" % n) for n in range(40)))
    assert len(desk.came) == 1
    assert not pipe.reading
    for number in range(40):
        desk.now(desk.came[number], connection)
    assert [found.path for found in desk.came] == [b"/%d" % n for n in range(40)]
    assert pipe.reading
    assert len(statuses(pipe)) == 40


def test_thousands_that_come_together_exhaust_no_stack(connect: Open) -> None:
    connection, pipe, desk, _ = connect()
    connection.pause_writing()
    connection.data_received(GET * 5000)
    assert not desk.came
    connection.resume_writing()
    assert len(statuses(pipe)) == 5000


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b"400", b"bad-request"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400", b"bad-request"),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", b"400", b"bad-request"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", b"400", b"bad-request"),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", b"505", b"http-version"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n", b"400", b"bad-request"),
        (b"GET /sparql?query=\xe6\xb7\xb1 HTTP/1.1\r\nHost: a\r\n\r\n", b"400", b"bad-request"),
        (b"\x16\x03\x01\x02\x00\x01\x00", b"400", b"bad-request"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
         b"400", b"bad-request"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
         b"400", b"bad-request"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", b"400", b"bad-request"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", b"413", b"too-long"),
        (b"GET /" + b"a" * 300_000, b"413", b"too-long"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 101 + b"\r\n", b"413", b"too-long"),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_and_the_rest_not_read(
    connect: Open, text: bytes, status: bytes, code: bytes
) -> None:
    connection, pipe, desk, tally = connect()
    connection.data_received(text)
    connection.data_received(GET)
    assert statuses(pipe) == [status]
    assert pipe.written.endswith(code)
    assert b"connection: close\r\n" in pipe.written
    assert (pipe.state, desk.open, tally.held.bytes) == ("ended", 0, 0)
    connection.look(perf_counter() + 5)
    assert pipe.state == "aborted"


@pytest.mark.parametrize("text", ["GET /sparql?query=ASK{} HTTP/1.1", "GET /?q=深圳 HTTP/1.1"])
def test_an_address_beyond_ascii_is_refused_with_how_to_send_it(connect: Open, text: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-3-9: it is not put right and then answered."""
    connection, _, desk, _ = connect()
    connection.data_received(f"{text}\r\nHost: a\r\n\r\n".encode())
    (asked,) = desk.came
    told = asked.refusal and asked.refusal.more.get("remedy")
    assert bool(told and "--data-urlencode" in told) is not text.isascii()


def test_a_refusal_waits_for_the_answers_before_it(connect: Open) -> None:
    connection, pipe, desk, _ = connect(at_once=False)
    connection.data_received(GET + b"nonsense\r\n\r\n")
    assert not pipe.written
    desk.now(desk.came[0], connection)
    assert statuses(pipe) == [b"200", b"400"]


@pytest.mark.parametrize(
    ("text", "state", "said"),
    [
        (GET, "open", b""),
        (b"GET / HTTP/1.0\r\n\r\n", "closed", b"close"),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "open", b"keep-alive"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "closed", b"close"),
    ],
)
def test_a_connection_is_kept_where_the_client_wants_that(
    connect: Open, text: bytes, state: str, said: bytes
) -> None:
    connection, pipe, _, _ = connect()
    connection.data_received(text)
    assert pipe.state == state
    assert (b"connection: " + said in pipe.written) is bool(said)


def test_another_protocol_is_not_spoken_and_does_no_harm(connect: Open) -> None:
    connection, pipe, desk, _ = connect()
    connection.data_received(
        b"POST /1 HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n"
        b"Content-Length: 2\r\n\r\nab" + GET
    )
    assert [(found.path, found.body) for found in desk.came] == [(b"/1", b"ab"), (b"/a", b"")]
    assert statuses(pipe) == [b"200", b"200"]


def test_an_address_as_a_target_names_the_host(connect: Open) -> None:
    connection, _, desk, _ = connect()
    connection.data_received(b"GET http://there.example/x?y HTTP/1.1\r\nHost: here\r\n\r\n")
    assert (desk.came[0].headers[b"host"], desk.came[0].path) == (b"there.example", b"/x")


def test_the_answer_to_head_has_no_body(connect: Open) -> None:
    connection, pipe, _, _ = connect()
    connection.data_received(GET.replace(b"GET", b"HEAD"))
    assert b"content-length: 2\r\n" in pipe.written
    assert pipe.written.endswith(b"\r\n\r\n")


def pieces(connect: Open, request: bytes, length: int, *, broken: bool) -> Pipe:
    connection, pipe, desk, _ = connect(at_once=False)
    connection.data_received(request)

    async def send() -> None:
        exchange = desk.came[0]
        exchange.status = 200
        connection.begin(exchange, head_of(200, []), length)
        for piece in (b"abc", b"", b"de"):
            await connection.send(exchange, piece)
        if broken:
            connection.break_off(exchange)
        else:
            connection.end(exchange)

    asyncio.run(send())
    assert desk.open == 0
    return pipe


def test_pieces_end_with_a_last_chunk_or_not_at_all(connect: Open) -> None:
    whole = pieces(connect, GET, -1, broken=False)
    assert whole.written.endswith(b"\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    assert whole.state == "open"
    part = pieces(connect, GET, -1, broken=True)
    assert part.written.endswith(b"2\r\nde\r\n")
    assert part.state == "aborted"
    old = pieces(connect, b"GET / HTTP/1.0\r\n\r\n", -1, broken=False)
    assert old.written.endswith(b"\r\n\r\nabcde")
    assert old.state == "closed"
    told = pieces(connect, GET, 5, broken=False)
    assert told.written.endswith(b"\r\n\r\nabcde")
    assert told.state == "open"
