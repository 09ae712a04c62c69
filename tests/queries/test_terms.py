"""The terms of a query, and those that nothing bears."""

from __future__ import annotations

from kg.queries.terms import terms_named, unknown_terms
from kg.vocab import ID, ONT


def test_terms_come_with_the_way_they_are_written() -> None:
    found = terms_named("PREFIX x: <urn:x:> SELECT * { ?s x:a\\~b cbec:area ; a <urn:T> }")
    assert found == {"urn:x:a~b": "x:a\\~b", ONT + "area": "cbec:area", "urn:T": "<urn:T>"}


def test_unknown_terms_come_with_the_nearest_that_is_known() -> None:
    known = [ONT + "area", ONT + "City", ID + "place/Shenzhen"]
    found = unknown_terms(
        f"SELECT * {{ ?s a cbec:Citty ; cbec:area <{ID}place/Shenzen>, <urn:other>, org:zz }}",
        known.__contains__,
        lambda namespace: [iri for iri in known if iri.startswith(namespace)],
    )
    assert [(term.written, term.nearest) for term in found] == [
        ("cbec:Citty", "cbec:City"),
        (f"<{ID}place/Shenzen>", f"<{ID}place/Shenzhen>"),
        ("org:zz", ""),
    ]
