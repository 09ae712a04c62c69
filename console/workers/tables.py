"""The first rows of an answer as a page shows them, as they travel from a worker."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QueryTriples, Triple

from console.workers.formats import ResultKind
from kg.queries.results import Table, Term, table
from kg.queries.terms import UnknownTerm
from kg.store.base import Result, Store
from kg.store.names import unknown_names

__all__ = ["Page", "page_from_json", "page_of", "page_to_json"]

Json = None | list["Json"] | str


@dataclass(frozen=True, slots=True)
class Page:
    """The first rows, what kind of answer they are of, and where there are none, strange names."""

    table: Table
    kind: ResultKind
    unknown: tuple[UnknownTerm, ...] = ()


def page_of(store: Store, text: str, result: Result, rows: int) -> Page:
    """Give the page of a result, which is used up."""
    shown = table(result, rows)
    kind: ResultKind = "rows"
    if isinstance(result, QueryBoolean):
        kind = "boolean"
    elif isinstance(result, QueryTriples):
        kind = "graph"
    return Page(shown, kind, () if shown.rows else tuple(unknown_names(store, text)))


def page_to_json(page: Page) -> bytes:
    """Give the page as bytes that `page_from_json` reads."""
    shown = page.table
    rows = [[_to_json(term) for term in row] for row in shown.rows]
    unknown = [asdict(term) for term in page.unknown]
    parts = [page.kind, shown.columns, shown.numeric, rows, shown.complete, unknown]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def page_from_json(data: bytes) -> Page:
    """Give the page that `page_to_json` wrote."""
    kind, columns, numeric, rows, complete, unknown = json.loads(data)
    terms = tuple(tuple(_from_json(term) for term in row) for row in rows)
    shown = Table(tuple(columns), tuple(numeric), terms, complete)
    return Page(shown, kind, tuple(UnknownTerm(**one) for one in unknown))


def _to_json(term: Term | None) -> Json:
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return ["i", term.value]
    if isinstance(term, BlankNode):
        return ["b", term.value]
    if isinstance(term, Literal):
        if term.language:
            return ["l", term.value, term.language]
        return ["d", term.value, term.datatype.value]
    return ["t", *(_to_json(part) for part in (term.subject, term.predicate, term.object))]


def _from_json(data: list[str] | None) -> Term | None:
    match data:
        case ["i", value]:
            return _iri(value)
        case ["b", value]:
            return BlankNode(value)
        case ["l", value, language]:
            return Literal(value, language=language)
        case ["d", value, datatype]:
            return Literal(value, datatype=NamedNode(datatype))
        case ["t", *parts]:
            triple = [_from_json(part) for part in parts]  # type: ignore[arg-type]  # a part is a list again
            return Triple(*triple)  # type: ignore[arg-type]  # as it came from a triple
    return None


def _iri(value: str) -> Term:
    """Give the IRI; an engine may hold what is none, and a page shows that as plain text."""
    try:
        return NamedNode(value)
    except ValueError:
        return Literal(value)
