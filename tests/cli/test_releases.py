"""``kg releases`` lists what is there, the current release first."""

from __future__ import annotations

import json

from kg.cli.main import run


def test_the_current_release_is_marked(releases, capsys):
    assert run(["releases", "--data", str(releases.root)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"* {releases.current().name}  20")
    assert second.startswith(f"  {releases.previous().name}  20")
    assert first.endswith(" quads")


def test_json_has_ids_and_counts(releases, capsys):
    assert run(["releases", "--data", str(releases.root), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["current"] for row in rows] == [True, False]
    assert all(sum(row["graphs"].values()) == row["quads"] > 600 for row in rows)


def test_a_damaged_release_is_listed_as_such(releases, capsys):
    (releases.previous() / "release.json").write_text("")
    assert run(["releases", "--data", str(releases.root)]) == 0
    assert capsys.readouterr().out.splitlines()[1].partition(": ")[0].endswith("cannot be read")


def test_pruning_says_what_it_removed(releases, capsys):
    old = releases.previous().name
    assert run(["releases", "--data", str(releases.root), "--prune", "1"]) == 0
    captured = capsys.readouterr()
    assert f"removed {old}" in captured.err
    assert len(captured.out.splitlines()) == 1


def test_an_empty_folder_names_the_way_to_a_release(tmp_path, capsys):
    assert run(["releases", "--data", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "kg build" in captured.err


def test_a_newer_layout_is_told_with_its_remedy(releases, capsys):
    path = releases.previous() / "release.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"layout": 99, "software": "kg 9"}))
    assert run(["releases", "--data", str(releases.root)]) == 0
    line = capsys.readouterr().out.splitlines()[1]
    assert "has the layout 99, written by kg 9: update cbec-kg" in line
    assert run(["releases", "--data", str(releases.root), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["trouble"] is None for row in rows] == [True, False]
