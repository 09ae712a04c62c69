"""An answer that lies in a file, read row by row, as often as is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

__all__ = ["Row", "columns_of", "rows_of"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]

_TRIPLES: Final = ("subject", "predicate", "object")


def columns_of(path: Path) -> tuple[str, ...]:
    """Give the names of the columns; the form of the answer is told by the suffix of its file."""
    if path.suffix == ".nt":
        return _TRIPLES
    with path.open("rb") as stream:
        found = ox.parse_query_results(stream, format=_format(path))
        if isinstance(found, ox.QuerySolutions):
            return tuple(variable.value for variable in found.variables)
        return ("answer",)


def rows_of(path: Path) -> Iterator[Row]:
    """Give the rows of the answer in its order; None where a variable is not bound."""
    with path.open("rb") as stream:
        if path.suffix == ".nt":
            for triple in ox.parse(stream, format=ox.RdfFormat.N_TRIPLES):
                yield triple.subject, triple.predicate, triple.object
            return
        found = ox.parse_query_results(stream, format=_format(path))
        if isinstance(found, ox.QuerySolutions):
            for solution in found:
                yield tuple(solution)
        else:
            yield (ox.Literal(bool(found)),)


def _format(path: Path) -> ox.QueryResultsFormat:
    return ox.QueryResultsFormat.JSON if path.suffix == ".json" else ox.QueryResultsFormat.TSV
