"""Answers that are repeated: only what may be, only to whom it was meant, never across releases."""

from __future__ import annotations

import pytest

from console.recent import Recent, Whole, fresh

SCOPE = {"method": "GET", "path": "/a", "raw_path": b"/a", "query_string": b"q=1", "scheme": "http"}
HEADERS = [(b"etag", b'"one"'), (b"cache-control", b"public, no-cache"), (b"content-length", b"1")]
ANSWER = Whole(HEADERS, b"x", "route")


def filled() -> Recent:
    recent = Recent(100_000, 1_000)
    key = recent.key(SCOPE, {b"accept": b"text/csv"})
    assert key
    recent.put(key, ANSWER)
    return recent


def find(recent: Recent, scope: dict[str, object] | None = None, **headers: str) -> Whole | None:
    named = {
        name.replace("_", "-").encode(): value.encode()
        for name, value in ({"accept": "text/csv"} | headers).items()
    }
    key = recent.key(SCOPE | (scope or {}), named)
    return recent.get(key) if key else None


def test_the_same_request_gets_the_same_answer() -> None:
    assert find(filled()) is ANSWER


@pytest.mark.parametrize(
    "scope",
    [{"method": "HEAD"}, {"method": "POST"}, {"query_string": b"q=2"}, {"raw_path": b"/b"}],
)
def test_another_address_or_method_is_another_request(scope: dict[str, object]) -> None:
    assert find(filled(), scope) is None


@pytest.mark.parametrize(
    "name",
    ["accept", "accept_encoding", "accept_language", "host", "x_forwarded_host", "authorization",
     "cookie", "range", "cache_control", "if_match"],
)  # fmt: skip
def test_a_header_that_may_matter_makes_another_request(name: str) -> None:
    assert find(filled(), None, **{name: "other"}) is None


def test_a_switch_forgets_everything() -> None:
    recent = filled()
    before = recent.generation
    recent.forget()
    assert find(recent) is None
    assert recent.generation != before


@pytest.mark.parametrize(
    "headers",
    [HEADERS[1:], [(b"etag", b'"one"')], [(b"etag", b'"one"'), (b"cache-control", b"no-store")]],
)
def test_what_is_not_public_or_has_no_tag_is_not_kept(headers: list[tuple[bytes, bytes]]) -> None:
    recent = Recent(100_000, 1_000)
    key = recent.key(SCOPE, {})
    assert key
    recent.put(key, Whole(headers, b"x", ""))
    assert recent.get(key) is None


def test_no_more_is_held_than_was_said() -> None:
    recent = Recent(20_000, 1_000)
    for number in range(100):
        key = recent.key(SCOPE | {"query_string": str(number).encode()}, {})
        assert key
        recent.put(key, Whole(HEADERS, b"x" * 500, ""))
    held = [number for number in range(100) if find(recent, {"query_string": str(number).encode()},
                                                    accept="")]  # fmt: skip
    assert len(held) < 20


def test_a_client_that_holds_the_answer_gets_304_without_a_body() -> None:
    status, headers, body = fresh(ANSWER, {b"if-none-match": b'"zero", W/"one"'})
    assert (status, body) == (304, b"")
    assert b"content-length" not in dict(headers)
    assert dict(headers)[b"etag"] == b'"one"'
    assert fresh(ANSWER, {b"if-none-match": b'"two"'})[0] == 200
