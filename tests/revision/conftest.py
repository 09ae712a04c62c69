"""A small release to change, which takes no time to build."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from kg.release import Releases

SCRIPT = Path(__file__).parents[1] / "release" / "build_release.py"


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one small release; not to be written to."""
    spec = importlib.util.spec_from_file_location("build_release", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("small")
    Releases(folder).publish(module.inputs("one"))
    return folder


@pytest.fixture
def small(small_folder: Path, tmp_path: Path) -> Path:
    """A data folder of one's own with the small release."""
    return Path(shutil.copytree(small_folder, tmp_path / "data", symlinks=True))
