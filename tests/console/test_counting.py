"""The rows of an answer are counted whatever their order."""

from __future__ import annotations

from console.counting import Count, count_lines


def test_rows_are_counted_as_a_bag() -> None:
    one, other = count_lines([b"?x\na\nb\n"], 1), count_lines([b"?x", b"\nb\na\n"], 1)
    assert one == other
    assert one != count_lines([b"?x\na\na\nb\n"], 1)
    assert count_lines([b"?x\n_:b1\n"], 1) == count_lines([b"?x\n_:c9\n"], 1)
    assert count_lines([b"x" * (33 << 20)]) is None
    assert count_lines([]) == Count(0, "0" * 32)
