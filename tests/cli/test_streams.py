"""The command behaves on streams that are closed, full or in a narrow encoding."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

KG = (sys.executable, "-m", "kg.cli.main")
NAMES = "SELECT ?l { place:Shenzhen rdfs:label ?l } ORDER BY ?l"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def run_in_shell(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell in which "$@" is the command."""
    return subprocess.run(
        ["sh", "-c", line, "sh", *KG], capture_output=True, env={**os.environ, **environment}
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_defect(data_folder: Path, closed: str) -> None:
    """Whoever closes a stream wants no answer there; nothing is said of a defect."""
    done = run_in_shell(f'"$@" query "{NAMES}" --data "{data_folder}" {closed}')
    assert done.returncode == 0
    assert b"unforeseen" not in done.stderr


def test_a_closed_standard_input_is_an_empty_query(data_folder: Path) -> None:
    done = run_in_shell(f'"$@" query - --data "{data_folder}" <&-')
    assert done.returncode == 1
    assert b"the query is empty" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
@pytest.mark.parametrize("command", [f'query "{NAMES}"', "releases", "export --graph entities"])
def test_a_full_disk_behind_standard_output_is_said(data_folder: Path, command: str) -> None:
    done = run_in_shell(f'"$@" {command} --data "{data_folder}" > /dev/full')
    assert done.returncode == 5
    assert done.stderr.decode().splitlines()[-3:] == [
        "kg: standard output: No space left on device",
        "  expected: room for the answer",
        "  remedy: make space where the answer goes, or send it elsewhere",
    ]


def test_without_a_locale_text_is_utf_8(data_folder: Path) -> None:
    line = f'"$@" query "{NAMES}" --format table --data "{data_folder}"'
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    done = run_in_shell(line, **plain)
    assert done.returncode == 0
    assert "深圳" in done.stdout.decode("utf-8")


def test_what_an_encoding_lacks_is_written_as_an_escape(data_folder: Path) -> None:
    line = f'"$@" query "{NAMES}" --format table --data "{data_folder}"'
    done = run_in_shell(line, PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert rb"\u6df1\u5733" in done.stdout


def test_ctrl_c_ends_a_query_that_the_engine_is_at(data_folder: Path) -> None:
    process = subprocess.Popen(
        [*KG, "query", ENDLESS, "--data", str(data_folder)], stderr=subprocess.PIPE
    )
    try:
        deadline = time.monotonic() + 15
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
        assert process.poll() in {-signal.SIGINT, 130}
    finally:
        process.kill()
        process.communicate()
