"""Queries that are meant to hurt: each costs its own answer, in time, and nothing else."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest

from console.problems import Problem
from console.workers import BrokenAnswerError, Pool, Task
from kg.errors import FaultError

THREE = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BOMBS = {
    "a count of a cross product": ("SELECT (COUNT(*) AS ?n) {%s}", {"time-limit"}),
    "an order over a cross product": (
        f"SELECT * {THREE} ORDER BY ?i ?f",
        {"memory-limit", "time-limit"},
    ),
    "distinct rows of a cross product": (
        f"SELECT DISTINCT * {THREE} OFFSET 900000000",
        {"memory-limit", "time-limit"},
    ),
    "a random order": (f"SELECT * {THREE} ORDER BY RAND() LIMIT 1", {"memory-limit", "time-limit"}),
    "a long concatenation": (
        f"SELECT (GROUP_CONCAT(?c) AS ?x) {THREE}",
        {"memory-limit", "time-limit"},
    ),
    "a string doubled 30 times": (
        'SELECT ?s30 { BIND("xxxxxxxx" AS ?s0) '
        + " ".join(f"BIND(CONCAT(?s{n},?s{n}) AS ?s{n + 1})" for n in range(30))
        + "}",
        {"memory-limit", "time-limit"},
    ),
    "the difference of cross products": (
        f"SELECT (COUNT(*) AS ?n) {{ {THREE} MINUS {THREE} }}",
        {"memory-limit", "time-limit"},
    ),
    "a closure over every edge": (
        "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?c (!<urn:x>)* ?d . ?e ?f ?g }",
        {"memory-limit", "time-limit"},
    ),
}
DEEP = {
    "EXISTS": "ASK {" + "FILTER EXISTS {" * 3000 + "}" * 3000 + "}",
    "groups": "ASK " + "{" * 20000 + "}" * 20000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_within_the_limit_and_the_next_answer_comes_at_once(
    pool: Pool, lab: SimpleNamespace, name: str
) -> None:
    text, codes = BOMBS[name]
    text = text.replace("%s", lab.cross())
    assert lab.outcome(pool, text).code in codes
    assert b"true" in lab.ask(pool, "ASK {}")


def test_memory_is_bounded_where_time_is_not(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    """An order over a cross product holds all of it: it ends by memory, long before the time."""
    pool = start(replace(lab.QUICK, seconds=60, memory=96 << 20))
    text = BOMBS["an order over a cross product"][0]
    ended = lab.outcome(pool, text)
    assert (ended.code, ended.status) == ("memory-limit", 422)
    doubled = lab.outcome(pool, BOMBS["a string doubled 30 times"][0])
    assert doubled.code == "memory-limit"
    assert b"true" in lab.ask(pool, "ASK {}")


def test_the_resident_size_is_watched_where_the_address_space_is_not_enough(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    """What all workers hold together is bounded too: the largest gives way."""
    pool = start(replace(lab.QUICK, seconds=60, memory_all=120 << 20, memory=400 << 20))
    ended = lab.outcome(pool, BOMBS["an order over a cross product"][0])
    assert (ended.code, ended.status) == ("busy", 503)


@pytest.mark.parametrize("name", DEEP)
def test_nesting_that_would_crash_the_engine_costs_one_answer(
    pool: Pool, lab: SimpleNamespace, name: str
) -> None:
    """The store refuses it; where that should ever fail, the worker ends in its stead."""
    ended = lab.outcome(pool, DEEP[name])
    assert ended.status in {400, 503}
    assert b"true" in lab.ask(pool, "ASK {}")


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGBUS])
def test_a_crash_of_the_engine_costs_one_answer(
    start: Callable[..., Pool], lab: SimpleNamespace, number: int
) -> None:
    pool = start(replace(lab.QUICK, seconds=5))
    with ThreadPoolExecutor(1) as threads:
        bomb = f"SELECT (COUNT(*) AS ?n) {{ {lab.cross()} }}"
        ending = threads.submit(lab.outcome, pool, bomb)
        lab.eventually(lambda: pool.load()["fast"] == 1)
        for lease in list(pool._lending.warden.leases):
            os.kill(lease.worker.pid, number)
        ended = ending.result()
    assert (ended.code, ended.status) == ("engine-crashed", 503)
    assert b"true" in lab.ask(pool, "ASK {}")


def test_an_error_that_nobody_foresaw_is_told_as_such_and_costs_one_answer(
    pool: Pool, lab: SimpleNamespace
) -> None:
    """The views ask for descriptions of IRIs alone; what the client is told holds no internals."""
    with pytest.raises(Problem) as caught:
        pool.run(Task("describe", "no IRI", "text/turtle"))
    assert (caught.value.code, caught.value.status) == ("error", 500)
    assert "log" in caught.value.detail
    assert isinstance(caught.value.__cause__, FaultError)
    assert "ValueError" in str(caught.value.__cause__)
    assert b"true" in lab.ask(pool, "ASK {}")


class Canary:
    """A server that tells whether anybody came."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}/"

    def visited(self) -> bool:
        try:
            self._listener.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def canary() -> Iterator[Canary]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        yield Canary(listener)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
        "SELECT * { VALUES ?s { <%s> } SERVICE ?s { ?a ?b ?c } }",
        "SELECT * { VALUES (?a ?b) {(1 2)} FILTER(?a<?b#c> '''\n) SERVICE <%s> {?s ?p ?o} #'''\n}",
    ],
)
def test_nothing_is_fetched_even_where_no_guard_looked(
    pool: Pool, lab: SimpleNamespace, canary: Canary, text: str
) -> None:
    """A silent SERVICE is refused too, since an empty answer would be a lie."""
    if pool.unboxed:
        pytest.skip(pool.unboxed)
    ended = lab.outcome(pool, text % canary.address)
    # the engine itself does not know SERVICE with a variable
    assert ended.code == ("query" if "SERVICE ?s" in text else "service")
    assert not canary.visited()
    assert b"true" in lab.ask(pool, "ASK {}")


