"""Where files of tables are made: an answer is put aside, a process turns it into a file."""

from __future__ import annotations

import importlib.util
import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Self

from console.engine import Asker, Engine
from console.problems import Problem
from console.protocol import QueryRequest
from console.tables.convert import REFUSED
from console.tables.layout import PLAIN, Layout
from console.workers.answer import BrokenAnswerError
from console.workers.formats import result_kind

__all__ = ["TABLES", "TableFile", "table_file"]

TABLES: Final = {
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The forms: suffix → media type."""

_NEEDS: Final = {"parquet": "pyarrow", "xlsx": "openpyxl"}
# how the answer is put aside, by what it is of: the shortest form that keeps everything
_ASIDE: Final = {
    "rows": ("tsv", "text/tab-separated-values"),
    "boolean": ("json", "application/sparql-results+json"),
    "graph": ("nt", "application/n-triples"),
}
_START: Final = """
import sys
sys.path[:] = {path!r}
from pathlib import Path
from console.tables.convert import main
sys.exit(main(Path({folder!r}), Path({target!r}), {seconds}))
"""
_SECONDS: Final = 240
_AT_ONCE: Final = threading.BoundedSemaphore(2)
_PATIENCE: Final = 10.0
_LOOK: Final = 0.1
_PIECE: Final = 256 * 1024


class TableFile(Iterator[bytes]):
    """A file in pieces; it goes when it is closed."""

    def __init__(self, folder: tempfile.TemporaryDirectory[str], path: Path, release: str) -> None:
        self._folder = folder
        self._stream = path.open("rb")
        self.size = path.stat().st_size
        self.release = release

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        piece = b"" if self._stream.closed else self._stream.read(_PIECE)
        if not piece:
            self.close()
            raise StopIteration
        return piece

    def close(self) -> None:
        """Remove the file."""
        self._stream.close()
        self._folder.cleanup()


def table_file(
    asked: QueryRequest, suffix: str, engine: Engine, asker: Asker, layout: Layout = PLAIN
) -> TableFile:
    """Give the answer of a query as a file of this form; the layout is that of a workbook.

    Raises Problem where the query fails, the file cannot hold its answer, or this server lacks the
    library for it.
    """
    if importlib.util.find_spec(_NEEDS[suffix]) is None:
        raise Problem(
            "not-acceptable",
            f"this server cannot make .{suffix}: it lacks the library {_NEEDS[suffix]}",
            remedy="take .csv, or have the operator install cbec-kg[tables]",
        )
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise Problem("busy", "other files are being made", headers={"Retry-After": "10"})
    folder = tempfile.TemporaryDirectory(prefix="cbec-kg-")
    try:
        release = _put_aside(asked, Path(folder.name), engine, asker, layout)
        target = Path(folder.name) / f"table.{suffix}"
        _make(Path(folder.name), target, asker)
        return TableFile(folder, target, release)
    except BaseException:
        folder.cleanup()
        raise
    finally:
        _AT_ONCE.release()


def _put_aside(
    asked: QueryRequest, folder: Path, engine: Engine, asker: Asker, layout: Layout
) -> str:
    suffix, media_type = _ASIDE[result_kind(asked.text)]
    answer = engine.answer(asked, media_type, asker)
    try:
        with (folder / f"answer.{suffix}").open("wb") as stream:
            stream.writelines(answer.chunks)
    except BrokenAnswerError as broken:
        # nothing has been sent yet, so that this refusal can be told in full
        raise broken.problem from broken
    finally:
        answer.close()
    lines = [*asked.text.splitlines(), "", f"release {answer.release}" if answer.release else ""]
    about = {"lines": lines, "heads": layout.heads, "site": layout.site}
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    return answer.release


def _make(folder: Path, target: Path, asker: Asker) -> None:
    program = _START.format(
        path=[str(Path(entry).absolute()) for entry in sys.path],
        folder=str(folder),
        target=str(target),
        seconds=_SECONDS,
    )
    with subprocess.Popen(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-I", "-c", program],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        cwd=folder,
    ) as process:
        told = _waited(process, asker)
    if process.returncode == REFUSED:
        raise Problem("result-too-large", **json.loads(told))
    if process.returncode == -signal.SIGXCPU:
        raise _too_slow()
    if process.returncode:
        raise Problem("error", f"the file was not made: exit status {process.returncode}")


def _waited(process: subprocess.Popen[bytes], asker: Asker) -> bytes:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            return process.communicate(timeout=_LOOK)[0]
        except subprocess.TimeoutExpired:
            left = asker.gone is not None and asker.gone()
            if left or time.monotonic() > deadline:
                process.kill()
                process.communicate()
                if left:
                    raise Problem("disconnected", "the client has closed the connection") from None
                raise _too_slow() from None


def _too_slow() -> Problem:
    return Problem(
        "time-limit",
        f"the file was not made within {_SECONDS} s",
        remedy="take .csv, or ask for less with LIMIT and OFFSET",
    )
