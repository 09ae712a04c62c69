"""``kg seeds check`` finds what a build would refuse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.resources import folder


def test_the_seeds_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["seeds", "check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("5 documents, ")


def test_a_code_that_no_list_has_is_told_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds = Path(shutil.copytree(folder("seeds"), tmp_path / "seeds"))
    file = seeds / "000.yaml"
    text = file.read_text("utf-8")
    wanted = "object: theme/technology"
    assert text.count(wanted) == 1
    file.write_text(text.replace(wanted, "object: theme/nonsense"), "utf-8")
    assert run(["seeds", "check", "--seeds", str(seeds)]) == 1
    error = capsys.readouterr().err
    assert "there is no code theme/nonsense" in error
    place = error.removeprefix("kg: ").split(": ")[0]
    name, line = place.rsplit(":", 1)
    assert name == str(file)
    record = text.split("\n")[int(line) - 1 :]
    assert wanted in "\n".join(record[:12])
