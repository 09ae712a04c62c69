"""The running server: how it starts and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest

from console.serve import serve
from kg.errors import NoReleaseError, UsageError

NAME = "https://schema.org/propertyID"
VALUE = "https://schema.org/value"


def start(data: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kg.cli.main", "serve", "--data", str(data), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_answers_and_ends_cleanly_on_a_signal(
    data_folder: Path, release: Path, number: int
) -> None:
    server = start(data_folder, "--port", "0")
    assert server.stderr is not None
    line = server.stderr.readline()
    assert line.startswith(f"Serving {release.name} (")
    with urlopen(f"{line.split()[-1]}health") as answer:
        assert release.name in answer.read().decode()
        assert "Server" not in answer.headers
    os.kill(server.pid, number)
    out, err = server.communicate(timeout=10)
    assert (server.returncode, out, err) == (0, "", "")


def test_a_port_in_use_is_named(data_folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = start(data_folder, "--port", str(port))
        out, err = done.communicate(timeout=20)
    assert (done.returncode, out) == (2, "")
    assert f"port {port}" in err
    assert "--port" in err


def test_an_address_that_is_not_ours_is_refused(data_folder: Path) -> None:
    with pytest.raises(UsageError, match=r"192\.0\.2\.1"):
        serve(data_folder, "192.0.2.1", 0)


def test_a_folder_without_a_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoReleaseError):
        serve(tmp_path, port=0)


def test_a_limit_that_was_set_holds_and_is_published(data_folder: Path) -> None:
    server = start(data_folder, "--port", "0", "--limit", "seconds=7", "--limit", "page-rows=3")
    assert server.stderr is not None
    address = server.stderr.readline().split()[-1]
    try:
        asked = Request(f"{address}sparql", headers={"Accept": "application/n-triples"})
        with urlopen(asked) as answer:
            said = list(ox.parse(answer.read(), format=ox.RdfFormat.N_TRIPLES))
        values = {one.subject: one.object.value for one in said if one.predicate.value == VALUE}
        held = {
            one.object.value: values[one.subject] for one in said if one.predicate.value == NAME
        }
        assert float(held["seconds"]) == 7
        assert held["page-rows"] == "3"
    finally:
        server.terminate()
        server.communicate(timeout=10)


def test_a_limit_that_is_none_is_refused_before_anything_starts(data_folder: Path) -> None:
    done = start(data_folder, "--port", "0", "--limit", "secs=7")
    out, err = done.communicate(timeout=20)
    assert (done.returncode, out) == (2, "")
    assert "'secs'" in err
