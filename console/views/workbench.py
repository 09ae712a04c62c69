"""The page at ``/sparql``: the form of a query, and its answer.

It is a plain document with a plain form; without scripts nothing is missing but a shortcut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, request, url_for
from pyoxigraph import Literal, NamedNode

from console.addresses import is_iri, path_of
from console.library import Example, examples
from console.links import follow
from console.page import show as show_page
from console.problems import Problem
from console.site import this_site
from console.workers.tables import Page
from kg.queries.results import Table, Term, is_number, show

__all__ = ["query_page"]

FIRST_QUERY = """\
SELECT ?city ?name WHERE {
  ?city a cbec:City ;
    rdfs:label ?name .
  FILTER (LANG(?name) = "en")
}
ORDER BY ?name
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in a table of a page: its text, its language, the IRI, and where the text leads."""

    text: str
    language: str = ""
    iri: str = ""
    link: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows of an answer."""

    table: Table
    cells: tuple[tuple[Cell, ...], ...]
    kind: str


def query_page(text: str, *, shown: Page | None = None, problem: Problem | None = None) -> Response:
    """Give the page of a query: the form, and its answer or what is wrong with it.

    Where no query was sent the form holds the question of the library that ``example`` names.
    """
    question = examples().get(request.args.get("example", ""))
    text = text or (question.text if question else FIRST_QUERY)
    return show_page(
        "query.html",
        status=problem.status if problem else 200,
        text=text,
        answer=_answer(shown) if shown else None,
        problem=problem,
        unknown=shown.unknown if shown else (),
        groups=_groups(examples()),
        downloads=list(_downloads(text, shown)),
        size=len(this_site().store),
        current=request.args.get("example", ""),
    )


def _answer(shown: Page) -> Answer:
    cells = tuple(tuple(_cell(term) for term in row) for row in shown.table.rows)
    return Answer(shown.table, cells, "triples" if shown.kind == "graph" else shown.kind)


def _cell(term: Term | None) -> Cell:
    """Give the cell of a term; an IRI leads to its description here, never to itself."""
    if isinstance(term, NamedNode):
        return Cell(show(term), iri=term.value, link=_description(term.value))
    if isinstance(term, Literal):
        return Cell(show(term), language=term.language or "", number=is_number(term))
    return Cell(show(term))


def _description(iri: str) -> str:
    """Give where this site describes an IRI, which an engine may hold although it is none."""
    if not is_iri(iri):
        return ""
    described = path_of(iri) is not None
    return follow(iri).href if described else url_for("sparql.endpoint", query=f"DESCRIBE <{iri}>")


def _groups(questions: Mapping[str, Example]) -> dict[str, list[Example]]:
    """Give the questions under their first tag, tags and questions in order."""
    groups: dict[str, list[Example]] = {}
    for question in questions.values():
        groups.setdefault(question.tags[0], []).append(question)
    return dict(sorted(groups.items()))


def _downloads(text: str, shown: Page | None) -> Iterator[tuple[str, str]]:
    """Give the name and the address of each form in which the answer can be taken away."""
    rows = (("JSON", "json"), ("CSV", "csv"), ("TSV", "tsv"), ("XML", "xml"))
    triples = (("Turtle", "ttl"), ("N-Triples", "nt"), ("JSON-LD", "jsonld"), ("RDF/XML", "rdf"))
    if shown is None:
        return
    for name, suffix in triples if shown.kind == "graph" else rows:
        address = url_for("sparql.download", suffix=suffix)
        yield name, f"{address}?{urlencode({'query': text})}"
