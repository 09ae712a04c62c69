"""Data folders with small releases, and servers over them in processes of their own."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import ModuleType

import httpx
import pytest

from kg.release import Releases

BUILD = Path(__file__).parents[1] / "release" / "build_release.py"
PATIENCE = 20.0


def wait_until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Look again and again until it is true; fail after so long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)


@dataclass
class Running:
    """A server that runs: its process, its address, and what it has written so far."""

    process: subprocess.Popen[str]
    address: str
    written: list[str]

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])

    def get(self, path: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.get(self.address + path, headers=named, timeout=30)

    def load(self, kind: str) -> float:
        line = f'cbec_kg_engine_load{{kind="{kind}"}} '
        lines = self.get("/metrics").text.splitlines()
        return float(next(found for found in lines if found.startswith(line)).split()[-1])


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_release", BUILD)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def publish() -> Callable[[Path, str], Path]:
    """A function that makes a variant of the small release current in a data folder."""
    module = _module()

    def make(data: Path, variant: str) -> Path:
        return Releases(data).publish(module.inputs(variant)).path

    return make


def _heed_permissions() -> None:
    """Let permissions count for the administrator too, from the next program on."""
    drop, override = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE; others than root have neither
    ctypes.CDLL(None).prctl(drop, override, 0, 0, 0)


@contextmanager
def running(data: Path, *options: str, bound: bool = False) -> Iterator[Running]:
    """Run ``kg serve`` over the data folder; it is killed at the end if it still runs.

    Where it is ``bound``, what the permissions forbid is forbidden to it whoever runs the tests.
    """
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "kg.cli.main",
            "serve",
            "--port",
            "0",
            "--data",
            str(data),
            *options,
        ],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        preexec_fn=_heed_permissions if bound else None,
    )
    written: list[str] = []
    assert process.stderr is not None
    reader = Thread(target=lambda: written.extend(process.stderr or ()), daemon=True)
    try:
        line = process.stderr.readline()
        assert "http://" in line, line
        reader.start()
        yield Running(process, line.split()[-1].rstrip("/"), written)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if reader.is_alive():
            reader.join(5)
        process.stderr.close()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., Path]) -> Path:
    """A data folder with one small release; not to be written to."""
    data = tmp_path_factory.mktemp("small")
    publish(data, "one")
    return data


@pytest.fixture(scope="session")
def server(small: Path) -> Iterator[Running]:
    """A server over the small release."""
    with running(small) as found:
        yield found


@pytest.fixture(scope="session")
def until() -> Callable[..., None]:
    """The function that waits for something to become true."""
    return wait_until


@pytest.fixture(scope="session")
def run() -> Callable[..., object]:
    """The context manager that runs a server."""
    return running
