"""The runner of suites tells what passes from what fails, on a small suite of our own."""

from __future__ import annotations

from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests.acceptance import comunica, w3c
from tests.acceptance.answers import Rows, rows_differ, tables_differ
from tests.acceptance.over_http import Site, Spoken
from tests.protocol.conftest import Server

PREFIXES = """@prefix : <#> .
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
@prefix ut: <http://www.w3.org/2009/sparql/tests/test-update#> .
@prefix ht: <http://www.w3.org/2011/http#> .
@prefix cnt: <http://www.w3.org/2011/content#> .
"""
QUERIES = """<> a mf:Manifest ; mf:entries (:good :bad :syntax :update :call :canonical) .
:good a mf:QueryEvaluationTest ;
  mf:action [ qt:query <all.rq> ; qt:data <data.ttl> ] ; mf:result <one.tsv> .
:bad a mf:QueryEvaluationTest ;
  mf:action [ qt:query <all.rq> ; qt:data <data.ttl> ] ; mf:result <two.tsv> .
:syntax a mf:NegativeSyntaxTest11 ; mf:action <wrong.rq> .
:update a mf:UpdateEvaluationTest ;
  mf:action [ ut:request <add.ru> ] ; mf:result [ ut:data <data.ttl> ] .
:call a mf:PositiveSyntaxTest11 ; mf:action <service.rq> .
:canonical a <http://www.w3.org/ns/rdftest#RDFC10EvalTest> ;
  mf:action <in.nq> ; mf:result <out.nq> .
"""
FILES = {
    "data.ttl": "<urn:s> <urn:p> 1 .",
    "all.rq": "SELECT ?o { ?s ?p ?o }",
    "one.tsv": "?o\n1\n",
    "two.tsv": "?o\n1\n2\n",
    "wrong.rq": "SELECT { }",
    "add.ru": "INSERT DATA { <urn:s> <urn:p> 1 }",
    "service.rq": "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }",
    "in.nq": "_:x <urn:p> _:x .\n",
    "out.nq": "_:c14n0 <urn:p> _:c14n0 .\n",
}


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A folder with one manifest."""
    (tmp_path / "manifest.ttl").write_text(PREFIXES + QUERIES, "utf-8")
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_each_test_of_a_suite_gets_its_verdict(suite: Path) -> None:
    verdicts = {v.test.name: v.outcome for v in w3c.run_tests(w3c.find_tests([suite]), None)}
    assert verdicts == {
        "good": "passed",
        "bad": "engine",
        "syntax": "passed",
        "update": "passed",
        "call": "refused",
        "canonical": "passed",
    }


def test_a_runner_without_a_suite_says_so_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert w3c.main(["--suite", str(tmp_path)]) == 1
    assert "not part of this repository" in capsys.readouterr().err


@pytest.mark.parametrize(("status", "outcome"), [("StatusCode2xx", "passed"), ("404", "failed")])
def test_a_request_of_a_manifest_is_sent_and_its_answer_judged(
    writer: Server, tmp_path: Path, status: str, outcome: str
) -> None:
    wanted = (
        f'ht:statusCodeValue "{status}"' if status == "404" else f"mf:expectedStatus ht:{status}"
    )
    (tmp_path / "manifest.ttl").write_text(
        PREFIXES
        + f"""<> a mf:Manifest ; mf:entries (:ask) .
:ask a mf:ProtocolTest ; mf:action [ ht:requests ([
  ht:methodName "POST" ; ht:absolutePath "/sparql/" ;
  ht:headers ([ ht:fieldName "content-type" ; ht:fieldValue "application/sparql-query" ]) ;
  ht:body [ cnt:characterEncoding "UTF-8" ; cnt:chars "ASK {{}}" ] ;
  ht:resp [ mf:expectedBoolean true ; mf:expectedFormat "boolean" ; {wanted} ] ]) ] .
""",
        "utf-8",
    )
    root = writer.address
    site = Site(f"{root}/sparql", f"{root}/update", f"{root}/graphs", writer.write)
    (test,) = w3c.find_tests([tmp_path])
    with httpx.Client() as client:
        del client.headers["Accept"]
        assert Spoken(site, client).run(test).outcome == outcome


def test_rows_are_compared_as_bags_with_blank_nodes_by_their_places() -> None:
    a, b = ox.BlankNode("a"), ox.BlankNode("b")
    assert not rows_differ(Rows("xy", [{"x": a, "y": a}]), Rows("xy", [{"x": b, "y": b}]))
    assert rows_differ(Rows("xy", [{"x": a, "y": a}]), Rows("xy", [{"x": a, "y": b}]))
    one = {"x": ox.Literal("1")}
    assert rows_differ(Rows("x", [one]), Rows("x", [one, one]))
    assert not tables_differ("x,y\r\n1,_:a\r\n", "y,x\n_:b,1.0\n")


def test_comunica_is_said_to_be_missing_where_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert comunica.main(["--modules", str(tmp_path)]) == 1
    assert "install" in capsys.readouterr().err


def test_what_comunica_did_not_get_is_named() -> None:
    good = {name: ["深圳"] for name in ("endpoint", "discovered", "graph", "thing")}
    assert comunica.wrong({**good, "ask": True, "construct": 25, "describe": 25}, wrote=False) == []
    assert comunica.wrong({**good, "ask": True, "construct": 25}, wrote=True) == [
        "describe",
        "inserted",
        "deleted",
    ]
