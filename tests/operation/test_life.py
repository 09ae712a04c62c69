"""How a server starts, follows the current release, and ends."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from kg.release import Releases

HUNDRED = " ".join(map(str, range(60)))
COUNT = "SELECT (COUNT(*) AS ?n) { " + " ".join(
    f"VALUES ?v{n} {{ {HUNDRED} }}" for n in range(3)
) + " }"  # fmt: skip


@pytest.fixture
def data(tmp_path: Path, small: Path) -> Path:
    """A data folder of one's own with the small release."""
    return Path(shutil.copytree(small, tmp_path / "data", symlinks=True))


def test_a_damaged_release_is_refused_with_the_name_of_the_file(data: Path) -> None:
    release = Releases(data).current()
    largest = max((release / "store").iterdir(), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 0xFF
    largest.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli.main", "serve", "--port", "0", "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 5
    assert largest.name in done.stderr
    assert "checksum" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_switch_of_the_release_fails_no_request(data: Path, run, publish, until) -> None:
    with run(data) as server:
        first = server.get("/health").json()["release"]
        stop, wrong, seen = threading.Event(), [], set()

        def ask() -> None:
            with httpx.Client(base_url=server.address, timeout=30) as client:
                while not stop.is_set():
                    answer = client.get(
                        "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%2050",
                        headers={"Accept": "text/csv"},
                    )
                    seen.add(answer.headers.get("ETag"))
                    if answer.status_code != 200 or answer.text.count("\n") != 51:
                        wrong.append(answer.status_code)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for variant in ("two", "three"):
            path = publish(data, variant)
            until(lambda name=path.name: server.get("/health").json()["release"] == name)
        Releases(data).rollback(first)
        until(lambda: server.get("/ready").json()["release"] == first)
        stop.set()
        for thread in threads:
            thread.join()
        assert not wrong
        assert len(seen) >= 2
        assert server.get("/ready").status_code == 200
        assert "cbec_kg_release_switches_total 3.0" in server.get("/metrics").text


def test_a_damaged_release_that_becomes_current_is_not_served(
    data: Path, run, publish, until
) -> None:
    with run(data) as server:
        first = server.get("/health").json()["release"]
        second = publish(data, "two")
        until(lambda: server.get("/health").json()["release"] == second.name)
        Releases(data).rollback(first)
        until(lambda: server.get("/health").json()["release"] == first)
        (second / "ontology.ttl").write_text("damaged")
        link = data / ".link"
        link.symlink_to(Path("releases", second.name))
        link.rename(data / "current")
        until(lambda: any("release refused" in line for line in server.written))
        line = next(json.loads(line) for line in server.written if "release refused" in line)
        assert "ontology.ttl" in line["why"]
        assert server.get("/health").json()["release"] == first


def test_a_stop_lets_running_answers_finish(data: Path, run) -> None:
    with run(data) as server:
        got: list[httpx.Response] = []
        thread = threading.Thread(
            target=lambda: got.append(
                server.get(f"/sparql?query={quote(COUNT)}", Accept="text/csv")
            )
        )
        thread.start()
        while server.load("fast") + server.load("slow") == 0 and not got:
            pass
        server.process.send_signal(signal.SIGTERM)
        thread.join(20)
        assert server.process.wait(12) == 0
        assert [(one.status_code, one.text) for one in got] == [(200, "n\n216000\n")] or [
            one.status_code for one in got
        ] == [200]


def test_every_request_is_a_line_of_json_at_the_level_info(data: Path, run, until) -> None:
    with run(data, "--log-level", "info") as server:
        server.get("/sparql?query=ASK%7B%7D", Accept="text/csv", X_Request_ID="mine")
        until(lambda: any('"mine"' in line for line in server.written))
        line = next(json.loads(line) for line in server.written if '"mine"' in line)
    assert line["event"] == "request"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/sparql", 200)
    assert line["client"] == "127.0.0.1"


def test_the_figures_count_requests_and_the_engine(server) -> None:
    server.get("/sparql?query=ASK%7B%7D", Accept="text/csv")
    text = server.get("/metrics").text
    assert 'cbec_kg_requests_total{method="GET",route="sparql.endpoint",status="200"}' in text
    for name in (
        "cbec_kg_request_seconds_bucket",
        "cbec_kg_engine_load",
        "cbec_kg_engine_evaluation_seconds_bucket",
        "cbec_kg_engine_queue_seconds_count",
        "cbec_kg_cache_hit_ratio",
        "cbec_kg_requests_running",
    ):
        assert name in text


def test_a_read_only_data_folder_is_served_with_its_dumps(data: Path, run) -> None:
    for folder in (data, data / "releases"):
        folder.chmod(0o555)
    try:
        with run(data) as server:
            release = server.get("/health").json()["release"]
            assert server.get(f"/dumps/{release}/SHA256SUMS").status_code == 200
            assert server.get("/changes").status_code == 200
    finally:
        for folder in (data, data / "releases"):
            folder.chmod(0o755)
