"""The answer of a query as a page of its own shows it: a table with names in place of IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, url_for
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from console.amounts import marked
from console.headings import heading, terms_of
from console.links import Link, follow
from console.naming import Name, Names, measured_names, name_nodes
from console.phrases import phrases
from console.problems import Problem
from console.protocol import QueryRequest
from console.site import this_asker, this_site
from console.tables import TABLES, Layout, table_file
from kg.queries.parameters import with_names
from kg.queries.results import Table, Term, grouped, is_number, show
from kg.vocab import ID, skos

__all__ = ["FILES", "Answer", "Cell", "Column", "answer_to", "file_of"]

FILES: Final = {
    "xlsx": "Excel",
    "csv": "CSV",
    "tsv": "TSV",
    "parquet": "Parquet",
}
"""The forms in which an answer can be taken away beside JSON: suffix → name."""

_TEXTS: Final = {"csv": "text/csv", "tsv": "text/tab-separated-values"}
_NAMED: Final = "Name"
_NOTE: Final = skos("note").value
_STRANGE: Final = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST_STEM: Final = 100
_FIGURE: Final = f"{ID}obs/"
_CELL: Final = f"{ID}cell/"
_WIDE: Final = 6
"""A table with more columns shows what is the same in every row above it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the variable, what it is called, and whether it holds numbers only."""

    name: str
    title: Name
    numeric: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A term: its text and language, the IRI it stands for, and where that leads.

    ``exact`` is a number as the store has it.
    """

    text: str = ""
    language: str = ""
    iri: str = ""
    href: str = ""
    outside: bool = False
    number: bool = False
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The first rows of an answer; ``complete`` is false where there are more.

    ``named`` are the variables whose things have names in the store, ``cells`` those of cells,
    which get theirs from what they measure, and ``heads`` all variables with their titles.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    complete: bool
    named: tuple[str, ...]
    heads: tuple[tuple[str, str], ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def everywhere(self) -> list[int]:
        """The places of the columns of a wide table that say the same in every row."""
        if len(self.columns) <= _WIDE or len(self.rows) < 2 or not self.complete:
            return []
        return [i for i, one in enumerate(self.columns) if not one.numeric and self._is_same(i)]

    @property
    def telling(self) -> list[int]:
        """The places of the columns that the table shows: those that tell rows apart."""
        same = set(self.everywhere)
        empty = {i for i in range(len(self.columns)) if not any(row[i].text for row in self.rows)}
        gone = same | empty if self.rows else same
        return [i for i in range(len(self.columns)) if i not in gone]

    def layout(self, language: str) -> Layout:
        """Give how a workbook lays this out: names first, the IRIs that they stand for last."""
        iri = phrases(language)["answer_iri"]
        variables = {name for name, _ in self.heads}
        named = {name for name in (*self.named, *self.cells) if f"{name}{_NAMED}" not in variables}
        named |= {name for name in variables if f"{name}{_NAMED}" in variables}
        first = [
            (f"{name}{_NAMED}" if name in named else name, title)
            for name, title in self.heads
            if name.removesuffix(_NAMED) == name or name.removesuffix(_NAMED) not in variables
        ]
        last = [(name, f"{title} ({iri})") for name, title in self.heads if name in named]
        return Layout((*first, *last), url_for("pages.home", _external=True).partition("?")[0])

    def _is_same(self, place: int) -> bool:
        return len({row[place].text for row in self.rows}) == 1 and bool(self.rows[0][place].text)

    def document(self) -> dict[str, Any]:
        """Give the rows for programs: of a thing its IRI and its name, of a value its text."""
        return {
            "columns": [one.name for one in self.columns],
            "rows": [
                {
                    column.name: {"iri": cell.iri, "label": cell.text}
                    if cell.iri
                    else cell.exact or cell.text
                    for column, cell in zip(self.columns, row, strict=True)
                    if cell.text
                }
                for row in self.rows
            ],
            "complete": self.complete,
        }


def answer_to(text: str, language: str) -> Answer:
    """Give the first rows of the answer of a SELECT query, with names in this language.

    Raises `Problem` where the query takes more than it may.
    """
    site = this_site()
    page = site.engine.page(QueryRequest(text), site.settings.page_rows, this_asker("page"))
    table = page.table
    iris = {term.value for row in table.rows for term in row if isinstance(term, NamedNode)}
    names = name_nodes(iris | terms_of(table.columns))
    unsaid = _unsaid(table, iris, names)
    shown = [index for index, name in enumerate(table.columns) if not _beside(name, table)]
    return Answer(
        tuple(
            Column(table.columns[i], heading(table.columns[i], names, language), table.numeric[i])
            for i in shown
        ),
        tuple(tuple(_cell(row[i], names, unsaid, language) for i in shown) for row in table.rows),
        table.complete,
        tuple(_named(table, names)),
        tuple((name, heading(name, names, language).text) for name in table.columns),
        tuple(_of_cells(table)),
    )


def file_of(text: str, language: str, suffix: str, stem: str) -> Response:
    """Give the whole answer of a query as a file called ``stem``, with names beside its IRIs."""
    answer = answer_to(text, language)
    wanted = (*answer.named, *answer.cells)
    asked = QueryRequest(with_names(text, wanted, language, answer.cells))
    engine = this_site().engine
    if suffix in TABLES:
        made = table_file(asked, suffix, engine, this_asker(), answer.layout(language))
        response = Response(made, content_type=TABLES[suffix])
        response.content_length = made.size
    elif suffix in _TEXTS:
        given = engine.answer(asked, _TEXTS[suffix], this_asker())
        response = Response(given.chunks, content_type=f"{_TEXTS[suffix]}; charset=utf-8")
    else:
        raise Problem("not-found", f"there is no form .{suffix}", expected=", ".join(FILES))
    plain = _STRANGE.sub("-", stem)[:_LONGEST_STEM]
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}.{suffix}"'
    return response