def test_from_fetches_and_reads_nothing(pool: Pool, lab: SimpleNamespace, canary: Canary) -> None:
    for iri in (canary.address, "file:///etc/passwd"):
        ended = lab.outcome(pool, f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}")
        assert (ended.code, ended.status) == ("service", 403)
    assert not canary.visited()


def test_load_is_no_query(pool: Pool, lab: SimpleNamespace, canary: Canary) -> None:
    ended = lab.outcome(pool, f"LOAD <{canary.address}>")
    assert (ended.code, ended.status) == ("query", 400)
    assert not canary.visited()


def test_a_limit_that_is_reached_late_breaks_the_transfer(pool: Pool, lab: SimpleNamespace) -> None:
    running = pool.run(Task("query", f"SELECT * {{ {lab.cross()} }}", lab.CSV))
    size = len(next(running))
    with pytest.raises(BrokenAnswerError) as broken:
        deque(running, maxlen=0)
    assert broken.value.problem.code == "time-limit"
    assert size >= pool.limits.buffer


def test_an_answer_above_the_limits_is_refused_before_it_begins(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, result_bytes=20_000, result_rows=100))
    few = lab.ask(pool, "SELECT ?s { ?s ?p ?o } LIMIT 100", lab.CSV)
    assert few.count(b"\n") == 101
    for media_type in (lab.CSV, lab.JSON, "text/tab-separated-values"):
        rows = lab.outcome(pool, "SELECT ?s { ?s ?p ?o } LIMIT 150", media_type=media_type)
        assert (rows.code, rows.status) == ("result-too-large", 413)
    size = lab.outcome(
        pool, 'SELECT (CONCAT("%s", STR(?s)) AS ?t) {?s ?p ?o} LIMIT 90' % ("x" * 999)
    )
    assert (size.code, size.status) == ("result-too-large", 413)


def test_an_answer_above_the_limits_breaks_after_it_has_begun(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, result_bytes=500_000))
    running = pool.run(Task("query", f"SELECT * {{ {lab.cross()} }}", lab.CSV))
    with pytest.raises(BrokenAnswerError, match="result-too-large"):
        b"".join(running)


def test_fifty_polite_clients_get_right_answers_while_five_are_hostile(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(lab.QUICK)
    bomb = f"SELECT (COUNT(*) AS ?n) {{ {lab.cross()} }}"
    end = time.monotonic() + 3

    def hostile(client: int) -> set[str]:
        codes = set()
        while time.monotonic() < end:
            codes.add(lab.outcome(pool, bomb, f"hostile {client}").code)
        return codes

    def polite(client: int) -> list[bool]:
        right = []
        for turn in range(10):
            number = client * 100 + turn
            body = lab.ask(pool, f"SELECT ({number} AS ?n) {{}}", lab.CSV, f"polite {client}")
            right.append(body == b"n\r\n%d\r\n" % number)
        return right

    with ThreadPoolExecutor(55) as threads:
        bad = [threads.submit(hostile, client) for client in range(5)]
        good = [threads.submit(polite, client) for client in range(50)]
        assert all(all(answers.result()) for answers in good)
        assert sum(len(answers.result()) for answers in good) == 500
        assert set().union(*(codes.result() for codes in bad)) <= {"busy", "time-limit"}


def test_a_page_does_not_wait_behind_queries(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, seconds=4, fast_seconds=3))
    bomb = f"SELECT (COUNT(*) AS ?n) {{ {lab.cross()} }}"
    with ThreadPoolExecutor(6) as threads:
        bad = [threads.submit(lab.outcome, pool, bomb, str(client)) for client in range(6)]
        lab.eventually(lambda: pool.load()["fast"] == 2 and pool.load()["waiting"] == 4)
        page = pool.run(Task("table", "SELECT ?s { ?s ?p ?o } LIMIT 1", "", rows=9), lane="page")
        assert page.whole is not None
        assert not all(end.done() for end in bad), "the page came first"
        assert {end.result().code for end in bad} <= {"busy", "time-limit"}
