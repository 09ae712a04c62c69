"""A plain query is a long SELECT of triple patterns that hang together; the rest is not."""

from __future__ import annotations

import pytest

from kg.queries.plain import LONG, Pattern, PlainQuery, read_plain
from kg.vocab import PREFIXES, cbec, rdf

VALUE, AREA, TYPE = cbec("value").value, cbec("area").value, rdf("type").value


def open_(subject: str, predicate: str, value: str) -> Pattern:
    return Pattern(subject, predicate, value, is_open=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?f ?v { ?f cbec:value ?v }", PlainQuery(("f", "v"), (open_("f", VALUE, "v"),))),
        (
            f"select $v where {{ ?f <{AREA}> ?a ; cbec:value ?v . }} offset 7 limit {LONG}",
            PlainQuery(("v",), (open_("f", AREA, "a"), open_("f", VALUE, "v")), 7, LONG),
        ),
        (
            """PREFIX u: <urn:u:> PREFIX cbec: <urn:c:>
            SELECT * { ?s a u:T ; cbec:p ?b , ?a ;; . ?a u: ?c }""",
            PlainQuery(
                ("a", "b", "c", "s"),
                (
                    Pattern("s", TYPE, "urn:u:T", is_open=False),
                    open_("s", "urn:c:p", "b"),
                    open_("s", "urn:c:p", "a"),
                    open_("a", "urn:u:", "c"),
                ),
            ),
        ),
    ],
)
def test_the_parts_of_a_plain_query_are_read(text: str, expected: PlainQuery) -> None:
    assert read_plain(text, PREFIXES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?f ?v { ?f cbec:value ?v } LIMIT 9999",
        "SELECT ?f ?v { ?f cbec:value ?v } LIMIT 10000 LIMIT 10000",
        "SELECT ?f ?v { ?f cbec:value ?v } LIMIT 1e5",
        "SELECT ?f ?v { ?f cbec:value ?v } OFFSET " + "9" * 5000,
        "SELECT ?f ?v { ?f cbec:value ?v } ORDER BY ?v",
        "SELECT ?f ?v { ?f cbec:value ?v } VALUES ?v { 1 }",
        "SELECT ?f ?v FROM <urn:g> { ?f cbec:value ?v }",
        "SELECT DISTINCT ?f ?v { ?f cbec:value ?v }",
        "SELECT ?f ?f { ?f cbec:value ?v }",
        "SELECT ?f ?missing { ?f cbec:value ?v }",
        "SELECT (?v AS ?w) { ?f cbec:value ?v }",
        "SELECT ?f { ?f cbec:value ?f }",
        "SELECT ?f { ?f ?p ?v }",
        "SELECT ?f { ?f cbec:value 1 }",
        "SELECT ?f { ?f cbec:value 'one' }",
        "SELECT ?f { ?f cbec:value _:b }",
        "SELECT ?f { ?f cbec:value [] }",
        "SELECT ?f { ?f cbec:value/cbec:unit ?v }",
        "SELECT ?f { ?f ^cbec:value ?v }",
        "SELECT ?f { ?f cbec:value ?v FILTER(?v > 1) }",
        "SELECT ?f { ?f cbec:value ?v OPTIONAL { ?f cbec:unit ?u } }",
        "SELECT ?f { { ?f cbec:value ?v } }",
        "SELECT ?f { ?f cbec:value ?v . ?other cbec:unit ?u }",
        "SELECT ?f { ?f <value> ?v }",
        "SELECT ?f { ?f <urn:%zz> ?v }",
        "SELECT ?f { ?f <http://x.example/a/../b> ?v }",
        "BASE <urn:x> SELECT ?f { ?f <urn:value> ?v }",
        "SELECT ?f { ?f nowhere:value ?v }",
        r"SELECT ?f { ?f cbec:val\~ue ?v }",
        "SELECT ?f { ?f cbec:value ?v",
        "SELECT ?f { ?f cbec:value ?v } }",
        "SELECT ?f { ?f cbec:value ?v ?w }",
        "SELECT ?f { ?f cbec:value }",
        "SELECT * { }",
        "SELECT ?v { place:Shenzhen cbec:value ?v }",
        "ASK { ?f cbec:value ?v }",
        "CONSTRUCT { ?f cbec:value ?v } { ?f cbec:value ?v }",
    ],
)
def test_whatever_else_is_left_to_the_engine(text: str) -> None:
    assert read_plain(text, PREFIXES) is None