def _named(table: Table, names: Names) -> Iterable[str]:
    for index, name in enumerate(table.columns):
        column = (row[index] for row in table.rows)
        if any(isinstance(term, NamedNode) and _is_named(term.value, names) for term in column):
            yield name


def _of_cells(table: Table) -> Iterable[str]:
    for index, name in enumerate(table.columns):
        held = [row[index] for row in table.rows if row[index] is not None]
        if held and all(isinstance(one, NamedNode) and one.value.startswith(_CELL) for one in held):
            yield name


def _beside(name: str, table: Table) -> bool:
    """Tell whether a column only names the things of another, which is shown by their names."""
    of = name.removesuffix(_NAMED)
    if of == name or of not in table.columns:
        return False
    index = table.columns.index(of)
    return all(isinstance(row[index], NamedNode) for row in table.rows)


def _called(iri: str, names: Names, unsaid: Names, language: str) -> Name:
    """Give what a thing is called; one without a label by its IRI where the row says the rest."""
    if _is_named(iri, names) or (iri in names.made and not iri.startswith(_FIGURE)):
        return names.of(iri, language)
    return unsaid.of(iri, language)


def _unsaid(table: Table, iris: Iterable[str], names: Names) -> Names:
    """Give what figures measure, and the notes on other things, as far as no row says it."""
    bare = {iri for iri in iris if iri.startswith(ID) and not _is_named(iri, names)}
    figures = {iri for iri in bare if iri.startswith(_FIGURE)}
    if any(iri.startswith(f"{ID}indicator/") for iri in iris):
        figures = set()
    said = {term.value for row in table.rows for term in row if isinstance(term, Literal)}
    notes = {iri: names.held[iri] for iri in bare if iri in names.held}
    notes = {
        iri: held
        for iri, held in notes.items()
        if not iri.startswith(_FIGURE) and not any(note.value in said for _, note in held)
    }
    return Names(notes, measured_names(figures))


def _is_named(iri: str, names: Names) -> bool:
    return any(of != _NOTE for of, _ in names.held.get(iri, ()))


def _leads(iri: str) -> Link:
    """Give where a thing leads: a figure to its evidence, anything else to its description."""
    if iri.startswith(_FIGURE):
        return Link(url_for("evidence.evidence", name=iri.removeprefix(_FIGURE)))
    return follow(iri)


def _cell(term: Term | None, names: Names, unsaid: Names, language: str) -> Cell:
    match term:
        case NamedNode():
            name, href = _called(term.value, names, unsaid, language), _leads(term.value)
            return Cell(name.text, name.language, term.value, href.href, href.outside)
        case Literal():
            if is_number(term):
                return Cell(marked(grouped(term), language), number=True, exact=term.value)
            return Cell(grouped(term), term.language or "")
        case BlankNode() | Triple():
            return Cell(show(term))
    return Cell()
