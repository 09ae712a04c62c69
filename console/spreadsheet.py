"""CSV that a spreadsheet shows and does not run.

A cell that begins with ``=`` or its like is a formula to a spreadsheet, quoted or not. Here such
a cell gets an apostrophe in front, which the program hides; so the export is not exact, and is
only given to who asks for it. https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["harmless", "safe_rows"]

_DANGEROUS: Final = frozenset("=+-@|%\t\r\n＝＋－＠")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_LONGEST_CELL: Final = 1 << 28


def harmless(cell: str) -> str:
    """Give the cell so that a spreadsheet takes it for text or for a number.

    >>> [harmless(cell) for cell in ("=1+1", "-12.5", "Shenzhen")]
    ["'=1+1", '-12.5', 'Shenzhen']
    """
    start = cell.lstrip(" \ufeff\u00a0")[:1]
    return f"'{cell}" if start in _DANGEROUS and start and not _NUMBER.fullmatch(cell) else cell


def safe_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give exact CSV in UTF-8 as CSV whose cells are harmless, piece by piece."""
    csv.field_size_limit(_LONGEST_CELL)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    for number, row in enumerate(csv.reader(_lines(pieces), strict=True), 1):
        writer.writerow([harmless(cell) for cell in row])
        if number % 512 == 0:
            yield _taken(stream)
    yield _taken(stream)


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    left = ""
    for piece in pieces:
        *lines, left = (left + decoder.decode(piece)).split("\n")
        yield from (f"{line}\n" for line in lines)
    left += decoder.decode(b"", final=True)
    if left:
        yield left


def _taken(stream: io.StringIO) -> bytes:
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    return text.encode()
