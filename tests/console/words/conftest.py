"""The index of names of the built release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.words.build import build
from console.words.index import Index
from kg.store import open_store


@pytest.fixture(scope="session")
def names(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of the names of the release."""
    path = tmp_path_factory.mktemp("names") / "names.sqlite"
    with open_store(release / "store") as store:
        build(store, path, release.name)
    index = Index(path)
    yield index
    index.close()
