"""Whoever waits at a terminal sees which step is at work; a pipe gets it only where asked for."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from kg.cli.progress import shown_steps


def test_a_pipe_gets_a_line_a_step_or_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for in_pipes, written in ((True, "kg: one\nkg: two\n"), (False, "")):
        with shown_steps(in_pipes=in_pipes) as progress:
            progress("one")
            progress("two")
        assert capsys.readouterr() == ("", written)


@pytest.mark.parametrize(
    ("arguments", "step"),
    [(("validate",), "hold the data against"), (("ontology", "check"), "ask HermiT")],
)
def test_a_terminal_sees_the_step_at_work(arguments: tuple[str, ...], step: str) -> None:
    primary, secondary = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli.main", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=secondary,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    )
    os.close(secondary)
    seen = b""
    try:
        while step.encode() not in seen:
            seen += os.read(primary, 4096)  # an error at the end, when it never came
    finally:
        process.kill()
        process.wait()
        os.close(primary)
