"""Writing while the server is stopped, killed, read from, and beside another that writes."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import BuildLockedError
from kg.release import Releases
from kg.store import open_store
from kg.tokens import TokenFile
from tests.operation.conftest import Running

SECONDS = 60
Run = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def data(tmp_path: Path, small: Path) -> Path:
    """A data folder of one's own with the small release."""
    return Path(shutil.copytree(small, tmp_path / "data", symlinks=True))


class Writing:
    """A token, and the names of what was acknowledged to its holder."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "tokens"
        self.token = TokenFile(self.file).add("writer", "write")
        self.done: list[str] = []

    def send(self, server: Running, name: str) -> int:
        """Write two facts of this name; give the status, or 0 where the server went away."""
        about = f"<urn:test:{name}>"
        try:
            answer = httpx.post(
                f"{server.address}/update",
                content=f"INSERT DATA {{ {about} <urn:test:a> 1 . {about} <urn:test:b> 1 }}",
                headers={
                    "Content-Type": "application/sparql-update",
                    "Authorization": f"Bearer {self.token}",
                },
                timeout=SECONDS,
            )
        except httpx.TransportError:
            return 0
        if answer.status_code == 204:
            self.done.append(name)
        return answer.status_code


@pytest.fixture
def writing(tmp_path: Path) -> Writing:
    return Writing(tmp_path)


def names(data: Path, predicate: str) -> set[str]:
    """Give the names of which this fact is in the current release."""
    with open_store(Releases(data).current() / "store") as store:
        written = store.quads(predicate=ox.NamedNode(f"urn:test:{predicate}"))
        return {quad.subject.value.removeprefix("urn:test:") for quad in written}


def is_free(data: Path) -> bool:
    try:
        with Releases(data).lock():
            return True
    except BuildLockedError:
        return False


@contextmanager
def busy(server: Running, writing: Writing, prefix: str) -> Iterator[list[int]]:
    """Write one thing after the other inside, until the server is gone; give the answers."""
    statuses: list[int] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set() and (not statuses or statuses[-1]):
            statuses.append(writing.send(server, f"{prefix}{len(statuses)}"))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield statuses
    finally:
        stop.set()
        thread.join()


def test_what_was_acknowledged_outlives_a_kill_and_nothing_is_half_there(
    data: Path, writing: Writing, run: Run, until: Callable[..., None]
) -> None:
    for turn in range(2):
        with run(data, "--tokens", str(writing.file)) as server:
            known = len(writing.done)
            with busy(server, writing, f"{turn}-"):
                until(lambda known=known: len(writing.done) >= known + 3, SECONDS)
                server.process.send_signal(signal.SIGKILL)
                server.process.wait()
    until(lambda: is_free(data), SECONDS)  # nobody killed the writer, which ends what it began
    assert set(writing.done) <= names(data, "a")
    assert names(data, "a") == names(data, "b")
    with run(data, "--tokens", str(writing.file)) as server:
        assert writing.send(server, "after") == 204
    assert "after" in names(data, "a")


def test_a_stop_lets_a_change_end_that_was_begun(
    data: Path, writing: Writing, run: Run, until: Callable[..., None]
) -> None:
    with run(data, "--tokens", str(writing.file)) as server:
        with busy(server, writing, "") as statuses:
            until(lambda: len(writing.done) >= 2, SECONDS)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(SECONDS) == 0
        assert set(statuses) <= {204, 503, 0}
    assert set(writing.done) <= names(data, "a")
    assert names(data, "a") == names(data, "b")


def test_reading_goes_on_while_every_write_switches_the_release(
    data: Path, writing: Writing, run: Run, until: Callable[..., None]
) -> None:
    with run(data, "--tokens", str(writing.file)) as server:
        stop, wrong, read = threading.Event(), [], []

        def ask() -> None:
            with httpx.Client(base_url=server.address, timeout=SECONDS) as client:
                while not stop.is_set():
                    answer = client.get(
                        "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%2050",
                        headers={"Accept": "text/csv"},
                    )
                    whole = answer.status_code == 200 and answer.text.count("\n") == 51
                    (read if whole else wrong).append(answer.status_code)

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            with busy(server, writing, ""):
                until(lambda: len(writing.done) >= 5 and len(read) >= 5, SECONDS)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert not wrong
        assert server.get("/health").json()["release"] == Releases(data).current().name


def test_two_servers_that_write_into_one_folder_lose_nothing(
    data: Path, writing: Writing, run: Run, until: Callable[..., None]
) -> None:
    options = (data, "--tokens", str(writing.file))
    with run(*options) as one, run(*options) as other:
        with busy(one, writing, "one-") as first, busy(other, writing, "other-") as second:
            until(lambda: first.count(204) >= 3 and second.count(204) >= 3, SECONDS)
        assert {*first, *second} <= {204, 503}
        assert set(writing.done) == names(data, "a") == names(data, "b")
        now = Releases(data).current().name
        for server in (one, other):
            until(lambda server=server: server.get("/health").json()["release"] == now, SECONDS)


def test_a_folder_that_cannot_be_written_to_is_read_and_a_write_says_no(
    data: Path, writing: Writing, run: Run, until: Callable[..., None]
) -> None:
    folders = (data, data / "releases")
    for folder in folders:
        folder.chmod(0o555)
    try:
        with run(data, "--tokens", str(writing.file), bound=True) as server:
            assert server.get("/sparql?query=ASK%7B%7D", Accept="text/csv").text == "true\n"
            assert writing.send(server, "x") == 503
            until(lambda: any('"why"' in line for line in server.written))
            line = next(json.loads(line) for line in server.written if '"why"' in line)
            assert "permissions" in line["why"]
            assert server.get("/health").status_code == 200
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert "x" not in names(data, "a")


def processes(server: Running) -> list[int]:
    """Give the process of the server and those that it has started itself."""
    threads = Path(f"/proc/{server.process.pid}/task").iterdir()
    started = " ".join((thread / "children").read_text() for thread in threads)
    return [server.process.pid, *map(int, started.split())]


def listing(data: Path) -> set[str]:
    """Give what is in the data folder but for the index of names, and what is current."""
    paths = (path.relative_to(data) for path in data.rglob("*"))
    return {str(path) for path in paths if path.parts[0] != "names"} | {
        str((data / "current").readlink()),
        (data / "history.jsonl").read_text(),
    }


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits other processes")
@pytest.mark.parametrize("most", [0, 200, 20_000], ids=lambda most: f"{most} bytes")
def test_a_disk_without_room_is_507_and_nothing_is_half_written(
    data: Path, writing: Writing, run: Run, most: int
) -> None:
    """No file may grow beyond so many bytes: the system calls fail as on a full disk."""
    with run(data, "--tokens", str(writing.file)) as server:
        assert writing.send(server, "before") == 204
        release = server.get("/health").json()["release"]
        held, limits = listing(data), []
        for pid in processes(server):
            soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            limits.append((pid, soft, hard))
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))
        answer = httpx.put(
            f"{server.address}/graphs/full",
            content="<urn:test:full> <urn:test:a> 1 .",
            headers={
                "Content-Type": "text/turtle",
                "Authorization": f"Bearer {writing.token}",
            },
            timeout=SECONDS,
        )
        assert answer.status_code == 507, answer.text
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["code"], problem["status"]) == ("disk-full", 507)
        assert problem["remedy"]
        assert str(data) not in answer.text
        assert server.get("/graphs/full").status_code == 404
        assert server.get("/health").json()["release"] == release
        assert listing(data) == held
        for pid, soft, hard in limits:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))
        assert writing.send(server, "after") == 204
    assert names(data, "a") == {"before", "after"}


def test_a_server_is_ready_when_its_writer_is_and_reads_before(
    data: Path, writing: Writing, run: Run, until: Callable[..., None]
) -> None:
    with run(data, "--tokens", str(writing.file)) as server:
        assert server.get("/sparql?query=ASK%7B%7D", Accept="text/csv").text == "true\n"
        until(lambda: server.get("/ready").status_code == 200, SECONDS)
        assert server.get("/ready").json()["checks"]["writes"] == "ok"
        assert writing.send(server, "x") == 204
        for pid in processes(server)[1:]:  # the writer, and what the workers come from
            os.kill(pid, signal.SIGKILL)
        until(lambda: server.get("/ready").status_code == 200, SECONDS)
        until(lambda: writing.send(server, "y") == 204, SECONDS)
    assert {"x", "y"} <= names(data, "a")
