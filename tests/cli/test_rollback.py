"""``kg rollback`` switches to a release that is whole, or says why not."""

from __future__ import annotations

from kg.cli.main import run


def test_rolling_back_and_forth(releases, capsys):
    new, old = releases.current().name, releases.previous().name
    assert run(["rollback", "--data", str(releases.root)]) == 0
    assert capsys.readouterr().out == f"{old}\n"
    assert releases.current().name == old
    assert run(["rollback", "--data", str(releases.root), new[:5]]) == 0
    assert releases.current().name == new


def test_a_damaged_release_does_not_become_current(releases, capsys):
    now = releases.current()
    (releases.previous() / "shapes.ttl").unlink()
    assert run(["rollback", "--data", str(releases.root)]) == 5
    assert "shapes.ttl is missing" in capsys.readouterr().err
    assert releases.current() == now


def test_an_unknown_release_is_wrong_usage(releases, capsys):
    assert run(["rollback", "--data", str(releases.root), "zz"]) == 2
    assert releases.current().name in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_not_made(tmp_path, capsys):
    for command in (["rollback"], ["releases", "--prune", "1"], ["releases"]):
        code = run([*command, "--data", str(tmp_path / "missing")])
        assert code == (0 if command == ["releases"] else 5)
        assert "kg build" in capsys.readouterr().err
        assert not (tmp_path / "missing").exists()
