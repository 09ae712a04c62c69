"""What several folders of tests need: one release, built once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kg.graph import KnowledgeGraph, open_release
from kg.pipeline import build
from kg.resources import folder

# how long an example takes says nothing on a busy machine
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose current release is that of the seeds; not to be written to."""
    data = tmp_path_factory.mktemp("data")
    build(folder("seeds"), data)
    return data


@pytest.fixture(scope="session")
def release(data_folder: Path) -> Path:
    """The folder of the release."""
    return (data_folder / "current").resolve()


@pytest.fixture(scope="session")
def graph(release: Path) -> Iterator[KnowledgeGraph]:
    """The release opened for reading."""
    with open_release(release) as opened:
        yield opened
