"""What is refused before a query reaches the engine."""

from __future__ import annotations

import subprocess
import sys

import pytest

from console.guard import check_query
from console.problems import Problem
from console.settings import Settings
from kg.queries.library import questions

SETTINGS = Settings()
KILLERS = {
    "groups": lambda n: "SELECT * " + "{" * n + "}" * n,
    "exists": lambda n: "SELECT * {" + "FILTER EXISTS {" * n + "}" * n + "}",
    "brackets": lambda n: "SELECT * { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "collections": lambda n: "SELECT * { ?s ?p " + "(" * n + "1" + ")" * n + " }",
    "minus": lambda n: "SELECT * { " + "MINUS { ?s ?p ?o }" * n + "}",
    "bind": lambda n: "SELECT * { " + "".join(f"BIND(1 AS ?x{i})" for i in range(n)) + "}",
    "sum": lambda n: "SELECT * { FILTER(" + "+".join(["1"] * n) + " > 0) }",
    "not": lambda n: "SELECT * { FILTER(" + "!" * n + "true) }",
    "hidden": lambda n: "SELECT * { FILTER(?a<?b#c> '''\n) " + "{" * n + "}" * n + "} # '''",
}


@pytest.mark.parametrize("name", KILLERS)
def test_what_would_end_the_process_is_refused(name: str) -> None:
    with pytest.raises(Problem) as caught:
        check_query(KILLERS[name](4_000)[: SETTINGS.longest_query], SETTINGS)
    assert caught.value.code == "too-nested"


@pytest.mark.parametrize("name", KILLERS)
def test_what_is_just_let_through_does_not_end_the_process(name: str) -> None:
    """The greatest size that the guard lets through is evaluated in a thread, as it is served."""
    size = 1
    while size < 2_000:
        try:
            check_query(KILLERS[name](size + 50), SETTINGS)
        except Problem:
            break
        size += 50
    program = (
        "import sys, threading, pyoxigraph\n"
        "def run():\n"
        "    try: list(pyoxigraph.Store().query(sys.stdin.read()))\n"
        "    except SyntaxError: pass\n"
        "thread = threading.Thread(target=run); thread.start(); thread.join()"
    )
    done = subprocess.run([sys.executable, "-c", program], input=KILLERS[name](size), text=True)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "service"),
        ("SELECT * { FILTER(?a<?b#c> '''\n) SERVICE <http://127.0.0.1:1/> {} } # '''", "service"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "update"),
        ("LOAD <http://127.0.0.1:1/>", "update"),
        ("ASK { } #" + "x" * 100_000, "too-long"),
    ],
)
def test_a_refusal_has_its_code(text: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        check_query(text, SETTINGS)
    assert caught.value.code == code


def test_no_question_of_the_library_is_refused() -> None:
    for question in questions().values():
        check_query(question.text, SETTINGS)


@pytest.mark.parametrize("part", ["{ ?s ?p ?o } ", "?s ?p ?o . ", "?s ?p ?o ; ?q ?r . "])
def test_what_would_take_seconds_to_be_put_into_an_order_is_refused(part: str) -> None:
    check_query("SELECT * { " + part * 70 + "}", SETTINGS)
    check_query("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 400) + "}", SETTINGS)
    with pytest.raises(Problem, match="joins about") as caught:
        check_query("SELECT * { " + part * 1_000 + "}", SETTINGS)
    assert (caught.value.code, caught.value.status) == ("too-nested", 400)
    assert "150" in str(caught.value.more["expected"])
