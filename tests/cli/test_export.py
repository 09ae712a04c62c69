"""``kg export`` writes to standard output or, in one step, to a file."""

from __future__ import annotations

import pytest

from kg.cli.main import run


def test_a_part_goes_to_standard_output(data_folder, capsys):
    arguments = ["--graph", "entities", "--class", "City", "--format", "turtle"]
    assert run(["export", "--data", str(data_folder), *arguments]) == 0
    captured = capsys.readouterr()
    assert "place:Shenzhen a cbec:City ;" in captured.out
    assert captured.err == ""


@pytest.mark.parametrize(
    ("name", "beginning"), [("x.ttl", "@prefix"), ("x.nq", "<"), ("x.jsonld", "{"), ("x.rdf", "<?")]
)
def test_the_ending_of_the_file_chooses_the_format(data_folder, tmp_path, capsys, name, beginning):
    output = tmp_path / name
    output.write_text("old")
    arguments = ["--graph", "periods", "--output", str(output)]
    assert run(["export", "--data", str(data_folder), *arguments]) == 0
    assert output.read_text("utf-8").startswith(beginning)
    assert list(tmp_path.iterdir()) == [output]
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(output) in captured.err


def test_a_frame_is_json_ld_by_default(data_folder, capsys):
    assert run(["export", "--data", str(data_folder), "--frame", "City"]) == 0
    assert capsys.readouterr().out.startswith('{\n "@context"')


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--format", "turtel"], 2, "no RDF format 'turtel'\n  expected: one of turtle, trig"),
        (["--output", "x.foo"], 2, "no RDF format 'foo'"),
        (["--graph", "nothing"], 2, "no graph 'nothing'"),
        (["--class", "a b"], 1, "'a b' is not the name of anything"),
        (["--release", "zz"], 2, "no releases begin with 'zz'"),
        (["--graph", "periods", "--output", "/nowhere/x.ttl"], 5, "/nowhere/x.ttl: the folder is"),
    ],
)
def test_wrong_arguments_are_named(data_folder, capsys, arguments, code, message):
    assert run(["export", "--data", str(data_folder), *arguments]) == code
    captured = capsys.readouterr()
    assert message in captured.err
    assert "remedy:" in captured.err
    assert captured.out == ""


def test_without_a_release_the_way_to_one_is_named(tmp_path, capsys):
    assert run(["export", "--data", str(tmp_path)]) == 5
    assert "kg build" in capsys.readouterr().err
