"""The forms of an answer: tables for people, the standards' formats for programs.

Numbers are never computed with here: a literal is shown as it is written in the graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Final, TypeVar, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import UnwritableError, UsageError
from kg.rdf.formats import FORMATS, Format
from kg.rdf.xml import XmlText, require_xml_names
from kg.vocab import PREFIXES

__all__ = [
    "GRAPH_FORMATS",
    "SOLUTION_FORMATS",
    "QueryResult",
    "SolutionFormat",
    "Table",
    "Term",
    "format_named",
    "grouped",
    "is_number",
    "shorten",
    "show",
    "table",
    "write_solutions",
    "write_triples",
]

QueryResult = QuerySolutions | QueryBoolean | QueryTriples
Term = NamedNode | BlankNode | Literal | Triple

_XSD = PREFIXES["xsd"]
_LARGE: Final = re.compile(r"([+-]?)([1-9][0-9]{4,})((?:\.[0-9]+)?)")  # a year has four digits
_NUMBERS: Final = frozenset(
    _XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "short")
)


@dataclass(frozen=True, slots=True)
class SolutionFormat:
    """A format of SELECT and ASK answers."""

    name: str
    media_type: str
    extension: str
    results_format: QueryResultsFormat


_Form = TypeVar("_Form", SolutionFormat, Format)

# https://www.w3.org/TR/sparql11-protocol/ gives none precedence; JSON is the one clients expect
SOLUTION_FORMATS: Final = (
    SolutionFormat("json", "application/sparql-results+json", "srj", QueryResultsFormat.JSON),
    SolutionFormat("xml", "application/sparql-results+xml", "srx", QueryResultsFormat.XML),
    SolutionFormat("csv", "text/csv", "csv", QueryResultsFormat.CSV),
    SolutionFormat("tsv", "text/tab-separated-values", "tsv", QueryResultsFormat.TSV),
)
GRAPH_FORMATS: Final = tuple(form for form in FORMATS if form.name != "jsonld-expanded")
"""The formats of CONSTRUCT and DESCRIBE answers."""


def write_solutions(
    result: QuerySolutions | QueryBoolean, form: SolutionFormat, stream: IO[bytes]
) -> None:
    """Write the answer of a SELECT or an ASK; the result is used up.

    CSV and TSV have no form for a truth value: they get ``true`` or ``false`` on a line. Raises
    ``UnwritableError`` for characters that XML cannot hold.
    """
    if isinstance(result, QueryBoolean) and form.name in {"csv", "tsv"}:
        stream.write(b"true\n" if result else b"false\n")
        return
    result.serialize(_within(stream, xml=form.name == "xml"), form.results_format)


def write_triples(
    triples: Iterable[Triple],
    form: Format,
    stream: IO[bytes],
    prefixes: Mapping[str, str] = PREFIXES,
) -> None:
    """Write the answer of a CONSTRUCT or a DESCRIBE, declaring only the prefixes it uses.

    Raises ``UnwritableError`` for what the format has no form for.
    """
    found = list(dict.fromkeys(triples))  # a graph is a set, the engine repeats
    xml = form.rdf_format == RdfFormat.RDF_XML
    if xml:
        require_xml_names(found)
    elif form.rdf_format == RdfFormat.JSON_LD and any(_has_triple(one) for one in found):
        raise UnwritableError(
            "JSON-LD has no way to write a triple term",
            expected="triples of RDF 1.1",
            remedy="ask for another format, such as Turtle",
        )
    if form.rdf_format not in {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML}:
        serialize(found, stream, format=form.rdf_format)
        return
    iris = {iri for triple in found for iri in _iris(triple)}
    used = {
        prefix: namespace
        for prefix, namespace in sorted(prefixes.items())
        if any(iri.startswith(namespace) for iri in iris)
    }
    serialize(found, _within(stream, xml=xml), format=form.rdf_format, prefixes=used)


def _within(stream: IO[bytes], *, xml: bool) -> IO[bytes]:
    return cast("IO[bytes]", XmlText(stream)) if xml else stream  # writers need no more of a file


def _has_triple(triple: Triple) -> bool:
    return isinstance(triple.object, Triple)


def _iris(triple: Triple) -> Iterator[str]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def format_named(name: str, formats: Sequence[_Form]) -> _Form:
    """Give the format with this name, or raise UsageError naming those that fit."""
    for form in formats:
        if form.name == name:
            return form
    kinds = "rows" if isinstance(formats[0], SolutionFormat) else "triples"
    raise UsageError(
        f"the format {name!r} does not fit this query, which answers with {kinds}",
        expected="one of " + ", ".join(form.name for form in formats),
        remedy="leave out --format, or ask "
        + ("for triples with CONSTRUCT" if kinds == "rows" else "for rows with SELECT"),
    )


def shorten(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Give the prefixed name of an IRI where a prefix fits, else the IRI itself.

    >>> shorten("https://w3id.org/cbec/id/place/Shenzhen")
    'place:Shenzhen'
    """
    best = max(
        (item for item in prefixes.items() if iri.startswith(item[1])),
        key=lambda item: len(item[1]),
        default=None,
    )
    if best is None:
        return iri
    local = iri[len(best[1]) :]
    plain = local.replace("-", "").replace("_", "").replace(".", "")
    return f"{best[0]}:{local}" if plain.isalnum() and not local.endswith(".") else iri


def is_number(term: object) -> bool:
    """Tell whether the term is a literal of a numeric type."""
    return isinstance(term, Literal) and term.datatype.value in _NUMBERS


def show(term: Term | None, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Give a term as a reader wants it in a cell: short names, plain text, '' where unbound."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return shorten(term.value, prefixes)
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    return " ".join(show(part, prefixes) for part in (term.subject, term.predicate, term.object))


def grouped(term: Term | None, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Give a term as `show` does, the digits of a large number in groups of three.

    >>> grouped(Literal("326530000000.50", datatype=NamedNode(_XSD + "decimal")))
    '326,530,000,000.50'
    """
    text = show(term, prefixes)
    match = _LARGE.fullmatch(text) if is_number(term) else None
    return f"{match[1]}{int(match[2]):,}{match[3]}" if match else text


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as a reader sees it: columns, which of them hold numbers only, and rows of terms.

    ``complete`` is false where there are more rows.
    """

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    complete: bool = True


def table(result: QueryResult, limit: int | None = None) -> Table:
    """Give the first ``limit`` rows of an answer as a table.

    A truth value is one row that says yes or no; a triple is a row of its three terms.
    """
    if isinstance(result, QueryBoolean):
        return Table(("answer",), (False,), ((Literal("yes" if result else "no"),),))
    if isinstance(result, QueryTriples):
        columns: tuple[str, ...] = ("subject", "predicate", "object")
        source: Iterator[tuple[Term | None, ...]] = (
            (triple.subject, triple.predicate, triple.object) for triple in dict.fromkeys(result)
        )
    else:
        columns = tuple(variable.value for variable in result.variables)
        source = (tuple(solution[name] for name in columns) for solution in result)
    rows = list(islice(source, limit))
    numeric = tuple(_is_numeric([row[index] for row in rows]) for index in range(len(columns)))
    complete = limit is None or next(source, None) is None
    return Table(columns, numeric, tuple(rows), complete)


def _is_numeric(column: Iterable[Term | None]) -> bool:
    bound = [term for term in column if term is not None]
    return bool(bound) and all(is_number(term) for term in bound)
