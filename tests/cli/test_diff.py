"""``kg diff`` says per entity what was added and removed."""

from __future__ import annotations

import json

import pytest

from kg.cli.main import run


def test_the_previous_release_is_compared_with_the_current(releases, capsys):
    assert run(["diff", "--data", str(releases.root)]) == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[:3] == [
        "place:City0",
        '  - cbec:name "one 0"@en  (entities)',
        '  + cbec:name "two 0"@en  (entities)',
    ]
    assert lines[-1] == "200 entities differ: 200 quads added, 200 removed"
    assert releases.current().name in captured.err


def test_releases_are_named_by_the_beginning_of_their_ids(releases, capsys):
    now, old = releases.current().name, releases.previous().name
    arguments = ["diff", "--data", str(releases.root), now[:6], old[:6], "--format", "json"]
    assert run(arguments) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["old"], value["new"]) == (now, old)
    assert len(value["entities"]) == 200


def test_a_patch_is_a_transaction(releases, capsys):
    arguments = ["diff", "--data", str(releases.root), "current", "current"]
    assert run([*arguments, "--format", "nquads-patch"]) == 0
    assert capsys.readouterr().out == "TX .\nTC .\n"


def test_an_unknown_release_is_wrong_usage(releases, capsys):
    assert run(["diff", "--data", str(releases.root), "zz", "current"]) == 2
    assert "no releases begin with 'zz'" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json", "nquads-patch", "rdfpatch"])
def test_the_sums_are_told_in_every_form(releases, capsys, form):
    assert run(["diff", "--data", str(releases.root), "--format", form]) == 0
    told = capsys.readouterr().err
    assert told.startswith(f"kg: from {releases.previous().name} to {releases.current().name}: ")
    assert told.endswith("200 quads added, 200 removed\n")
