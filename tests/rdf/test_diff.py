"""The difference of two datasets is told entity by entity."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.rdf.diff import difference

LINES = st.sets(
    st.builds("<urn:{}> <urn:p> <urn:{}> .".format, st.sampled_from("abc"), st.integers(0, 9))
)


@given(LINES, LINES)
def test_applying_the_difference_to_the_old_gives_the_new(old, new):
    """new = old − removed + added, each subject once, in order, with no empty change."""
    changes = list(difference(sorted(old), sorted(new)))
    removed = {line for change in changes for line in change.removed}
    added = {line for change in changes for line in change.added}
    assert (old - removed) | added == new
    assert removed == old - new
    assert added == new - old
    subjects = [change.subject for change in changes]
    assert subjects == sorted(set(subjects))
    assert all(change.added or change.removed for change in changes)


def test_unsorted_lines_are_refused():
    with pytest.raises(InputError, match="stands behind"):
        list(difference(["b", "a"], []))


def test_memory_does_not_grow_with_the_datasets():
    """Two datasets of 200,000 lines each are compared in less than a megabyte."""
    old = (f"<urn:{n:07}> <urn:p> <urn:x> ." for n in range(0, 400_000, 2))
    new = (f"<urn:{n:07}> <urn:p> <urn:x> ." for n in range(0, 400_000, 2) if n % 1000)
    tracemalloc.start()
    count = sum(1 for _ in difference(old, new))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 400
    assert peak < 1_000_000
