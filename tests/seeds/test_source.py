"""Reading YAML: what would lose information, run without end or end the process is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.errors import RecordError
from kg.seeds.source import read_source

BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(n)}: &{chr(n)} [{', '.join([f'*{chr(n - 1)}'] * 9)}]\n" for n in range(98, 108)
)


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        (BOMB, "an alias", 2),
        ("a: &a\n  b: *a\n", "an alias", 2),
        ("a:\n- " + "[" * 200_000, "33 deep", 2),
        ("a:\n- " + "[" * 5_000 + "]" * 5_000, "33 deep", 2),
        ("\n".join(" " * n + "a:" for n in range(2_000)), "33 deep", 33),
        ("a: 1\nb: " + "9" * 5_000, "a number of 5000 digits", 2),
        ("a: !!python/object/apply:os.getcwd []\n", "the tag", 1),
        ("a: b\nc: x\x00y\n", "U+0000", 2),
        ("a: b\nc: x\u202ey\n", "U+202E", 2),
        ('a: b\nc: "x\\x07y"\n', "U+0007", 2),
        ('a: b\n"x\\u200fy": c\n', "U+200F", 2),
        ("a: b\n---\nc: d\n", "not YAML", 2),
    ],
)
def test_a_file_that_would_harm_is_refused_with_its_line(
    text: str, problem: str, line: int, tmp_path: Path
) -> None:
    """Aliases grow without end, depth exhausts the stack, unseen characters deceive readers."""
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        read_source(file)
    error = caught.value
    assert problem in error.problem
    assert error.where is not None
    assert error.where.line == line
    assert error.expected
    assert error.remedy


def test_a_wrong_byte_is_named_with_its_line(tmp_path: Path) -> None:
    """Whoever saved a file in another encoding finds the place."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a: b\nc: \xe9\n")
    with pytest.raises(RecordError, match=r"a\.yaml:2: byte 8 is not UTF-8"):
        read_source(file)


def test_a_byte_order_mark_and_foreign_line_ends_change_nothing(tmp_path: Path) -> None:
    """Files that went through other systems say the same."""
    texts = ("a: b\nc: [d]\n", "\ufeffa: b\r\nc: [d]\r\n")
    files = [tmp_path / f"{number}.yaml" for number, _ in enumerate(texts)]
    for file, text in zip(files, texts, strict=True):
        file.write_bytes(text.encode())
    first, second = map(read_source, files)
    assert (first.value, first.lines) == (second.value, second.lines)


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "loop"])
def test_what_is_no_regular_file_is_refused_and_not_waited_for(kind: str, tmp_path: Path) -> None:
    """A pipe nobody writes to and a device without end would be read for ever."""
    file = tmp_path / "a.yaml"
    match kind:
        case "pipe":
            os.mkfifo(file)
        case "device":
            file.symlink_to("/dev/zero")
        case "folder":
            file.mkdir()
        case "loop":
            file.symlink_to(file.name)
    with pytest.raises(RecordError, match="cannot be read"):
        read_source(file)
