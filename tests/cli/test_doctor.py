"""``kg doctor`` names what is wrong and what to do."""

from __future__ import annotations

import json
import sys

import pytest

from kg.cli.main import run


def findings(capsys, data, code=0):
    given = ["--data", str(data)] if data else []
    assert run(["doctor", *given, "--format", "json"]) == code
    return {finding["check"]: finding for finding in json.loads(capsys.readouterr().out)}


@pytest.fixture(autouse=True)
def our_command(monkeypatch, tmp_path_factory):
    """Put a script of ours first on PATH: the tests may run without an installed one."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "kg").write_text("from kg.cli.main import main\n")
    (folder / "kg").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_a_sound_installation_has_nothing_wrong(releases, capsys):
    found = findings(capsys, releases.root)
    assert {finding["state"] for finding in found.values()} == {"ok"}
    assert {"Python", "pyoxigraph", "Java for HermiT", "data folder"} <= set(found)
    assert releases.current().name in found["current release"]["detail"]


def test_text_has_a_line_for_each_finding(releases, capsys):
    assert run(["doctor", "--data", str(releases.root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 10
    assert all(line.startswith("✓ ") for line in lines)


def test_a_damaged_release_exits_with_5(releases, capsys):
    (next((releases.current() / "store").glob("*.sst"))).write_bytes(b"rubbish")
    finding = findings(capsys, releases.root, 5)["current release"]
    assert finding["state"] == "wrong"
    assert ".sst" in finding["detail"]
    assert "rollback" in finding["remedy"]


def test_pages_without_scripts_are_wrong(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("console.__path__", [str(tmp_path)])
    finding = findings(capsys, tmp_path / "none", 1)["scripts of the console"]
    assert finding["state"] == "wrong"
    assert "build.py" in finding["remedy"]


def test_no_release_is_a_note(tmp_path, capsys):
    found = findings(capsys, tmp_path / "none")
    assert found["current release"]["state"] == "note"
    assert "kg build" in found["data folder"]["detail"]


def test_a_file_in_place_of_the_data_folder_is_wrong(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CBEC_KG_DATA", str(tmp_path / "file"))
    assert findings(capsys, None, 5)["data folder"]["state"] == "wrong"


@pytest.mark.parametrize("name", ["kg/__init__.py", "console.py"])
def test_a_foreign_package_of_our_name_is_wrong(name, tmp_path, monkeypatch, capsys):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    top = name.split("/")[0].removesuffix(".py")
    finding = findings(capsys, tmp_path / "none", 1)[f"package {top}"]
    assert str(tmp_path) in finding["detail"]
    assert finding["remedy"]


def test_a_foreign_command_of_our_name_is_wrong(tmp_path, monkeypatch, capsys):
    (tmp_path / "kg").write_text("#!/bin/sh\n")
    (tmp_path / "kg").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert "another program" in findings(capsys, tmp_path / "x", 1)["command kg"]["detail"]
