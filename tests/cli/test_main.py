"""The frame of the command line: help, exit codes, and what goes where."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from kg.cli import main
from kg.cli.main import COMMANDS, run
from kg.errors import (
    InconsistentError,
    InputError,
    KgError,
    NonConformingError,
    StoreError,
    UsageError,
)

each_command = pytest.mark.parametrize("name", COMMANDS)


def kg(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg.cli.main", *arguments],
        capture_output=True, text=True, check=False, **options,
    )  # fmt: skip


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    """Make ``kg doctor`` raise what is given."""

    def fail(error: BaseException) -> None:
        @click.command()
        def command() -> None:
            raise error

        monkeypatch.setattr(import_module("kg.cli.doctor"), "command", command)

    return fail


def test_help_lists_every_command_and_imports_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    for name, summary in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(summary[:30])}", text, re.MULTILINE)
    program = (
        "import sys; from kg.cli.main import run; run(['--help']); "
        "print(sorted(n for n in sys.modules if n.startswith(('kg.', 'rdflib', 'pyoxigraph'))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (
        done.stdout.splitlines()[-1] == "['kg.cli', 'kg.cli.main', 'kg.cli.streams', 'kg.errors']"
    )


def test_help_loads_nothing_that_takes_time() -> None:
    """An engine or a reasoner is loaded by the command that needs it."""
    program = (
        "import sys; from kg.cli.main import run; code = run(['--help']); "
        "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(  # our own text
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "click" in loaded
    assert not loaded & {"flask", "owlready2", "pyarrow", "pyoxigraph", "pyshacl", "rdflib", "yaml"}


@each_command
def test_each_command_has_the_summary_of_the_list_and_a_help(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = import_module(f"kg.cli.{name}").command
    assert isinstance(command, click.Command)
    assert run([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"Usage: kg {name} ")
    assert len(text.splitlines()) > 5


@each_command
def test_each_command_refuses_an_unknown_option(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([name, "--no-such-option"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "--no-such-option" in captured.err


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert re.fullmatch(r"kg, version \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


def test_an_unknown_command_is_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["qurey"]) == 2
    assert "Did you mean 'query'?" in capsys.readouterr().err
    assert run(["zzz"]) == 2
    assert "kg --help" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KgError("x"), 1),
        (InputError("x"), 1),
        (UsageError("x"), 2),
        (NonConformingError("x"), 3),
        (InconsistentError("x"), 4),
        (StoreError("x"), 5),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
    ],
)
def test_each_error_has_its_exit_code(
    failing, error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(error)
    assert run(["doctor"]) == code
    assert capsys.readouterr().out == ""


def test_an_error_says_expected_and_remedy_on_standard_error(
    failing, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(InputError("the unit is 'CNX'", expected="CNY or USD", remedy="write CNY"))
    assert run(["doctor"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "kg: the unit is 'CNX'",
        "  expected: CNY or USD",
        "  remedy: write CNY",
    ]


def test_an_unforeseen_error_asks_for_a_report_and_shows_its_place_on_request(
    failing, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(ZeroDivisionError("one by zero"))
    assert run(["doctor"]) == 1
    short = capsys.readouterr().err
    assert "unforeseen ZeroDivisionError: one by zero" in short
    assert "report" in short
    assert "Traceback" not in short
    assert run(["--debug", "doctor"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_leaves_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m kg.cli.main query --list | head -n 1",
        shell=True, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_that_completes(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["completion", shell]) == 0
    assert "_KG_COMPLETE" in capsys.readouterr().out
    environment = {**os.environ, "_KG_COMPLETE": "bash_complete", "COMP_WORDS": "kg rel"}
    done = kg(env={**environment, "COMP_CWORD": "1"})
    assert done.stdout == "plain,releases\n"


def test_the_commands_of_the_list_are_those_that_there_are() -> None:
    names = {path.stem for path in Path(main.__file__).parent.glob("*.py")}
    assert set(COMMANDS) <= names
    assert names - set(COMMANDS) == {
        "__init__",
        "answers",
        "main",
        "options",
        "progress",
        "setting",
        "streams",
    }
