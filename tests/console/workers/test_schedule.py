"""The rules of the queue, without a process or a clock."""

from __future__ import annotations

import pytest

from console.problems import Problem
from console.workers.limits import Limits
from console.workers.schedule import Lane, Place, Schedule, Waiter

LIMITS = Limits(fast=2, slow=2, sending=4, pages=1, queue=3, client_requests=5)


def enter(schedule: Schedule, client: str, at: float = 0.0, lane: Lane = "query") -> Waiter:
    waiter = Waiter(client, lane, at)
    schedule.enter(waiter)
    return waiter


def test_the_client_that_used_least_goes_first_and_then_the_first() -> None:
    schedule = Schedule(LIMITS)
    schedule._use["heavy"] = (5.0, 0.0)
    heavy, early, late = (
        enter(schedule, client, at) for at, client in enumerate(("heavy", "light", "light"))
    )
    assert schedule.next() is early
    assert schedule.next() is late
    assert schedule.next() is None, "two fast places"
    schedule.leave("light", "fast", 1.0, 3.0)
    assert schedule.next() is heavy


def test_use_is_forgotten_by_halves() -> None:
    schedule = Schedule(LIMITS)
    enter(schedule, "a")
    schedule.next()
    schedule.leave("a", "fast", 8.0, 0.0)
    assert schedule.use("a", 0.0) == 8.0
    assert schedule.use("a", 60.0) == pytest.approx(2.0)


def test_a_page_has_a_place_of_its_own_and_may_take_a_fast_one() -> None:
    schedule = Schedule(LIMITS)
    waiters = [enter(schedule, str(n)) for n in range(3)]
    assert [schedule.next() for _ in range(3)] == [*waiters[:2], None]
    page, other = enter(schedule, "p", lane="page"), enter(schedule, "q", lane="page")
    assert schedule.next() is page
    assert page.place == "page"
    assert schedule.next() is None
    schedule.leave("0", "fast", 0.1, 1.0)
    assert schedule.next() is waiters[2]
    schedule.leave("1", "fast", 0.1, 1.0)
    assert schedule.next() is other
    assert other.place == "fast"


def test_a_client_has_so_many_requests_at_once_and_no_more() -> None:
    schedule = Schedule(LIMITS)
    waiters = [enter(schedule, "a") for _ in range(5)]
    with pytest.raises(Problem, match="5 requests"):
        enter(schedule, "a")
    schedule.withdraw(waiters[0])
    enter(schedule, "a")


def test_of_too_many_the_heaviest_makes_room() -> None:
    schedule = Schedule(LIMITS)
    schedule._use["heavy"] = (5.0, 0.0)
    heavy = enter(schedule, "heavy")
    for n in range(3):
        assert schedule.overflow() is None
        enter(schedule, str(n), at=n)
    assert schedule.overflow() is heavy
    assert schedule.overflow() is None


@pytest.mark.parametrize(("place", "share"), [("slow", 1), ("sending", 3)])
def test_one_client_does_not_hold_every_place_to_move_to(place: Place, share: int) -> None:
    schedule = Schedule(LIMITS)
    for _ in range(share):
        enter(schedule, "a")
        schedule.next()
        assert schedule.move("a", "fast", place)
    enter(schedule, "a")
    enter(schedule, "b")
    assert schedule.next()
    assert schedule.next()
    assert schedule.running(place) == share
    assert not schedule.move("a", "fast", place)
    assert schedule.move("b", "fast", place)
    schedule.leave("a", place, 1.0, 1.0)
    assert schedule.move("a", "fast", place)


def test_what_moves_frees_its_place() -> None:
    schedule = Schedule(LIMITS)
    enter(schedule, "a")
    schedule.next()
    assert schedule.move("a", "fast", "slow")
    assert (schedule.running("fast"), schedule.running("slow")) == (0, 1)
    assert schedule.move("a", "slow", "sending")
    assert (schedule.running("slow"), schedule.running("sending")) == (0, 1)
