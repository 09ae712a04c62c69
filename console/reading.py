"""Questions of the pages to the store: the only place where they are evaluated.

The queries stand in ``queries/``. What the caller fills in is written ``$name`` there, which is
SPARQL too; an empty ``VALUES ?name { }`` takes a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, QueryTriples, Triple

from console.addresses import is_iri
from console.site import this_site
from kg.store.base import Result, Term

__all__ = ["Row", "construct", "fill", "occurs", "select"]

Row = Mapping[str, Term]
"""A solution: the variables that are bound in it, with their values."""

_QUERIES: Final = Path(__file__).parent / "queries"
_SLOT: Final = re.compile(r"\$([a-z][A-Za-z]*)\b")


def select(
    name: str, *, limit: int | None = None, offset: int = 0, **bindings: object
) -> list[Row]:
    """Give the solutions of the SELECT query of this name.

    A binding is an IRI as text, a term, or a list of IRIs for a list of VALUES.
    """
    text = fill(_text(name), bindings)
    if limit is not None:
        text += f"\nLIMIT {limit:d} OFFSET {offset:d}"
    result = _evaluate(text)
    assert isinstance(result, QuerySolutions), f"{name} is no SELECT"
    columns = [variable.value for variable in result.variables]
    rows: list[Row] = []
    for solution in result:
        values = ((column, solution[column]) for column in columns)
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
    result = _evaluate(fill(_text(name), bindings))
    assert isinstance(result, QueryTriples), f"{name} is no CONSTRUCT"
    return sorted(set(result), key=str)


def occurs(iri: str) -> bool:
    """Tell whether the store says anything of the IRI, or by it."""
    return bool(select("occurs", iri=iri, limit=1))


def fill(text: str, bindings: Mapping[str, object]) -> str:
    """Give the query with its slots filled; only terms get in, so no text can break out.

    >>> fill("ASK { $iri ?p ?o }", {"iri": "https://example.org/"})
    'ASK { <https://example.org/> ?p ?o }'
    """
    for name, value in bindings.items():
        if isinstance(value, list | tuple):
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


def _evaluate(text: str) -> Result:
    # each query declares what it uses: declaring all prefixes costs the engine 33 µs
    return this_site().store.query(text, prefixes=None)


@cache
def _text(name: str) -> str:
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")
