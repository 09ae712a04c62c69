"""Small releases, and a way to build them in another process."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.release import Releases

SCRIPT = Path(__file__).with_name("build_release.py")


@pytest.fixture(scope="session")
def inputs():
    """Give the function that gives the inputs of a variant."""
    spec = importlib.util.spec_from_file_location("build_release", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.inputs


@pytest.fixture(scope="session")
def build_apart():
    """Give the function that builds in another process and gives the finished process."""

    def build(*arguments, environment=None, cwd=None, prefix=()):
        return subprocess.run(
            [*prefix, sys.executable, str(SCRIPT), *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
            env=os.environ | (environment or {}),
        )

    return build


@pytest.fixture
def releases(tmp_path):
    return Releases(tmp_path / "data")


@pytest.fixture
def two(releases, inputs):
    """Give a data folder with the releases one and, current, two."""
    releases.publish(inputs("one"))
    releases.publish(inputs("two"))
    return releases


def rubbish(root):
    """Give what is in the data folder and does not belong there."""
    known = {"build.lock", "current", "history.jsonl", "releases"}
    left = [path for path in root.iterdir() if path.name not in known]
    return left + [path for path in (root / "releases").iterdir() if path.name.startswith(".")]
