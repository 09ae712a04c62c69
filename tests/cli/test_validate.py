"""``kg validate``: exit code 3 for a violation, the report on standard output."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.resources import folder
from kg.vocab import ID, PREFIXES

TYPE = PREFIXES["rdf"] + "type"
SHAPES = Path(__file__).parents[1] / "shapes"
RIGHT = str(SHAPES / "right.ttl")
WRONG = str(SHAPES / "wrong" / "share-of-140-percent.ttl")


def test_conforming_file_ends_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--data-file", RIGHT]) == 0
    assert capsys.readouterr().out == "The data conform: 0 violations, 0 warnings.\n"


def test_violation_ends_with_three_and_is_told_on_both_streams(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["validate", "--data-file", WRONG]) == 3
    captured = capsys.readouterr()
    assert "share-of-140-percent.ttl: error: Share from 0 to 100 %" in captured.out
    assert "violate the shapes" in captured.err
    assert "remedy:" in captured.err


def test_json_on_standard_output_is_nothing_but_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--data-file", WRONG, "--format", "json"]) == 3
    assert json.loads(capsys.readouterr().out)["violations"] == 1


def test_several_files_are_one_data_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--data-file", RIGHT, "--data-file", WRONG]) == 3
    assert "observationValue" in capsys.readouterr().out


def test_report_is_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "report.sarif"
    command = ["validate", "--data-file", WRONG, "--format", "sarif", "--output", str(output)]
    assert run(command) == 3
    assert json.loads(output.read_text("utf-8"))["version"] == "2.1.0"
    assert capsys.readouterr().out == ""


def test_output_that_cannot_be_written_ends_with_five(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "missing" / "report.txt"
    assert run(["validate", "--data-file", RIGHT, "--output", str(output)]) == 5
    assert "report.txt" in capsys.readouterr().err


def test_messages_come_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--data-file", WRONG, "--language", "zh"]) == 3
    assert "请更正百分数" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "html", "--data-file", RIGHT],
        ["--language", "fr", "--data-file", RIGHT],
        ["--data-file", "missing.ttl"],
        ["--seeds", "missing"],
        ["--data-file", __file__],
    ],
    ids=["format", "language", "file", "folder", "extension"],
)
def test_wrong_usage_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", *arguments]) == 2
    assert capsys.readouterr().err


def test_broken_file_ends_with_one_and_names_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("<a> <b> .\n")
    assert run(["validate", "--data-file", str(file)]) == 1
    assert f"{file}:1" in capsys.readouterr().err


def test_record_of_a_violation_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A share of 140 percent is well-formed as a record; only a shape can tell that it is wrong."""
    seeds = tmp_path / "seeds"
    shutil.copytree(folder("seeds"), seeds)
    record = seeds / "002.yaml"
    lines = record.read_text("utf-8").splitlines(keepends=True)
    share = next(n for n, line in enumerate(lines) if line.strip() == "- id: 002-003")
    stated = next(n for n in range(share, len(lines)) if lines[n].lstrip().startswith("stated:"))
    lines[stated] = '    stated: {digits: "140"}\n'
    lines[stated + 1] = "    qualifier: exact\n"
    record.write_text("".join(lines), "utf-8")
    assert run(["validate", "--seeds", str(seeds)]) == 3
    out = capsys.readouterr().out
    assert f"{record}:{share + 1}: error: Share from 0 to 100 %" in out


def test_ill_typed_literals_are_told_by_the_report_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "data.nt"
    value, date = PREFIXES["cbec"] + "value", PREFIXES["cbec"] + "startDate"
    file.write_text(
        f'<{ID}obs/1> <{value}> "abc"^^<{PREFIXES["xsd"]}decimal> .\n'
        f"<{ID}obs/1> <{TYPE}> <{PREFIXES['cbec']}AmountObservation> .\n"
        f'<{ID}event/1> <{date}> "2024-13-45"^^<{PREFIXES["xsd"]}date> .\n'
        f"<{ID}event/1> <{TYPE}> <{PREFIXES['cbec']}Meeting> .\n"
    )
    assert run(["validate", "--data-file", str(file)]) == 3
    out = capsys.readouterr().out
    assert "[shapes:observationValue]" in out
    assert "[shapes:eventStartDate]" in out
    assert not caplog.records


def test_a_literal_that_cannot_be_compared_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine raises a TypeError of Python's there, which would say nothing to a reader."""
    file = tmp_path / "ill-typed.ttl"
    date = f"^^<{PREFIXES['xsd']}date>"
    file.write_text(
        f"<{ID}doc/x> a <{PREFIXES['cbec']}SourceDocument> ;\n"
        f'  <{PREFIXES["cbec"]}publicationDate> "soon"{date} ;\n'
        f'  <{PREFIXES["cbec"]}accessDate> "2026-01-01"{date} .\n'
    )
    assert run(["validate", "--data-file", str(file)]) == 1
    message = capsys.readouterr().err
    assert f'"soon"{date} ' in message.replace("\n", " ")
    assert "unforeseen" not in message


def test_a_pipe_is_refused_and_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "data.ttl")
    assert run(["validate", "--data-file", str(tmp_path / "data.ttl")]) == 2
    assert "is not a regular file" in capsys.readouterr().err
