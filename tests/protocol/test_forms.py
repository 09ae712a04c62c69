"""What a form of an answer, or a release, cannot hold is refused with the reason, and never cut."""

from __future__ import annotations

import httpx
import pytest

from tests.protocol.conftest import Server

PLACE = "<https://w3id.org/cbec/id/place/Hengqin>"
TERM = "<<( <a:s> <a:p> <a:o> )>>"


def refused(answer: httpx.Response, status: int, code: str) -> str:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    return str(answer.json()["detail"])


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ {PLACE} <urn:pp> {TERM} }}",
        f"INSERT DATA {{ GRAPH <urn:test:g> {{ <urn:test:r> rdf:reifies {TERM} }} }}",
        "INSERT DATA { <a:s> <a:p> <a:o> ~ <urn:r2> {| <urn:q> 1 |} }",
        f"INSERT DATA {{ {PLACE} rdfs:label {TERM} }}",
        f"INSERT DATA {{ {PLACE} cbec:borders {TERM} }}",
        f"INSERT {{ ?s <urn:pp> {TERM} }} WHERE {{ ?s a cbec:City }}",
        f'INSERT DATA {{ {PLACE} <urn:pp> "x"@en--ltr }}',
    ],
)
def test_what_only_rdf_1_2_has_is_not_kept(writer: Server, text: str) -> None:
    """https://www.w3.org/TR/rdf-canon/"""
    before = writer.send("GET", "/health").json()
    detail = refused(writer.update(text), 422, "not-kept")
    assert "triple term" in detail or "direction" in detail
    assert writer.send("GET", "/health").json() == before


def test_a_document_with_triple_terms_is_not_kept(writer: Server) -> None:
    """https://www.w3.org/TR/rdf-canon/"""
    for method in ("PUT", "POST"):
        answer = writer.write_to(
            method, "/graphs?graph=urn:test:terms", "<a:s> <a:p> <a:o> {| <a:q> 1 |} .",
            Content_Type="text/turtle",
        )  # fmt: skip
        refused(answer, 422, "not-kept")
    assert writer.send("GET", "/graphs?graph=urn:test:terms").status_code == 404


def test_a_query_may_still_construct_triple_terms(writer: Server) -> None:
    """https://www.w3.org/TR/sparql12-query/#construct"""
    text = f"CONSTRUCT {{ <a:r> rdf:reifies {TERM} }} {{}}"
    for accept in ("text/turtle", "application/n-triples", "application/rdf+xml"):
        answer = writer.query(text, accept)
        assert answer.status_code == 200, answer.text
        assert "a:o" in answer.text
    assert "JSON-LD" in refused(writer.query(text, "application/ld+json"), 406, "not-acceptable")


@pytest.mark.parametrize("iri", ["http://x/1", "http://x/", "urn:1", "http://x/a-1%20"])
def test_a_predicate_that_xml_cannot_name_is_refused(server: Server, iri: str) -> None:
    """https://www.w3.org/TR/rdf-syntax-grammar/#section-Syntax-node-property-elements"""
    text = f'CONSTRUCT {{ <a:a> <{iri}> "v" }} {{}}'
    assert iri in refused(server.query(text, "application/rdf+xml"), 406, "not-acceptable")
    assert server.query(text, "text/turtle").status_code == 200


def test_a_character_that_xml_cannot_hold_is_refused(server: Server) -> None:
    """https://www.w3.org/TR/xml/#charsets"""
    for code in ("0000", "0008", "FFFE"):
        rows = server.query(f'SELECT ("\\u{code}" AS ?x) {{}}', "application/sparql-results+xml")
        assert "character" in refused(rows, 406, "not-acceptable")
        graph = server.query(f'CONSTRUCT {{ <a:a> <a:p> "\\u{code}" }} {{}}', "application/rdf+xml")
        assert "character" in refused(graph, 406, "not-acceptable")
    rows = server.query('SELECT ("a\\rb\\r\\nc" AS ?x) {}', "application/sparql-results+xml")
    assert "a&#xD;b&#xD;\nc" in rows.text


def test_an_answer_that_turns_out_not_to_be_xml_breaks(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-8"""
    many = " ".join(str(number) for number in range(1_000))
    text = f"""SELECT (IF(?a = 999 && ?b = 99, "\\u0000", "{"x" * 200}") AS ?x) {{
        VALUES ?a {{ {many} }} VALUES ?b {{ {many[:289]} }} }}"""
    with pytest.raises(httpx.RemoteProtocolError):
        writer.query(text, "application/sparql-results+xml")
