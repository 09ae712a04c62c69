"""Files are replaced whole, and nothing else about them changes."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from kg.errors import DiskError
from kg.store.disk import replace_file


def test_a_link_stays_a_link_and_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "folder" / "link"
    file.write_text("old")
    file.chmod(0o640)
    link.parent.mkdir()
    link.symlink_to("../file")
    replace_file(link, "new")
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder", "link"]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """Replacing a device such as /dev/null would harm the whole machine."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    replace_file(pipe, "text")
    reader.join()
    assert read == ["text"]
    assert pipe.is_fifo()


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to("loop")
    with pytest.raises(DiskError, match="loop"):
        replace_file(loop, "text")
