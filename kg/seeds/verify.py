"""Put each statement beside the text it cites, for whoever has the articles.

The repository holds no text of a source; the hash in a record tells whether a text at hand is the
one that was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceTextError
from kg.seeds.record import Document, Statement

__all__ = ["Citation", "cite", "find_texts"]

_MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Citation:
    """A statement with the text of its span."""

    statement: Statement
    text: str


def find_texts(folder: Path) -> dict[str, str]:
    """Give the texts of a folder by the SHA-256 of their bytes; file names do not matter.

    Raises SourceTextError for a folder that is none or that holds no text.
    """
    if not folder.is_dir():
        raise SourceTextError(
            f"{folder} is not a folder",
            expected="a folder with the texts of the articles, one file each",
            remedy="name the folder after --texts",
        )
    texts: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.stat().st_size <= _MAX_BYTES:
            data = path.read_bytes()
            try:
                texts[hashlib.sha256(data).hexdigest()] = data.decode("utf-8")
            except UnicodeDecodeError:
                continue  # not a text: the folder may hold other things too
    if not texts:
        raise SourceTextError(
            f"{folder} holds no text in UTF-8",
            expected="the texts of the articles, one file each",
            remedy="name the folder that holds them",
        )
    return texts


def cite(document: Document, texts: dict[str, str]) -> Iterator[Citation]:
    """Give each statement of a document with the text it cites, in the order of the record.

    ``texts`` are by SHA-256. Raises SourceTextError if the document's text is not among them or
    has another length than the record says.
    """
    text = texts.get(document.sha256)
    if text is None:
        raise SourceTextError(
            f"no text has the SHA-256 {document.sha256} of document {document.id}",
            expected="the very bytes that were read; a changed line end changes the hash",
            remedy=f"put the text of {document.address} into the folder as it was read, "
            "or correct the hash in the record",
            where=document.where,
        )
    if len(text) != document.length:
        raise SourceTextError(
            f"document {document.id} length is {document.length}",
            expected=f"{len(text)}, the number of code points of the text with that hash",
            remedy="correct the length in the record",
            where=document.where,
        )
    return _citations(document.statements, text)


def _citations(statements: Iterable[Statement], text: str) -> Iterator[Citation]:
    for statement in statements:
        start, end = statement.span
        yield Citation(statement, text[start:end])
