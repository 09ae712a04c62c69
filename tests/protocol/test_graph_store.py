"""The SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from tests.protocol.conftest import Server

ENTITIES = "https://w3id.org/cbec/graph/entities"
TURTLE = "text/turtle"
GRAPH = "/graphs?graph=urn:test:graph"


def size(body: bytes, form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> int:
    return len(list(ox.parse(body, format=form)))


@pytest.mark.parametrize("path", ["/graphs/entities", f"/graphs?graph={quote(ENTITIES, safe='')}"])
def test_a_graph_is_read_by_either_name(server: Server, path: str) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-get"""
    answer = server.send("GET", path, Accept=TURTLE)
    assert answer.status_code == 200, answer.text
    count = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graph_uri=ENTITIES)
    assert size(answer.content) == int(count.json()["results"]["bindings"][0]["n"]["value"])


def test_the_default_graph_is_read(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#indirect-graph-identification"""
    answer = server.send("GET", "/graphs?default", Accept="application/n-triples")
    assert size(answer.content, ox.RdfFormat.N_TRIPLES) > 10_000


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
    ],
)
def test_a_graph_is_given_in_the_form_that_is_accepted(
    server: Server, accept: str, form: ox.RdfFormat
) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-get"""
    answer = server.send("GET", "/graphs/discrepancies", Accept=accept)
    assert answer.headers["Content-Type"].split(";")[0] == accept
    assert size(answer.content, form)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/graphs/none", 404),
        ("/graphs?graph=urn:none", 404),
        ("/graphs?graph=relative", 400),
        ("/graphs?graph=urn:a&graph=urn:b", 400),
        ("/graphs?graph=urn:a&default", 400),
        ("/graphs", 400),
    ],
)
def test_a_graph_that_is_not_there_or_not_named_is_said_to_be_so(
    server: Server, path: str, status: int
) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-get"""
    for method in ("GET", "HEAD"):
        assert server.send(method, path).status_code == status


