"""Statements beside the text they cite."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import SourceTextError
from kg.seeds import Document, read_seeds
from kg.seeds.verify import cite, find_texts

MINIMAL = Path(__file__).parent / "minimal"
TEXT = "深圳 " * 33 + "!"


def document_of(text: str) -> Document:
    """Give the minimal record as if it had been read from this text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return replace(read_seeds(MINIMAL).documents[0], sha256=digest, length=len(text))


def test_a_statement_is_shown_beside_its_span(tmp_path: Path) -> None:
    """Spans count code points, and the file may have any name."""
    (tmp_path / "any name.txt").write_text(TEXT, encoding="utf-8")
    citations = list(cite(document_of(TEXT), find_texts(tmp_path)))
    assert len(citations) == 9
    assert citations[0].text == TEXT[0:20]


def test_a_changed_text_is_refused(tmp_path: Path) -> None:
    """One changed character, and the spans would point at other words."""
    (tmp_path / "a.txt").write_text(TEXT + " ", encoding="utf-8")
    with pytest.raises(SourceTextError, match="no text has the SHA-256"):
        cite(document_of(TEXT), find_texts(tmp_path))


def test_a_wrong_length_is_refused(tmp_path: Path) -> None:
    """The length is checked as well as the hash."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    document = replace(document_of(TEXT), length=len(TEXT) + 1)
    with pytest.raises(SourceTextError, match="length is 101"):
        cite(document, find_texts(tmp_path))


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    """Verifying nothing is not a success."""
    with pytest.raises(SourceTextError, match="holds no text"):
        find_texts(tmp_path)
    with pytest.raises(SourceTextError, match="is not a folder"):
        find_texts(tmp_path / "missing")
