"""``kg format`` lays out files in place, or says which it would change."""

from __future__ import annotations

import os

import pytest

from kg.cli.main import run

UNTIDY = {"a.ttl": "<urn:b> a <urn:c>.<urn:a> a <urn:c>.", "b.rq": "ask {}  \n\n"}


@pytest.fixture
def untidy(tmp_path):
    for name, text in UNTIDY.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "c.txt").write_text("left alone  ")
    return tmp_path


def test_files_are_laid_out_in_place(untidy, capsys):
    assert run(["format", str(untidy)]) == 0
    captured = capsys.readouterr()
    assert captured.out.split() == [str(untidy / name) for name in UNTIDY]
    assert "2 of 2 files changed" in captured.err
    assert (untidy / "a.ttl").read_text().startswith("<urn:a> a <urn:c> ;\n    .\n")
    assert (untidy / "b.rq").read_text() == "ASK {}\n"
    assert (untidy / "c.txt").read_text() == "left alone  "
    assert sorted(path.name for path in untidy.iterdir()) == ["a.ttl", "b.rq", "c.txt"]
    assert run(["format", "--check", str(untidy)]) == 0


def test_checking_changes_nothing_and_exits_with_1(untidy, capsys):
    assert run(["format", "--check", str(untidy)]) == 1
    assert "2 of 2 files would change" in capsys.readouterr().err
    assert {name: (untidy / name).read_text() for name in UNTIDY} == UNTIDY


def test_all_broken_files_are_named_in_one_run(untidy, capsys):
    (untidy / "broken.ttl").write_text("<urn:a>\n<urn:b> .")
    (untidy / "bytes.rq").write_bytes(b"ASK {}\n\xff")
    assert run(["format", str(untidy)]) == 1
    error = capsys.readouterr().err
    assert f"{untidy}/broken.ttl:2" in error
    assert f"{untidy}/bytes.rq:2: the byte 0xff is no UTF-8" in error
    assert (untidy / "b.rq").read_text() == "ASK {}\n"


def test_our_own_files_are_checked_by_default(capsys):
    assert run(["format", "--check"]) == 0
    assert "0 of " in capsys.readouterr().err


def test_nothing_to_lay_out_is_wrong_usage(tmp_path, capsys):
    assert run(["format", str(tmp_path)]) == 2
    assert "nothing to lay out" in capsys.readouterr().err


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path, capsys):
    os.mkfifo(tmp_path / "a.ttl")
    (tmp_path / "b.rq").write_text("ASK { }\n")
    assert run(["format", str(tmp_path)]) == 0


def test_blank_nodes_too_deep_to_write_leave_the_file_as_it_is(tmp_path, capsys):
    file = tmp_path / "a.ttl"
    text = "<urn:a> <urn:b> " + "[<urn:c> " * 5_000 + "1" + "]" * 5_000 + " .\n"
    file.write_text(text)
    assert run(["format", str(file)]) == 1
    assert f"kg: {file}: blank nodes or lists stand too deep" in capsys.readouterr().err
    assert file.read_text() == text


def test_a_query_that_breaks_the_grammar_is_refused_with_its_place(tmp_path, capsys):
    file = tmp_path / "a.rq"
    file.write_text("select *\nwhere { ?s ?p }\n")
    assert run(["format", str(file)]) == 1
    assert f"kg: {file}:2:15: '}}' cannot stand here" in capsys.readouterr().err
    assert file.read_text() == "select *\nwhere { ?s ?p }\n"
