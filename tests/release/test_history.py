"""What was current when."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kg.release.history import append_entry, read_history


def test_a_clock_that_is_set_back_does_not_turn_the_order_round(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    late, early = (datetime(year, 1, 1, tzinfo=UTC) for year in (2098, 2026))
    append_entry(path, "a", "build", early)
    append_entry(path, "b", "revision", late)
    append_entry(path, "c", "revision", early)
    append_entry(path, "d", "revision")
    entries = read_history(path)
    assert [entry.id for entry in entries] == ["a", "b", "c", "d"]
    assert [entry.time[:4] for entry in entries] == ["2026", "2098", "2098", "2098"]
