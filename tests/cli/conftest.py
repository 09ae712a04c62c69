"""A data folder with two small releases, for the commands that switch and compare."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from kg.release import Releases

BUILDER = Path(__file__).parents[1] / "release" / "build_release.py"


@pytest.fixture
def releases(tmp_path):
    """Give the releases of a data folder: the first, and the second, which is current."""
    spec = importlib.util.spec_from_file_location("build_release", BUILDER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = Releases(tmp_path / "data")
    made.publish(module.inputs("one"))
    made.publish(module.inputs("two"))
    return made
