"""``kg query`` runs a file, a text, a named question or what is piped in."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

from kg.cli.main import run
from kg.queries.library import questions
from kg.resources import folder

CITIES = "SELECT ?c { ?c a cbec:City } ORDER BY ?c LIMIT 2"


@pytest.fixture
def query(data_folder: Path, capsys: pytest.CaptureFixture[str]):
    """Run the command on the release of the seeds; give exit code, output and messages."""

    def ask(*arguments: str) -> tuple[int, str, str]:
        code = run(["query", "--data", str(data_folder), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ask


def test_a_text_a_file_standard_input_and_a_name_are_all_taken(
    query, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cities.rq"
    path.write_text(CITIES, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(CITIES))
    outputs = {query(source)[:2] for source in (CITIES, str(path), "-")}
    assert len(outputs) == 1
    [(code, text)] = outputs
    assert code == 0
    assert len(text.splitlines()) == 3
    assert query("park-functions")[0] == 0


def test_a_pipe_gets_csv_for_rows_and_turtle_for_triples(query) -> None:
    assert query(CITIES)[1].startswith("c\r\nhttps://w3id.org/cbec/id/place/")
    assert query("ASK { place:Shenzhen a cbec:City }")[1] == "true\n"
    code, text, _ = query("DESCRIBE place:Shenzhen")
    assert code == 0
    assert len(rdflib.Graph().parse(data=text, format="turtle")) > 5


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_come_in_each_format(query, form: str) -> None:
    code, text, err = query(CITIES, "--format", form)
    assert (code, err) == (0, "")
    assert text.count("https://w3id.org/cbec/id/place/") == 2
    if form == "json":
        assert len(json.loads(text)["results"]["bindings"]) == 2
    if form == "csv":
        assert len(list(csv.reader(io.StringIO(text)))) == 3


# rdflib 7.6 reads JSON-LD through a class that it itself calls deprecated
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("form", "name"),
    [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")],
)
def test_triples_come_in_each_format(query, form: str, name: str) -> None:
    code, text, err = query("CONSTRUCT WHERE { ?c a cbec:City }", "--format", form)
    assert (code, err) == (0, "")
    assert len(rdflib.Graph().parse(data=text, format=name)) > 5


def test_a_table_has_short_names_and_numbers_to_the_right(query) -> None:
    text = "SELECT ?n ?c { VALUES (?n ?c) { (5 place:CN) (1000 place:Shenzhen) } } ORDER BY ?n"
    code, out, err = query(text, "--format", "table")
    assert code == 0
    lines = [line.strip("|").split("|") for line in out.splitlines() if line.startswith("|")]
    assert [[cell[1:-1] for cell in line] for line in lines[1:]] == [
        ["   5", "place:CN      "],
        ["1000", "place:Shenzhen"],
    ]
    assert "2 rows" in err


def on_a_terminal(columns: int, *arguments: str) -> str:
    """Give what the command writes on a terminal of that width."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "kg.cli.main", "query", *arguments],
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**os.environ, "COLUMNS": str(columns), "TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    done.communicate()
    assert done.returncode == 0
    return shown.decode()


def test_a_terminal_gets_a_table(data_folder: Path) -> None:
    shown = on_a_terminal(80, CITIES, "--data", str(data_folder))
    assert "╭" in shown
    assert "place:" in shown


def test_a_narrow_terminal_gets_a_block_for_each_row_and_no_broken_number(
    data_folder: Path,
) -> None:
    question = ("shenzhen-trade-in-2023", "--data", str(data_folder))
    narrow = on_a_terminal(40, *question)
    assert "╭" not in narrow
    for columns in (40, 80, 120):
        assert "326,530,000,000" in on_a_terminal(columns, *question)


def test_the_list_names_every_question_in_each_language(query) -> None:
    for language in ("en", "zh", "pt"):
        code, text, _ = query("--list", "--language", language)
        assert code == 0
        listed = [line.split("\t") for line in text.splitlines()]
        assert [(name, summary) for name, summary, _ in listed] == [
            (name, question.summaries[language]) for name, question in questions().items()
        ]


