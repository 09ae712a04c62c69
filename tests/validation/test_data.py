"""Data files are read by their extension; a broken one is reported with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, UsageError
from kg.validation import read_data

TRIPLE = "<https://example.org/s> <https://example.org/p> <https://example.org/o> .\n"


@pytest.mark.parametrize("extension", ["ttl", "nt", "nq", "trig"])
def test_file_is_read_in_the_format_of_its_extension(tmp_path: Path, extension: str) -> None:
    file = tmp_path / f"data.{extension}"
    file.write_text(TRIPLE)
    assert len(read_data([file])[file]) == 1


def test_unknown_extension_is_a_usage_error_that_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.csv") as caught:
        read_data([tmp_path / "data.csv"])
    assert ".ttl" in caught.value.expected


def test_broken_file_is_reported_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text(TRIPLE + "<https://example.org/s> <no .\n")
    with pytest.raises(InputError) as caught:
        read_data([file])
    assert caught.value.where is not None
    assert (caught.value.where.file, caught.value.where.line) == (file, 2)
