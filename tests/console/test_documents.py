"""What is refused of a document before any parser sees it, and what is not."""

from __future__ import annotations

import gzip
import zlib

import pytest

from console.documents import read_document
from console.problems import Problem

TURTLE = "text/turtle"
JSONLD = "application/ld+json"
XML = "application/rdf+xml"


def read(kind: str, body: bytes, coding: str = "") -> bytes:
    return read_document(kind, body, coding, largest=1_000, deepest=9).body


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (TURTLE, b'<urn:a> <urn:b> "((((((((((((" , """[[[[[[[[[[[[""" . # {{{{{{{{{{{{'),
        (TURTLE, b"<urn:a(((((((((((((> <urn:b> (1 (2 (3))) ."),
        (TURTLE, "<urn:a> <urn:b> '\N{CJK UNIFIED IDEOGRAPH-6DF1}\\'((((((((((' .".encode()),
        (JSONLD, b'{"@context": {"a": "urn:a"}, "a": "[[[[[[[[[[[[ \\" {{{{{{{{{{"}'),
        (XML, b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="urn:x"><a>1 &amp; 2</a></rdf:RDF>'),
        (XML, b"<!-- <!DOCTYPE r> <a> - --><a b='>\"'><![CDATA[<!DOCTYPE r [] ]> ]]]><!----></a>"),
        (XML, b'<?pi <!ENTITY ?><a b=">" c="/"/>\n<!---<b>--><\xc3\xa9/>'),
        (XML, b"<a><b/>" * 9 + b"<c>" + b"</c>" * 10),
        ("text/turtle; charset=UTF-8", b"<urn:a> <urn:b> 1 ."),
        ("TEXT/Turtle", b"<urn:a> <urn:b> 1 ."),
    ],
)
def test_an_honest_document_comes_through_unchanged(kind: str, body: bytes) -> None:
    assert read(kind, body) == body
    assert read(kind, gzip.compress(body), "gzip") == body
    assert read(kind, zlib.compress(body), "deflate") == body
    halves = gzip.compress(body[:7]) + gzip.compress(body[7:])
    assert read(kind, halves, "gzip") == body


@pytest.mark.parametrize(
    ("kind", "body", "coding", "code"),
    [
        ("", b"", "", "media-type"),
        ("application/trig", b"", "", "media-type"),
        ("text/turtle; charset=utf-16", b"", "", "media-type"),
        (TURTLE, b"\xff", "", "encoding"),
        (TURTLE, b"(" * 10, "", "too-nested"),
        (TURTLE, b"<<( " * 10, "", "too-nested"),
        (TURTLE, b'"open ' + b"(" * 10, "", "too-nested"),
        (JSONLD, b'{"a":' * 10, "", "too-nested"),
        (JSONLD, b'{"@context": "http://127.0.0.1/"}', "", "document"),
        (JSONLD, b'{"@context" : [ "http://127.0.0.1/", {}]}', "", "document"),
        (JSONLD, b'{"@context": {"@import": "file:///x"}}', "", "document"),
        (XML, b'<!DOCTYPE r [<!ENTITY a "b">]><r/>', "", "document"),
        (XML, b"<a>" * 200 + b"<!doctype x>", "", "document"),
        (XML, b"<!-- a --><!DOCTYPE r><!-- b --><r/>", "", "document"),
        (XML, b"<!--><!-- --><!DOCTYPE r><r/>", "", "document"),
        (XML, b'<a b="<!--"/><!DOCTYPE r><a b="-->"/>', "", "document"),
        (XML, b'</a "><!DOCTYPE r><b c="d"/>', "", "document"),
        (XML, b'<!-- -- <a b=" --><!DOCTYPE r><c d="x"/>', "", "document"),
        (XML, b"<![CDATA[ ]]><!DOCTYPE r><![CDATA[ ]]>", "", "document"),
        (XML, b"<?a ?><!DOCTYPE r><?b ?>", "", "document"),
        (XML, b"<a> 1 < 2 </a>", "", "document"),
        (XML, b"<a><!-- never ends", "", "document"),
        (XML, "<r/>".encode("utf-16"), "", "encoding"),
        (TURTLE, b"#" * 1_001, "", "too-long"),
        (TURTLE, gzip.compress(b"#" * 1_000_000), "gzip", "too-long"),
        (TURTLE, b"plain", "gzip", "document"),
        (TURTLE, gzip.compress(b"#")[:-3], "gzip", "document"),
        (TURTLE, b"", "br", "media-type"),
    ],
)
def test_a_hostile_document_is_refused(kind: str, body: bytes, coding: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read(kind, body, coding)
    assert caught.value.code == code
    assert 400 <= caught.value.status < 500


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_elements_are_counted_and_what_only_looks_like_them_is_not(
    more: int, refused: bool
) -> None:
    body = b"<a b='/a>'><!-- </a> --><![CDATA[</a>]]><c/>" * (1_000 + more)
    if refused:
        with pytest.raises(Problem, match="1,000 deep"):
            read_document(XML, body, largest=100_000, deepest=9)
    else:
        assert read_document(XML, body, largest=100_000, deepest=9).body == body
