"""Questions of the pages to the engine: the only place where they are asked.

The queries stand in ``queries/``. What the caller fills in is written ``$name`` there, which is
SPARQL too; an empty ``VALUES ?name { }`` takes a list.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from console.addresses import is_iri
from console.protocol import QueryRequest
from console.site import this_asker, this_site
from kg.queries.query_file import QueryFile, read_query_file
from kg.store.base import Term

__all__ = ["Row", "construct", "fill", "occurs", "select", "solutions", "text_of", "written"]

Row = Mapping[str, Term]
"""A solution: the variables that are bound in it, with their values."""

JSON: Final = QueryResultsFormat.JSON
N_TRIPLES: Final = RdfFormat.N_TRIPLES
_QUERIES: Final = Path(__file__).parent / "queries"
_SLOT: Final = re.compile(r"\$([a-z][A-Za-z]*)\b")


def select(
    name: str, *, limit: int | None = None, offset: int = 0, **bindings: object
) -> list[Row]:
    """Give the solutions of the SELECT query of this name.

    A binding is an IRI as text, a term, a list of IRIs for a list of VALUES, or None for such a
    list that is to hold everything.
    """
    text = fill(_text(name), bindings)
    if limit is not None:
        text += f"\nLIMIT {limit:d} OFFSET {offset:d}"
    return solutions(text)


def solutions(text: str, seconds: float | None = None) -> list[Row]:
    """Give the solutions of a SELECT query that a library made, not a visitor.

    A row with a triple term, which no release of ours keeps, is left out. After so many seconds it
    is given up, with a `Problem` of the code ``disconnected``.
    """
    result = parse_query_results(_answered(text, JSON.media_type, seconds), JSON)
    assert isinstance(result, QuerySolutions), "the query is no SELECT"
    columns = [variable.value for variable in result.variables]
    rows: list[Row] = []
    for solution in result:
        values = [(column, solution[column]) for column in columns]
        if any(isinstance(value, Triple) for _, value in values):
            continue
        rows.append(
            {
                column: value
                for column, value in values
                if isinstance(value, NamedNode | BlankNode | Literal)
            }
        )
    return rows


def construct(name: str, **bindings: object) -> list[Triple]:
    """Give the triples of the CONSTRUCT query of this name, each once, in a fixed order."""
    text = fill(_text(name), bindings)
    quads = parse(_answered(text, N_TRIPLES.media_type), N_TRIPLES)
    return sorted({quad.triple for quad in quads}, key=str)


def text_of(name: str, **bindings: object) -> str:
    """Give the query of this name as it is asked, without what its head says of it."""
    lines = fill(_text(name), bindings).splitlines()
    return "\n".join(line for line in lines if not line.startswith("#+")) + "\n"


def written(name: str) -> QueryFile:
    """Give the query of this name as it stands, with what its head says of it."""
    return read_query_file(_QUERIES / f"{name}.rq")


def occurs(iri: str) -> bool:
    """Tell whether the store says anything of the IRI, or by it."""
    return bool(select("occurs", iri=iri, limit=1))


def fill(text: str, bindings: Mapping[str, object]) -> str:
    """Give the query with its slots filled; only terms get in, so no text can break out.

    >>> fill("ASK { $iri ?p ?o }", {"iri": "https://example.org/"})
    'ASK { <https://example.org/> ?p ?o }'
    """
    for name, value in bindings.items():
        if value is None:
            text = re.sub(rf" *VALUES \?{name} {{ }}\n?", "", text)
        elif isinstance(value, list | tuple):
            terms = " ".join(map(_term, value))
            text = text.replace(f"VALUES ?{name} {{ }}", f"VALUES ?{name} {{ {terms} }}")
    return _SLOT.sub(lambda slot: _term(bindings[slot[1]]), text)


def _term(value: object) -> str:
    if isinstance(value, str):
        if not is_iri(value):
            raise ValueError(f"{value!r} is no IRI")
        return f"<{value}>"
    assert isinstance(value, NamedNode | Literal), f"{value!r} cannot stand in a query"
    return str(value)


def _answered(text: str, media_type: str, seconds: float | None = None) -> bytes:
    """Give the whole answer: the engine evaluates it where a page waits behind no visitor."""
    asker = this_asker("page")
    if seconds is not None:
        end, gone = time.monotonic() + seconds, asker.gone
        asker = replace(asker, gone=lambda: time.monotonic() > end or bool(gone and gone()))
    answer = this_site().engine.answer(QueryRequest(text), media_type, asker)
    with closing(answer):
        return answer.read()


@cache
def _text(name: str) -> str:
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")
