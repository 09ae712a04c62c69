"""Under which names the server may be called."""

from __future__ import annotations

import pytest

from console.hosts import check_host
from console.problems import Problem

KNOWN = ("kg.example", ".sub.example")


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "localhost:8000", "LOCALHOST.", "127.0.0.1:80", "[::1]:8000", "192.0.2.7",
        "localhost:", "[fe80::1%25eth0]:1",
        "kg.example", "KG.example:443", "a.sub.example",
    ],
)  # fmt: skip
def test_own_names_and_addresses_are_let_through(host: str) -> None:
    check_host(host, KNOWN)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example:8000",
        "xkg.example", "sub.example", "kg.example.evil.example", "1.2.3", "0x7f.1", "[::1.x]",
    ],
)  # fmt: skip
def test_other_names_are_misdirected(host: str) -> None:
    with pytest.raises(Problem) as caught:
        check_host(host, KNOWN)
    assert caught.value.status == 421


@pytest.mark.parametrize(
    "host",
    [
        "", "\t", " ", ":80", "[]", "a@localhost", "localhost:80@evil.example", "::1", "[::1",
        "localhost:x", "localhost:99999", "localhost:0080000", "localhost/x", "a b", "\xe9.example",
    ],
)  # fmt: skip
def test_what_is_no_name_is_a_bad_request(host: str) -> None:
    with pytest.raises(Problem) as caught:
        check_host(host, KNOWN)
    assert caught.value.status == 400
