"""The SPARQL 1.1 Protocol without I/O."""

from __future__ import annotations

from urllib.parse import quote, quote_plus, urlencode

import pytest

from console.problems import Problem
from console.protocol import FORM, QUERY, UPDATE, QueryRequest, read_request

IRI = "https://w3id.org/cbec/id/place/%E6%B7%B1圳?100%25"
TEXT = f"DESCRIBE <{IRI}> # a+b & c=d"


def test_each_of_the_three_operations_gives_the_same_query() -> None:
    """Section 2.1: query via GET, via URL-encoded POST, via POST directly."""
    expected = QueryRequest(TEXT)
    encoded = urlencode({"query": TEXT}).encode()
    assert read_request("GET", encoded) == expected
    assert read_request("HEAD", encoded) == expected
    assert read_request("POST", b"", FORM, encoded) == expected
    assert read_request("POST", b"", QUERY, TEXT.encode()) == expected


def test_a_query_is_decoded_exactly_once() -> None:
    for spell in (quote, quote_plus):
        assert read_request("GET", f"query={spell(TEXT)}".encode()) == QueryRequest(TEXT)


def test_media_types_ignore_case_and_the_charset_utf_8() -> None:
    for content_type in (
        "application/SPARQL-query",
        f"{QUERY}; charset=UTF-8",
        f'{QUERY};charset="utf-8"',
    ):
        assert read_request("POST", b"", content_type, b"ASK {}") == QueryRequest("ASK {}")


def test_a_get_without_a_query_is_no_query() -> None:
    assert read_request("GET", b"") is None
    assert read_request("GET", b"format=json&output=json") is None


def test_parameters_that_the_protocol_does_not_know_do_no_harm() -> None:
    assert read_request("GET", b"query=ASK%7B%7D&format=turtle&output=x&x") == QueryRequest("ASK{}")


def test_the_dataset_comes_from_the_form_or_from_the_query_string() -> None:
    """Section 2.1.4: in the body for a form, in the query string for a direct POST."""
    dataset = "default-graph-uri=urn:a&default-graph-uri=urn:b&named-graph-uri=urn:c"
    expected = QueryRequest("ASK {}", ("urn:a", "urn:b"), ("urn:c",))
    form = f"query=ASK+%7B%7D&{dataset}".encode()
    assert read_request("GET", form) == expected
    assert read_request("POST", b"", FORM, form) == expected
    assert read_request("POST", dataset.encode(), QUERY, b"ASK {}") == expected
    assert expected.names_dataset
    assert not QueryRequest("ASK {}").names_dataset


@pytest.mark.parametrize(
    ("method", "query_string", "content_type", "body", "code"),
    [
        ("GET", b"query=ASK+%7B%7D&query=ASK+%7B%7D", "", b"", "many-queries"),
        ("POST", b"", FORM, b"query=a&query=b", "many-queries"),
        ("POST", b"", FORM, b"", "no-query"),
        ("POST", b"query=ASK%7B%7D", FORM, b"", "no-query"),
        ("POST", b"", "", b"ASK {}", "media-type"),
        ("POST", b"", "text/plain", b"ASK {}", "media-type"),
        ("POST", b"", f"{QUERY};charset=latin-1", b"ASK {}", "media-type"),
        ("POST", b"", UPDATE, b"CLEAR ALL", "update"),
        ("POST", b"", FORM, b"update=CLEAR+ALL", "update"),
        ("GET", b"update=CLEAR+ALL", "", b"", "update"),
        ("GET", b"query=a&update=CLEAR+ALL", "", b"", "update"),
        ("PUT", b"", QUERY, b"ASK {}", "method"),
        ("DELETE", b"", "", b"", "method"),
        ("GET", b"query=%FF", "", b"", "encoding"),
        ("GET", b"query=\xff", "", b"", "encoding"),
        ("POST", b"", QUERY, b"ASK { # \xff\n}", "encoding"),
        ("POST", b"", FORM, b"query=%C3%28", "encoding"),
        ("GET", b"query=ASK+%7B%7D&default-graph-uri=relative", "", b"", "graph-iri"),
        ("GET", b"query=ASK+%7B%7D&named-graph-uri=urn:a%20b", "", b"", "graph-iri"),
        ("GET", b"query=ASK+%7B%7D&named-graph-uri=", "", b"", "graph-iri"),
        ("GET", b"&".join([b"a=b"] * 200), "", b"", "bad-request"),
    ],
)
def test_what_the_protocol_does_not_allow_is_a_problem_with_its_code(
    method: str, query_string: bytes, content_type: str, body: bytes, code: str
) -> None:
    with pytest.raises(Problem) as caught:
        read_request(method, query_string, content_type, body)
    assert caught.value.code == code
    assert caught.value.detail