def test_nobody_writes_without_a_token(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#security"""
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        answer = server.send(method, GRAPH, "<urn:a> <urn:b> 1 .", Content_Type=TURTLE)
        # the server over the remote store does not write at all
        assert (answer.status_code, "WWW-Authenticate" in answer.headers) in {
            (401, True),
            (403, False),
        }
    assert not server.ask("GRAPH <urn:test:graph> { ?s ?p ?o }")


def test_put_makes_a_graph_and_replaces_it(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-put"""
    path = "/graphs?graph=urn:test:put"
    for status, value in ((201, 1), (204, 2)):
        body = f"<urn:a> <urn:test:p> {value} ."
        assert writer.write_to("PUT", path, body, Content_Type=TURTLE).status_code == status
    assert writer.send("GET", path, Accept="application/n-triples").text.count("\n") == 1
    assert writer.write_to("DELETE", path).status_code == 204
    assert writer.send("GET", path).status_code == 404


def test_post_adds_to_a_graph(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-post"""
    path = "/graphs/test/post"
    for status, value in ((201, 1), (204, 2)):
        body = f"<urn:a> <urn:test:p> {value} ."
        assert writer.write_to("POST", path, body, Content_Type=TURTLE).status_code == status
    assert writer.send("GET", path, Accept="application/n-triples").text.count("\n") == 2
    assert writer.write_to("DELETE", path).status_code == 204


def test_post_without_a_name_makes_a_graph_and_says_where(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-post"""
    answer = writer.write_to("POST", "/graphs", "<> <urn:test:p> 1 .", Content_Type=TURTLE)
    assert answer.status_code == 201
    path = answer.headers["Location"].removeprefix(writer.address)
    assert "<urn:test:p>" in writer.send("GET", path, Accept="application/n-triples").text
    assert writer.write_to("DELETE", path).status_code == 204


def test_a_relative_iri_is_resolved_against_the_graph(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#base-uri"""
    path = "/graphs?graph=http://example.org/a/b"
    assert writer.write_to("PUT", path, "<c> <urn:test:p> 1 .", Content_Type=TURTLE).is_success
    assert writer.ask("<http://example.org/a/c> <urn:test:p> 1")
    assert writer.write_to("DELETE", path).status_code == 204


def test_an_empty_graph_stands_until_it_is_deleted(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-put"""
    path = "/graphs/test/empty"
    for status in (201, 204):
        answer = writer.write_to("PUT", path, "# nothing", Content_Type=TURTLE)
        assert answer.status_code == status
    answer = writer.send("GET", path, Accept="application/n-triples")
    assert (answer.status_code, answer.text) == (200, "")
    full = writer.write_to("POST", path, "<urn:a> <urn:test:p> 1 .", Content_Type=TURTLE)
    assert full.status_code == 204
    assert writer.write_to("DELETE", path).status_code == 204
    assert writer.send("GET", path).status_code == 404
    assert writer.update("CREATE GRAPH <urn:test:made>").status_code == 204
    assert writer.send("HEAD", "/graphs?graph=urn:test:made").status_code == 200
    assert writer.update("DROP SILENT GRAPH <urn:test:made>").status_code == 204
    assert writer.send("HEAD", "/graphs?graph=urn:test:made").status_code == 404


def test_of_several_that_delete_a_graph_at_once_one_finds_it(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-delete"""
    path = "/graphs?graph=urn:test:once"
    for body in ("<urn:a> <urn:test:p> 1 .", "# nothing"):
        assert writer.write_to("PUT", path, body, Content_Type=TURTLE).status_code == 201
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(lambda _: writer.write_to("DELETE", path), range(4)))
        assert sorted(answer.status_code for answer in answers) == [204, 404, 404, 404]
        refused = next(answer for answer in answers if answer.status_code == 404)
        assert refused.json()["code"] == "not-found"
        assert writer.send("HEAD", path).status_code == 404


def test_a_graph_that_is_emptied_by_put_stands(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-put"""
    path = "/graphs?graph=urn:test:emptied"
    assert writer.write_to("PUT", path, "<urn:a> <urn:test:p> 1 .", Content_Type=TURTLE).is_success
    assert writer.write_to("PUT", path, "", Content_Type=TURTLE).status_code == 204
    assert writer.send("GET", path, Accept="application/n-triples").text == ""
    assert writer.write_to("DELETE", path).status_code == 204


def test_a_form_with_files_adds_each_of_them(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-post"""
    path = "/graphs?graph=http://example.org/a/forms"
    parts = {
        "one": ("one.ttl", "<b> <urn:test:p> _:x ; <urn:test:q> '_:x <<( _:x \"深圳\"' .", TURTLE),
        "two": ("two.nt", "_:x <urn:test:p> <urn:c> .", "application/n-triples; charset=utf-8"),
    }
    with writer.client() as client:
        headers = {"Authorization": f"Bearer {writer.write}"}
        answer = client.post(path, files=parts, headers=headers)
    assert answer.status_code == 201, answer.text
    given = writer.send("GET", path, Accept="application/n-triples")
    triples = [quad.triple for quad in ox.parse(given.content, format=ox.RdfFormat.N_TRIPLES)]
    assert len({str(t.object) for t in triples if isinstance(t.object, ox.BlankNode)}) == 1
    nodes = {t.subject for t in triples} | {t.object for t in triples}
    assert sum(isinstance(node, ox.BlankNode) for node in nodes) == 2
    assert ox.Literal('_:x <<( _:x "深圳"') in nodes
    assert ox.NamedNode("http://example.org/a/b") in nodes
    assert writer.write_to("DELETE", path).status_code == 204


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data", b"--x--", 400),
        ("multipart/form-data; boundary=x", b"", 400),
        ("multipart/form-data; boundary=x", b"--x--\r\n", 400),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
            400,
        ),
        (
            "multipart/form-data; boundary=x",
            (
                b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.pdf"\r\n'
                b"Content-Type: application/pdf\r\n\r\nb\r\n--x--\r\n"
            ),
            415,
        ),
    ],
)
def test_a_form_that_cannot_be_read_changes_nothing(
    writer: Server, kind: str, body: bytes, status: int
) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-post"""
    path = "/graphs?graph=urn:test:form"
    assert writer.write_to("POST", path, body, Content_Type=kind).status_code == status
    assert writer.write_to("PUT", path, body, Content_Type=kind).status_code == 415
    assert writer.send("GET", path).status_code == 404


@pytest.mark.parametrize("path", ["/graphs?graph=urn:test:conditions", "/graphs/test/conditions"])
def test_a_write_with_a_condition_changes_only_what_its_client_knows(
    writer: Server, path: str
) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-preconditions"""
    body = "<urn:a> <urn:test:p> 1 ."
    assert writer.write_to("PUT", path, body, If_Match="*", Content_Type=TURTLE).status_code == 412
    made = writer.write_to("PUT", path, body, If_None_Match="*", Content_Type=TURTLE)
    assert made.status_code == 201
    again = writer.write_to("PUT", path, body, If_None_Match="*", Content_Type=TURTLE)
    assert (again.status_code, again.json()["code"]) == (412, "precondition")
    known = writer.send("GET", path, Accept="application/n-triples").headers["ETag"]
    assert writer.send("GET", path, Accept=TURTLE).headers["ETag"] != known
    held = writer.send("GET", path, Accept="application/n-triples", If_None_Match=known)
    assert held.status_code == 304
    more = "<urn:a> <urn:test:p> 2 ."
    first = writer.write_to("POST", path, more, If_Match=f'"x", {known}', Content_Type=TURTLE)
    assert first.status_code == 204
    for method, kind, text in (
        ("POST", TURTLE, more),
        ("PUT", TURTLE, more),
        ("PATCH", "application/sparql-update", "CLEAR DEFAULT"),
        ("DELETE", TURTLE, ""),
    ):
        late = writer.write_to(method, path, text, If_Match=known, Content_Type=kind)
        assert (late.status_code, late.json()["code"]) == (412, "precondition"), method
        weak = writer.write_to(method, path, text, If_Match=f"W/{known}", Content_Type=kind)
        assert weak.status_code == 412
    assert writer.send("GET", path, Accept="application/n-triples").text.count("\n") == 2
    assert writer.write_to("DELETE", path, If_Match="*").status_code == 204


def test_an_address_names_one_graph(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#graph-identification"""
    assert server.send("GET", "/graphs/entities?default").status_code == 400
    assert server.send("GET", "/graphs/entities?graph=urn:a").status_code == 400


def test_delete_takes_a_graph_away(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-delete"""
    assert writer.write_to("DELETE", "/graphs?graph=urn:test:none").status_code == 404


def test_a_patch_by_update_changes_its_graph_alone(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-patch"""
    path = "/graphs?graph=urn:test:patch"
    kind = "application/sparql-update"
    assert writer.write_to("PUT", path, "<urn:a> <urn:test:p> 1 .", Content_Type=TURTLE).is_success
    text = "DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p ?o }"
    assert writer.write_to("PATCH", path, text, Content_Type=kind).status_code == 204
    assert writer.ask("GRAPH <urn:test:patch> { <urn:a> <urn:test:p> 2 }")
    other = "INSERT DATA { GRAPH <urn:test:other> { <urn:a> <urn:test:p> 1 } }"
    assert writer.write_to("PATCH", path, other, Content_Type=kind).status_code == 400
    assert writer.write_to("PATCH", path, text, Content_Type=TURTLE).status_code == 415
    assert writer.write_to("DELETE", path).status_code == 204


def test_a_packed_document_is_unpacked(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#field.content-encoding"""
    path = "/graphs?graph=urn:test:packed"
    body = gzip.compress(b"<urn:a> <urn:test:p> 1 .")
    answer = writer.write_to("PUT", path, body, Content_Type=TURTLE, Content_Encoding="gzip")
    assert answer.status_code == 201
    assert writer.write_to("DELETE", path).status_code == 204


_LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
    '<rdf:Description rdf:about="urn:test:bad"><e:p>&b;</e:p></rdf:Description></rdf:RDF>'
)
_BAD = {
    "an entity": ("application/rdf+xml", _LAUGHS.encode(), ""),
    "a remote context": (
        "application/ld+json",
        json.dumps({"@context": "http://127.0.0.1:9/c", "@id": "urn:test:bad", "a": 1}).encode(),
        "",
    ),
    "nested JSON": ("application/ld+json", b'{"urn:p":' * 20_000 + b"1" + b"}" * 20_000, ""),
    "nested collections": (TURTLE, b"<urn:test:bad> <urn:p> " + b"(" * 50_000, ""),
    "nested triple terms": (TURTLE, b"<urn:test:bad> <urn:p> " + b"<<( <a:a> <a:b> " * 9_000, ""),
    "bytes that are no UTF-8": (TURTLE, b'<urn:test:bad> <urn:p> "\xff" .', ""),
    "a broken second half": (TURTLE, b"<urn:test:bad> <urn:p> 1 .\n" * 99 + b"<urn:x ", ""),
    "a bomb": (TURTLE, gzip.compress(b"#" * 50_000_000), "gzip"),
    "a broken package": (TURTLE, gzip.compress(b"<urn:test:bad> <urn:p> 1 .")[:-9], "gzip"),
    "an unknown package": (TURTLE, b"x", "compress"),
    "another format": ("application/pdf", b"x", ""),
    "several graphs": ("application/trig", b"<urn:g> { <urn:test:bad> <urn:p> 1 }", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", _BAD)
def test_a_hostile_document_is_refused_and_nothing_of_it_stored(writer: Server, name: str) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#security"""
    kind, body, coding = _BAD[name]
    headers = {"Content_Encoding": coding} if coding else {}
    answer = writer.write_to(
        "PUT", "/graphs?graph=urn:test:bad", body, Content_Type=kind, **headers
    )
    assert answer.status_code in {400, 413, 415}, answer.text
    assert answer.json()["detail"]
    assert not writer.ask("GRAPH <urn:test:bad> { ?s ?p ?o }")
    assert not writer.ask("<urn:test:bad> ?p ?o")


def test_what_follows_from_other_graphs_cannot_be_written(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-http-rdf-update/#http-put"""
    for name in ("audit", "derived", "description", "entailed", "named", "report"):
        answer = writer.write_to("PUT", f"/graphs/{name}", "<a:a> <a:b> 1 .", Content_Type=TURTLE)
        assert (answer.status_code, answer.json()["code"]) == (403, "computed")
