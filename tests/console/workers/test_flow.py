"""Answers in an event loop are those that a thread gets, and end in the same ways."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import uvloop

from console.problems import Problem
from console.workers import BrokenAnswerError, Pool, Task
from console.workers.flow import Flow

ENDLESS = "SELECT * { %s }"
COUNT = "SELECT (COUNT(*) AS ?n) { %s }"
ELSEWHERE = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
LONG = "SELECT * { ?s ?p ?o . ?t ?q ?r } LIMIT 20000"


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def runner(request: pytest.FixtureRequest):
    """An event loop of either kind."""
    with asyncio.Runner(loop_factory=request.param) as opened:
        yield opened


async def read(flow: Flow) -> bytes:
    if flow.whole is not None:
        return flow.whole
    return b"".join([piece async for piece in flow])


@pytest.fixture(scope="module")
def patient(folder: Path, lab: SimpleNamespace) -> Iterator[Pool]:
    """A pool that gives every query its time."""
    opened = Pool(folder / "store", replace(lab.QUICK, seconds=30))
    yield opened
    opened.close()


@pytest.mark.parametrize("text", ["ASK {}", "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 9", LONG])
def test_the_answer_is_the_same_in_a_thread_and_in_a_loop(
    runner, patient: Pool, lab: SimpleNamespace, text: str
) -> None:
    async def ask() -> list[bytes]:
        return [await read(await patient.flow(Task("query", text, lab.CSV))) for _ in range(3)]

    expected = lab.ask(patient, text, lab.CSV)
    assert runner.run(ask()) == [expected] * 3
    assert lab.ask(patient, text, lab.CSV) == expected, "the worker serves threads afterwards"


@pytest.mark.parametrize(
    ("text", "code"),
    [("SELECT {", "query"), (COUNT, "time-limit"), (ELSEWHERE, "service")],
)
def test_a_refusal_is_the_same(
    runner, pool: Pool, lab: SimpleNamespace, text: str, code: str
) -> None:
    asked = text % lab.cross() if "%" in text else text
    with pytest.raises(Problem) as refused:
        runner.run(pool.flow(Task("query", asked, lab.CSV)))
    assert refused.value.code == code


def test_a_cancelled_query_ends(runner, pool: Pool, lab: SimpleNamespace) -> None:
    async def leave() -> None:
        work = asyncio.ensure_future(pool.flow(Task("query", COUNT % lab.cross(), lab.CSV)))
        while not pool.load()["fast"]:
            await asyncio.sleep(0.01)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

        while pool.load()["fast"]:
            await asyncio.sleep(0.01)

    left = pool.statistics.endings["disconnected"]
    runner.run(leave())
    assert pool.statistics.endings["disconnected"] == left + 1


def test_a_cancelled_query_that_is_about_to_end_costs_no_worker(
    runner, patient: Pool, lab: SimpleNamespace
) -> None:
    async def leave() -> None:
        for _ in range(20):
            work = asyncio.ensure_future(patient.flow(Task("query", "ASK {}", lab.CSV)))
            await asyncio.sleep(0)
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work
        while patient.load()["fast"]:
            await asyncio.sleep(0.01)

    before = patient.statistics.endings["answered"]
    runner.run(leave())
    assert patient.statistics.endings["answered"] > before


def test_one_that_waits_can_be_cancelled(
    runner, start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, fast=1, slow=0, seconds=30, fast_seconds=20))

    async def leave() -> bytes:
        bomb = asyncio.ensure_future(pool.flow(Task("query", COUNT % lab.cross(), lab.CSV)))
        while not pool.load()["fast"]:
            await asyncio.sleep(0.01)
        second = asyncio.ensure_future(pool.flow(Task("query", "ASK {}", lab.CSV)))
        while not pool.load()["waiting"]:
            await asyncio.sleep(0.01)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        assert pool.load()["waiting"] == 0
        third = asyncio.ensure_future(pool.flow(Task("query", "ASK {}", lab.CSV)))
        while not pool.load()["waiting"]:
            await asyncio.sleep(0.01)
        bomb.cancel()
        return await read(await third)

    assert runner.run(leave()) == b"true\n"


def test_a_worker_that_is_lost_in_the_middle_breaks_the_answer(
    runner, pool: Pool, lab: SimpleNamespace
) -> None:
    async def lose() -> None:
        flow = await pool.flow(Task("query", ENDLESS % lab.cross(), lab.CSV))
        for pid in pool.processes()[1:]:
            os.kill(pid, signal.SIGKILL)
        await read(flow)

    with pytest.raises(BrokenAnswerError):
        runner.run(lose())
    lab.eventually(lambda: b"true" in lab.ask(pool, "ASK {}"))
