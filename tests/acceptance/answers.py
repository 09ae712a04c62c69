"""Whether two answers are the same, blank nodes by their places and numbers by their terms."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.rdf.canon import canonical_lines

__all__ = [
    "Rows",
    "graphs_differ",
    "read_expected",
    "read_rows",
    "rows_differ",
    "tables_differ",
]

_RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ROW: Final = "urn:row"
_FORMS: Final = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]


class Rows:
    """A result: its variables, its rows, and whether their order counts; or a truth value."""

    def __init__(
        self,
        variables: Iterable[str] = (),
        rows: Sequence[Row] = (),
        *,
        truth: bool | None = None,
        ordered: bool = False,
    ) -> None:
        self.variables = frozenset(variables)
        self.rows = list(rows)
        self.truth = truth
        self.ordered = ordered


def read_rows(data: bytes, form: ox.QueryResultsFormat) -> Rows:
    """Give the result that stands in a document."""
    result = ox.parse_query_results(data, format=form)
    if isinstance(result, ox.QueryBoolean):
        return Rows(truth=bool(result))
    names = [variable.value for variable in result.variables]
    rows = [{name: _valued(row[name]) for name in names if row[name] is not None} for row in result]
    return Rows(names, rows)


def _valued(term: Term) -> Term:
    """Give a number in one spelling: the suites compare values, and ``3.21E4`` is ``32100.0``."""
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(_XSD):
        return term
    try:
        if term.datatype.value == _XSD + "decimal":
            return ox.Literal(f"{Decimal(term.value).normalize():f}", datatype=term.datatype)
        if term.datatype.value in {_XSD + "double", _XSD + "float"}:
            return ox.Literal(f"{float(term.value):.12e}", datatype=term.datatype)
    except (InvalidOperation, ValueError):
        return term
    return term


def read_expected(path: Path) -> Rows | list[ox.Quad]:
    """Give the result of a file of a suite: rows, a truth value, or a graph."""
    if path.suffix in _FORMS:
        return read_rows(path.read_bytes(), _FORMS[path.suffix])
    quads = list(ox.parse(path=str(path), base_iri=path.as_uri()))
    if any(quad.object == ox.NamedNode(_RS + "ResultSet") for quad in quads):
        return _result_set(quads)
    return quads


def _result_set(quads: list[ox.Quad]) -> Rows:
    """Read the vocabulary in which the oldest tests write results."""

    def values(subject: object, name: str) -> list[Term]:
        return [q.object for q in quads if q.subject == subject and q.predicate.value == _RS + name]

    root = next(q.subject for q in quads if q.object == ox.NamedNode(_RS + "ResultSet"))
    for truth in values(root, "boolean"):
        assert isinstance(truth, ox.Literal), "a truth value is a literal"
        return Rows(truth=truth.value == "true")
    indexed = []
    for solution in values(root, "solution"):
        row: Row = {}
        for binding in values(solution, "binding"):
            (name,) = values(binding, "variable")
            assert isinstance(name, ox.Literal), "a variable is named by a literal"
            row[name.value] = _valued(values(binding, "value")[0])
        place = values(solution, "index")
        number = int(place[0].value) if place and isinstance(place[0], ox.Literal) else 0
        indexed.append((number, row))
    names = [name.value for name in values(root, "resultVariable") if isinstance(name, ox.Literal)]
    ordered = any(number for number, _ in indexed)
    indexed.sort(key=_index)
    return Rows(names, [row for _, row in indexed], ordered=ordered)


def _index(pair: tuple[int, Row]) -> int:
    return pair[0]


def rows_differ(wanted: Rows, given: Rows) -> str:
    """Give what differs, '' where nothing does."""
    if wanted.truth is not None or given.truth is not None:
        return "" if wanted.truth == given.truth else f"{given.truth}, not {wanted.truth}"
    if wanted.variables != given.variables:
        return f"variables {sorted(given.variables)}, not {sorted(wanted.variables)}"
    if len(wanted.rows) != len(given.rows):
        return f"{len(given.rows)} rows, not {len(wanted.rows)}"
    if wanted.ordered and [_shape(row) for row in wanted.rows] != [_shape(r) for r in given.rows]:
        return "the order of the rows"
    if canonical_lines(_as_quads(wanted.rows)) != canonical_lines(_as_quads(given.rows)):
        return "the rows"
    return ""


def _shape(row: Row) -> list[tuple[str, str]]:
    return sorted(
        (name, "" if isinstance(term, ox.BlankNode) else str(term)) for name, term in row.items()
    )


def _as_quads(rows: Iterable[Row]) -> list[ox.Quad]:
    """Give rows as a graph, so that isomorphism of graphs decides; equal rows stay apart.

    Rows without blank nodes are told apart by their number of repetitions alone.
    """
    quads: list[ox.Quad] = []
    counted: Counter[str] = Counter()
    for row in rows:
        shape = str(_shape(row))
        counted[shape] += 1
        node: ox.BlankNode | ox.NamedNode = ox.BlankNode()
        if not any(isinstance(term, ox.BlankNode) for term in row.values()):
            node = ox.NamedNode(f"{_ROW}:{abs(hash(shape))}:{counted[shape]}")
        quads.append(ox.Quad(node, ox.NamedNode(_RDF + "type"), ox.NamedNode(_ROW)))
        quads += [ox.Quad(node, ox.NamedNode(f"urn:v:{name}"), row[name]) for name in row]
    return quads


def graphs_differ(wanted: Iterable[ox.Quad], given: Iterable[ox.Quad]) -> str:
    """Give the first lines by which two datasets differ, '' where they are isomorphic."""
    one, two = canonical_lines(wanted), canonical_lines(given)
    if one == two:
        return ""
    missing, more = [x for x in one if x not in two][:1], [x for x in two if x not in one][:1]
    return f"missing {missing}, not expected {more}"


def tables_differ(wanted: str, given: str) -> str:
    """Compare two results in CSV; the order of columns and the names of blank nodes are free."""

    def rows(text: str) -> Counter[tuple[tuple[str, str], ...]]:
        table = csv.DictReader(io.StringIO(text))
        return Counter(tuple(sorted((name, _cell(c)) for name, c in row.items())) for row in table)

    return "" if rows(wanted) == rows(given) else "the table"


def _cell(text: str) -> str:
    """Give a number by its value and a blank node without its label."""
    if text.startswith("_:"):
        return "_:"
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text