def test_show_prints_the_query_of_a_question(query) -> None:
    assert query("park-functions", "--show")[1] == questions()["park-functions"].text


@pytest.mark.parametrize(
    ("arguments", "code", "messages"),
    [
        ((), 2, ["--list"]),
        (("park-function",), 2, ["park-functions", "--list"]),
        (("nothing.rq",), 2, ["no file nothing.rq"]),
        ((CITIES, "--format", "excel"), 2, ["excel", "csv"]),
        ((CITIES, "--format", "turtle"), 2, ["answers with rows", "json, xml, csv, tsv"]),
        (("DESCRIBE place:CN", "--format", "csv"), 2, ["answers with triples", "turtle"]),
        (("SELECT * { ?s cbce:area ?o }",), 1, ["query:1:15", "cbce:", "^", "did you mean cbec:"]),
        (("INSERT DATA { }",), 1, ["update", "build"]),
        (("SELECT ?s { ?s ?p ",), 1, ["never closed", "'}'"]),
    ],
)
def test_what_is_wrong_is_said_with_the_right_exit_code(
    query, arguments: tuple[str, ...], code: int, messages: list[str]
) -> None:
    found, out, err = query(*arguments)
    assert (found, out) == (code, "")
    for message in messages:
        assert message in err


def test_a_fault_in_a_file_is_named_with_the_file_and_its_line(query, tmp_path: Path) -> None:
    path = tmp_path / "wrong.rq"
    path.write_text("# a\n# b\nSELECT * {\n  ?s ?p }\n", encoding="utf-8")
    code, _, err = query(str(path))
    assert code == 1
    assert err.startswith(f"kg: {path}:4:9: '}}' cannot stand here\n    ?s ?p }}\n")
    path.write_bytes(b"SELECT \xff")
    code, _, err = query(str(path))
    assert code == 1
    assert "byte 7" in err


def test_an_empty_answer_names_the_terms_that_nobody_bears(query) -> None:
    code, out, err = query("SELECT ?c { ?c a cbec:Citty ; cbec:locatedIn place:Guangdon }")
    assert (code, out) == (0, "c\r\n")
    assert "nothing in the graph matches" in err
    assert "cbec:Citty does not occur in the graph; did you mean cbec:City ?" in err
    assert "did you mean place:Guangdong ?" in err


def test_without_a_release_the_remedy_is_to_build(tmp_path: Path, capsys) -> None:
    assert run(["query", CITIES, "--data", str(tmp_path)]) == 5
    assert "kg build" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("SELECT * " + "{" * 5_000 + "}" * 5_000, "brackets stand 5,000 deep"),
        ("SELECT * { FILTER(" + "!" * 5_000 + "true) }", "the query has 5,00"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
    ],
)
def test_what_the_engine_must_not_be_asked_is_refused(query, text: str, problem: str) -> None:
    """The engine would end the process without a word, or call another server."""
    code, out, err = query(text)
    assert (code, out) == (1, "")
    assert err.startswith(f"kg: query: {problem}")
    assert "expected:" in err
    assert "remedy:" in err


def test_wrong_bytes_on_standard_input_are_named(data_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli.main", "query", "-", "--data", str(data_folder)],
        input=b'ASK {\n ?s ?p "\xe9" }',
        capture_output=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"kg: standard input:2: the query is not UTF-8: byte 14 is 0xe9")


def test_a_question_that_cannot_be_read_does_not_hide_the_others(
    query, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = shutil.copytree(folder("ontology") / "competency", tmp_path / "competency")
    (copied / "aaa.rq").write_text("ASK {}\n")
    known = len(questions())
    monkeypatch.setattr("kg.queries.library.folder", lambda _name: tmp_path)
    code, out, err = query("--list")
    assert code == 1
    assert len(out.splitlines()) == known
    assert "aaa.rq:1: the file has no head" in err
