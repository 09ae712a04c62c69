"""The dataset that a request names for an update."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.revision.using import with_using

USING = "USING <urn:g> USING NAMED <urn:n>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT DATA { <a:a> <a:a> 1 }", "INSERT DATA { <a:a> <a:a> 1 }"),
        (
            "INSERT { ?s ?p 'WHERE' } WHERE { { SELECT * { ?s ?p ?o } } } # WHERE",
            f"INSERT {{ ?s ?p 'WHERE' }} {USING} WHERE {{ {{ SELECT * {{ ?s ?p ?o }} }} }} # WHERE",
        ),
        (
            "DELETE WHERE { ?s ?p 1 } ; DELETE { ?s ?p 2 } WHERE { ?s ?p 2 }",
            " ; ".join(f"DELETE {{ ?s ?p {n} }} {USING} WHERE {{ ?s ?p {n} }}" for n in (1, 2)),
        ),
    ],
)
def test_each_where_gets_the_graphs(text: str, expected: str) -> None:
    assert with_using(text, ["urn:g"], ["urn:n"]) == expected
    assert with_using(text, [], []) == text


@pytest.mark.parametrize(
    "clause", ["WITH <a:g> DELETE { ?s ?p 1 }", "DELETE { ?s ?p 1 } USING <a:g>"]
)
def test_the_update_must_not_name_graphs_too(clause: str) -> None:
    with pytest.raises(QueryError, match="too"):
        with_using(f"{clause} WHERE {{ ?s ?p 1 }}", ["urn:g"], [])
