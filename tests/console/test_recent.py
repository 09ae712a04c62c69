"""Answers that are repeated: only what may be, only to whom it was meant, never across releases."""

from __future__ import annotations

import pytest

from console.exchange import Exchange
from console.recent import Recent, Whole, repeatable

HEADERS = [(b"etag", b'"one"'), (b"cache-control", b"public, no-cache"), (b"content-length", b"1")]


def request(
    *, method: str = "GET", path: bytes = b"/a", query: bytes = b"q=1", **headers: str
) -> Exchange:
    named = {
        name.replace("_", "-").encode(): value.encode()
        for name, value in ({"accept": "text/csv"} | headers).items()
    }
    return Exchange(method, path, query, named, "192.0.2.1", "id", route="route")


def answer(body: bytes = b"x", method: str = "GET") -> Whole:
    found = repeatable(request(method=method), HEADERS, body)
    assert found
    return found


ANSWER = answer()


def filled() -> Recent:
    recent = Recent(100_000, 1_000)
    key = recent.key(request())
    assert key
    recent.put(key, ANSWER, recent.generation)
    return recent


def find(recent: Recent, asked: Exchange) -> Whole | None:
    key = recent.key(asked)
    return recent.get(key) if key else None


def test_the_same_request_gets_the_same_answer() -> None:
    assert find(filled(), request()) is ANSWER
    assert (ANSWER.body, ANSWER.route) == (b"x", "route")
    assert ANSWER.head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert all(b"%b: %b\r\n" % header in ANSWER.head for header in HEADERS)


@pytest.mark.parametrize(
    "other",
    [
        request(method="HEAD"),
        request(method="POST"),
        request(query=b"q=2"),
        request(path=b"/b"),
    ],
)
def test_another_address_or_method_is_another_request(other: Exchange) -> None:
    assert find(filled(), other) is None


@pytest.mark.parametrize(
    "name",
    ["accept", "accept_encoding", "accept_language", "host", "x_forwarded_host", "authorization",
     "cookie", "range", "cache_control", "if_match"],
)  # fmt: skip
def test_a_header_that_may_matter_makes_another_request(name: str) -> None:
    assert find(filled(), request(**{name: "other"})) is None


def test_a_switch_forgets_everything() -> None:
    recent = filled()
    key, before = recent.key(request()), recent.generation
    assert key
    recent.forget()
    assert find(recent, request()) is None
    recent.put(key, ANSWER, before)
    assert find(recent, request()) is None, "it was begun before"


@pytest.mark.parametrize(
    "headers",
    [HEADERS[1:], [(b"etag", b'"one"')], [(b"etag", b'"one"'), (b"cache-control", b"no-store")]],
)
def test_what_is_not_public_or_has_no_tag_is_not_kept(headers: list[tuple[bytes, bytes]]) -> None:
    assert repeatable(request(), headers, b"x") is None


def test_no_more_is_held_than_was_said() -> None:
    recent = Recent(20_000, 1_000)
    asked = [request(query=str(number).encode()) for number in range(100)]
    for one in asked:
        key = recent.key(one)
        assert key
        recent.put(key, answer(b"x" * 500), recent.generation)
    assert 0 < sum(find(recent, one) is not None for one in asked) < 20
    key = recent.key(request())
    assert key
    recent.put(key, answer(b"x" * 1_001), recent.generation)
    assert find(recent, request()) is None


def test_a_client_that_holds_the_answer_gets_304_without_a_body() -> None:
    assert ANSWER.is_held({b"if-none-match": b'"zero", W/"one"'})
    assert ANSWER.is_held({b"if-none-match": b"*"})
    assert not ANSWER.is_held({b"if-none-match": b'"two"'})
    assert not ANSWER.is_held({})
    assert ANSWER.unchanged.startswith(b"HTTP/1.1 304 Not Modified\r\n")
    assert b"content-length" not in ANSWER.unchanged
    assert b'etag: "one"' in ANSWER.unchanged
    assert not answer(method="POST").is_held({b"if-none-match": b'"one"'})


def test_a_date_counts_where_no_tag_is_given() -> None:
    dated = [*HEADERS, (b"last-modified", b"Sat, 21 Nov 2026 10:00:00 GMT")]
    known = repeatable(request(), dated, b"x")
    assert known
    for date, held in (("10:00:00", True), ("10:00:01", True), ("09:59:59", False)):
        since = {b"if-modified-since": f"Sat, 21 Nov 2026 {date} GMT".encode()}
        assert known.is_held(since) is held
        assert not known.is_held(since | {b"if-none-match": b'"two"'})
    assert not known.is_held({b"if-modified-since": b"yesterday"})
