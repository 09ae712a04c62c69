"""Limits are set under the names by which they are published."""

from __future__ import annotations

import pytest

from console.bounds import Bounds
from console.limiting import choose_limits
from console.settings import Settings
from console.workers import Limits
from kg.errors import UsageError
from kg.revision.bounds import Bounds as Changes

PARTS = [("", Limits()), ("front-", Bounds()), ("", Settings()), ("write-", Changes())]


def test_what_is_not_named_stays_as_it_is() -> None:
    assert choose_limits([], PARTS) == [part for _, part in PARTS]


def test_each_part_takes_its_own_and_the_last_word_counts() -> None:
    texts = ["seconds=2.5", "memory=1GiB", "front-connections=100", "longest-query=9"]
    queries, front, settings, changes = choose_limits(
        [*texts, "write-memory=1MiB", "seconds=30"], PARTS
    )
    assert (queries.seconds, queries.memory, front.connections) == (30.0, 1 << 30, 100)
    assert (settings.longest_query, changes.memory) == (9, 1 << 20)
    assert front.largest_body == Bounds().largest_body


def test_a_cache_may_be_left_out() -> None:
    assert choose_limits(["cache-bytes=0"], PARTS)[0].cache_bytes == 0


def test_a_name_that_is_none_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError) as error:
        choose_limits(["second=3"], PARTS)
    assert "'second'" in str(error.value)
    assert "seconds" in (error.value.remedy or "")


@pytest.mark.parametrize(
    "text",
    ["seconds", "seconds=", "seconds=0", "seconds=-1", "seconds=1e3", "seconds=nan", "fast=1.5",
     "fast=0", "memory=1GB", "seconds=3MiB", "memory=1 GiB", "fast=１", "trusted-proxies=1"],
)  # fmt: skip
def test_a_value_that_is_no_number_of_its_kind_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as error:
        choose_limits([text], PARTS)
    assert text.partition("=")[0] in str(error.value)
