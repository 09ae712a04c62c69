"""What is kept on the shelf: bounded, private, shared by the servers over one folder."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from console.problems import Problem
from console.shelf import Link, Links


def test_a_full_shelf_says_so_and_keeps_what_it_has(tmp_path: Path) -> None:
    links = Links(tmp_path, largest=64 << 10)
    names: list[str] = []

    def fill() -> None:
        for number in range(100):
            names.append(links.keep(Link(f"ASK {{}} #{number}{'x' * 4_000}"))[0])

    with pytest.raises(Problem) as refused:
        fill()
    assert refused.value.code == "full"
    assert refused.value.status == 507
    assert len(names) > 3
    assert all(links.find(name) for name in names)
    assert (tmp_path / "links.sqlite").stat().st_size <= 64 << 10


def test_what_is_kept_is_for_the_server_alone(tmp_path: Path) -> None:
    Links(tmp_path / "shelf").keep(Link("ASK {}"))
    assert (tmp_path / "shelf").stat().st_mode & 0o077 == 0
    assert (tmp_path / "shelf" / "links.sqlite").stat().st_mode & 0o077 == 0


def test_a_damaged_file_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "links.sqlite").write_bytes(b"no database at all, but long enough" * 100)
    with pytest.raises(Problem) as refused:
        Links(tmp_path).find("aaaaaaaaaaaa")
    assert refused.value.code == "store"


def test_a_name_that_is_taken_by_another_content_grows(tmp_path: Path) -> None:
    links, link = Links(tmp_path), Link("ASK {}")
    short = link.digest[:12]
    links.keep(Link("ASK { ?a ?b ?c }"))
    with sqlite3.connect(tmp_path / "links.sqlite") as connection:
        connection.execute("UPDATE link SET name = ?", (short,))
    connection.close()
    assert links.keep(link) == (link.digest[:16], True)
    assert links.keep(link) == (link.digest[:16], False)


def test_servers_over_one_folder_share_their_links(tmp_path: Path) -> None:
    """Many write at once through objects of their own, and nothing is lost."""
    made: list[str] = []

    def write(part: int) -> None:
        links = Links(tmp_path)
        made.extend(links.keep(Link(f"ASK {{}} # {part} {n}"))[0] for n in range(5))

    writers = [threading.Thread(target=write, args=(part,)) for part in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(set(made)) == 30
    assert all(Links(tmp_path).find(name) for name in made)
