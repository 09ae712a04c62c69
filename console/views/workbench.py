"""The workbench: the page on which queries are written, run and kept.

It is a plain form with a plain answer; the scripts of ``frontend/src/workbench.ts`` make an editor
of it, ask the endpoint themselves and keep tabs. What they need to know stands in the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, current_app, request, url_for
from pyoxigraph import Literal, NamedNode

from console.access import this_writes
from console.addresses import is_iri, path_of
from console.description import limits
from console.explanations import explanations
from console.headings import heading, terms_of
from console.library import Example, examples
from console.links import follow
from console.naming import LANGUAGES, Names, name_nodes
from console.page import show as show_page
from console.phrases import phrases, reader_language
from console.problems import Problem
from console.sharing import Shared
from console.shelf import shelf_of
from console.site import this_site
from console.workers.tables import Page
from kg.queries.results import Table, Term, is_number, show
from kg.vocab import PREFIXES

__all__ = ["answer_of", "query_page"]

FIRST_QUERY: Final = """\
SELECT ?city ?name WHERE {
  ?city a cbec:City ;
    rdfs:label ?name .
  FILTER (LANG(?name) = "en")
}
ORDER BY ?name
"""
# what the scripts ask where the server offers it
_SERVICES: Final = (
    "complete", "term", "labels", "check", "layout", "empty", "links", "saved"
)  # fmt: skip
_SPOKEN: Final = ("bench_", "results_")
_MOST_NAMED: Final = 2_000
# what only the page without scripts says: the first load of the page is counted in bytes
_UNSPOKEN: Final = frozenset(
    f"bench_{name}"
    for name in (
        "all_questions", "answer", "answer_table", "ask", "boolean_false", "boolean_true",
        "did_you_mean", "does_not_occur", "empty", "empty_why", "first", "heading", "hint", "lead",
        "more", "quads", "questions", "take",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in a table of a page: its text, its language, the IRI, and where the text leads.

    ``short`` is the IRI as queries write it, where the text is a name.
    """

    text: str
    language: str = ""
    short: str = ""
    iri: str = ""
    link: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """A question of the library to begin with: its name, its text, the language of that."""

    name: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows of an answer."""

    table: Table
    heads: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    kind: str


def query_page(
    text: str = "",
    *,
    shown: Page | None = None,
    problem: Problem | None = None,
    shared: Shared | None = None,
) -> Response:
    """Give the page of a query: the form, and its answer or what is wrong with it.

    Without a query it is the one to begin with, or that of the question that ``example`` names.
    ``shared`` is the link that led here.
    """
    known = examples()
    example = known.get(request.args.get("example", "")) if not text else None
    language = reader_language()
    response = show_page(
        "workbench.html",
        status=problem.status if problem else 200,
        text=text or (example.text if example else FIRST_QUERY),
        answer=answer_of(shown) if shown else None,
        problem=problem,
        refused=explanations(language)[problem.code] if problem else None,
        unknown=shown.unknown if shown else (),
        beginnings=_beginnings(known, language),
        questions=len(known),
        downloads=list(_downloads(text, shown)),
        size=len(this_site().store),
        asked_language=request.args.get("lang") if request.args.get("lang") in LANGUAGES else "",
        shared=shared,
        values=_values(language, shared, given=bool(text or example)),
        may_share=shelf_of(this_site()) is not None,
    )
    # its form can leave a link here: the server is to see that the request is of its own page
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _values(language: str, shared: Shared | None, *, given: bool) -> dict[str, Any]:
    """Give what the scripts know of the server; ``given``: the query is of the address."""
    offered = {rule.rule for rule in current_app.url_map.iter_rules()}
    if shelf_of(this_site()) is None:
        offered -= {"/links", "/saved"}
    if this_writes() is None:
        offered -= {"/saved"}
    root = url_for("pages.home", lang=None).rstrip("/")
    return {
        "given": given,
        "link": _carried(shared) if shared else None,
        "language": language,
        "release": this_site().settings.release,
        "styles": url_for("static", filename="results.css"),
        "sharing": url_for("static", filename="sharing.css"),
        "endpoint": f"{root}/sparql",
        "seconds": limits(this_site()).get("seconds"),
        "services": {name: f"{root}/{name}" for name in _SERVICES if f"/{name}" in offered},
        "prefixes": dict(PREFIXES),
        "phrases": {
            name: text
            for name, text in phrases(language).items()
            if name.startswith(_SPOKEN) and name not in _UNSPOKEN
        },
    }


def _carried(shared: Shared) -> dict[str, Any]:
    """Give what the scripts need of a link: while its query stands, its address does too."""
    link = shared.link
    return {
        "address": url_for("links.link", name=shared.name),
        "query": link.query,
        "view": link.view,
        "options": dict(link.options),
    }


def answer_of(shown: Page) -> Answer:
    """Give an answer as a page shows it, with names as far as there are some in time."""
    table, language = shown.table, reader_language()
    things = {term.value for row in table.rows for term in row if isinstance(term, NamedNode)}
    wanted = set(islice(filter(is_iri, sorted(things)), _MOST_NAMED)) | terms_of(table.columns)
    try:
        names = name_nodes(wanted)
    except Problem:
        names = Names()
    cells = tuple(tuple(_cell(term, names, language) for term in row) for row in table.rows)
    heads = tuple(heading(one, names, language).text for one in table.columns)
    return Answer(table, heads, cells, "triples" if shown.kind == "graph" else shown.kind)


def _cell(term: Term | None, names: Names, language: str) -> Cell:
    """Give the cell of a term; an IRI leads to its description here, never to itself."""
    if isinstance(term, NamedNode):
        link, name = _description(term.value), names.of(term.value, language)
        if names.labels(term.value):
            return Cell(name.text, name.language, show(term), term.value, link)
        return Cell(show(term), iri=term.value, link=link)
    if isinstance(term, Literal):
        return Cell(show(term), language=term.language or "", number=is_number(term))
    return Cell(show(term))


def _description(iri: str) -> str:
    """Give where this site describes an IRI, which an engine may hold although it is none."""
    if not is_iri(iri):
        return ""
    described = path_of(iri) is not None
    return follow(iri).href if described else url_for("sparql.endpoint", query=f"DESCRIBE <{iri}>")


def _beginnings(questions: Mapping[str, Example], language: str) -> list[Beginning]:
    """Give the first question of each topic, in the reader's language where it is said in it."""
    first: dict[str, Beginning] = {}
    for question in questions.values():
        said = question.summaries.get(language)
        begin = Beginning(question.name, said or question.summary, language if said else "en")
        first.setdefault(question.tags[0], begin)
    return [first[tag] for tag in sorted(first)]


def _downloads(text: str, shown: Page | None) -> Iterator[tuple[str, str]]:
    """Give the name and the address of each form in which the answer can be taken away."""
    rows = (("JSON", "json"), ("CSV", "csv"), ("TSV", "tsv"), ("XML", "xml"))
    triples = (("Turtle", "ttl"), ("N-Triples", "nt"), ("JSON-LD", "jsonld"), ("RDF/XML", "rdf"))
    if shown is None:
        return
    for name, suffix in triples if shown.kind == "graph" else rows:
        address = url_for("sparql.download", suffix=suffix)
        yield name, f"{address}?{urlencode({'query': text})}"
