"""What ``kg query`` and ``kg ask`` do: find the query, run it, show what it answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TextIO, cast

import click
from pyoxigraph import Literal, QuerySolutions, QueryTriples
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from kg.cli.setting import question_with
from kg.cli.streams import ends_at_once
from kg.errors import InputError, Place, QueryError, UsageError
from kg.graph import KnowledgeGraph
from kg.graph import open as open_current
from kg.queries.evidence import evidence_query
from kg.queries.library import Question, question_named, questions, readable_questions
from kg.queries.limits import check_local
from kg.queries.parameters import ANY, slots
from kg.queries.results import (
    GRAPH_FORMATS,
    SOLUTION_FORMATS,
    QueryResult,
    Table,
    Term,
    format_named,
    grouped,
    is_number,
    table,
    write_solutions,
    write_triples,
)
from kg.queries.search import best_fits
from kg.queries.tokens import query_form
from kg.settings import read_settings
from kg.store.names import unknown_names

__all__ = [
    "Query",
    "answer",
    "answer_with_evidence",
    "find_query",
    "find_question",
    "list_questions",
    "open_graph",
]

PIPE_WIDTH = 200
LONG_WORD = 16  # a longer one may be broken before a table gives way to blocks
CANDIDATES = 5
LONGEST_QUESTION = 500


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL text and the name of where it came from."""

    text: str
    origin: str


def open_graph(data: Path | None) -> KnowledgeGraph:
    """Open the current release of the data folder."""
    return open_current(read_settings(data).data)


def find_query(source: str, stdin: TextIO) -> Query:
    """Give the query that SOURCE means: standard input, a file, a question, or itself."""
    if source == "-":
        return Query(_read_text(stdin), "standard input")
    path = Path(source) if len(source) < 200 and "\n" not in source else None
    if path is not None and path.is_file():
        try:
            return Query(path.read_text(encoding="utf-8"), source)
        except UnicodeDecodeError as error:
            raise _no_utf8(source, error) from error
        except OSError as error:
            raise InputError(
                f"{source} cannot be read: {error.strerror}",
                expected="a query file",
                remedy="check its permissions",
            ) from error
    if any(char in source for char in "{}?<* \n\t") or query_form(source) != "unknown":
        return Query(source, "query")
    if path is not None and path.suffix in {".rq", ".sparql"}:
        raise UsageError(
            f"there is no file {source}",
            expected="a query file",
            remedy="check the path; the questions of the library have no ending",
        )
    return Query(question_named(source).text, source)


def _read_text(stdin: TextIO) -> str:
    """Read what is piped in as UTF-8, whatever the locale says."""
    if not isinstance(stdin, TextIOWrapper):
        return stdin.read()
    try:
        content: bytes = stdin.buffer.read()
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _no_utf8("standard input", error) from error


def _no_utf8(origin: str, error: UnicodeDecodeError) -> InputError:
    return InputError(
        f"the query is not UTF-8: byte {error.start} is {error.object[error.start]:#04x}",
        expected="text in UTF-8",
        remedy="save it as UTF-8",
        where=Place(origin, error.object.count(b"\n", 0, error.start) + 1),
    )


def find_question(words: str, language: str) -> Question:
    """Give the question that the words clearly ask for, or raise listing the nearest."""
    library = questions()
    if words in library:
        return library[words]
    if len(words) > LONGEST_QUESTION:
        raise UsageError(
            f"the question has {len(words):,} characters",
            expected=f"at most {LONGEST_QUESTION}",
            remedy="ask in a few words",
        )
    fits, sure = best_fits(words, library)
    if sure:
        if fits[0].unmet:
            _say(f"Not taken into account: {', '.join(fits[0].unmet)}")
        return fits[0].question
    if not fits:
        raise InputError(
            f"no question of the library fits {words!r}",
            expected="words of a question such as 'which parks are in Hengqin'",
            remedy="see them all with 'kg query --list', or write a query of your own",
        )
    candidates = "\n".join(
        f"    {fit.question.name}: {fit.question.summaries[language]}" for fit in fits[:CANDIDATES]
    )
    raise InputError(
        f"no question of the library clearly fits {words!r}; the nearest are\n{candidates}",
        expected="words that one question has and the others have not",
        remedy=f"say more, or run one by its name: kg query {fits[0].question.name}",
    )


def list_questions(language: str) -> None:
    """Write the names of the questions, what they ask and their tags.

    Raises QueryError for those whose head cannot be read, after the others are written.
    """
    library, errors = readable_questions()
    rows = [
        (question.name, question.summaries[language], ", ".join(question.tags))
        for question in library.values()
    ]
    if sys.stdout.isatty():
        terms = tuple(tuple(Literal(cell) for cell in row) for row in rows)
        _show(Table(("name", "question", "tags"), (False, False, False), terms), sys.stdout)
    else:
        for row in rows:
            click.echo("\t".join(row))
    if errors:
        errors[0].also = (*errors[0].also, *errors[1:])
        raise errors[0]


def answer(graph: KnowledgeGraph, query: Query, form: str | None, stream: TextIO) -> None:
    """Run the query and write its answer; say on standard error what else is to be known."""
    with ends_at_once():
        _answer(graph, query, form, stream)


def _answer(graph: KnowledgeGraph, query: Query, form: str | None, stream: TextIO) -> None:
    try:
        check_local(query.text)
        result = graph.store.query(query.text)
    except QueryError as error:
        raise _at(error, query.origin) from None
    form = form or ("table" if stream.isatty() else "")
    if form == "table":
        shown = table(result)
        _show(shown, stream)
        _say(_counted(len(shown.rows), "triple" if isinstance(result, QueryTriples) else "row"))
        empty = not shown.rows
    else:
        empty = _write(result, form, stream.buffer)
    if empty:
        _explain_nothing(graph, query.text)


def answer_with_evidence(
    graph: KnowledgeGraph,
    question: Question,
    form: str | None,
    language: str,
    stream: TextIO,
    settings: Sequence[str] = (),
) -> None:
    """Answer a question of the library; on a terminal or as a table, show what it rests on."""
    asked = question_with(graph, question, settings)
    _say(f"{question.summaries[language]}  ({question.name})")
    _say_parameters(question, asked)
    answer(graph, Query(asked, question.name), form, stream)
    if not (form == "table" or (form is None and stream.isatty())):
        return
    text = evidence_query(row.values() for row in graph.query(asked))
    if text is None:
        return
    evidence = table(graph.store.query(text))
    if evidence.rows:
        stream.write("\nEvidence\n")
        _show(evidence, stream)


def _say_parameters(question: Question, asked: str) -> None:
    """Say on standard error what the parameters are set to."""
    if question.parameters:
        places = slots(asked)
        terms = {one.name: places[one.name].term for one in question.parameters}
        shown = (f"{name}={'' if term == ANY else term}" for name, term in terms.items())
        _say(f"  --set {' --set '.join(shown)}")


def _write(result: QueryResult, form: str, stream: IO[bytes]) -> bool:
    """Write the answer in a format of the standards; tell whether it is known to be empty."""
    if isinstance(result, QueryTriples):
        triples = sorted(set(result), key=str)
        write_triples(triples, format_named(form or "turtle", GRAPH_FORMATS), stream)
        return not triples
    chosen = format_named(form or "csv", SOLUTION_FORMATS)
    counting = _LineCount(stream)
    write_solutions(result, chosen, cast("IO[bytes]", counting))
    if chosen.name in {"json", "xml"}:
        stream.write(b"\n")
        return False
    return isinstance(result, QuerySolutions) and counting.lines == 1


class _LineCount:
    """A stream that passes on what is written and counts its lines."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.lines = 0

    def write(self, data: bytes) -> int:
        self.lines += bytes(data).count(b"\n")
        return self.stream.write(data)

    def flush(self) -> None:
        self.stream.flush()


def _show(shown: Table, stream: TextIO) -> None:
    """Write a table: as wide as the terminal, or as wide as it needs to be in a pipe."""
    terminal = stream.isatty()
    drawn = RichTable(box=box.ROUNDED if terminal else box.ASCII2, header_style="bold")
    for name, numeric in zip(shown.columns, shown.numeric, strict=True):
        drawn.add_column(
            name, justify="right" if numeric else "left", overflow="fold", no_wrap=numeric
        )
    for row in shown.rows:
        drawn.add_row(*(Text(grouped(term)) for term in row))
    console = Console(file=stream, width=None if terminal else PIPE_WIDTH, highlight=False)
    if _least_width(shown) > console.width:
        _show_rows(shown, console)
    else:
        console.print(drawn)


def _least_width(shown: Table) -> int:
    """Give the width below which a table would have to break numbers and names."""
    columns: Sequence[Sequence[Term | None]] = [
        [row[index] for row in shown.rows] for index in range(len(shown.columns))
    ]
    return 1 + sum(
        3 + max(cell_len(name), *(_unbreakable(term) for term in cells), 0)
        for name, cells in zip(shown.columns, columns, strict=True)
    )


def _unbreakable(term: Term | None) -> int:
    if is_number(term):
        return len(grouped(term))
    return min(max(map(cell_len, grouped(term).split()), default=0), LONG_WORD)


def _show_rows(shown: Table, console: Console) -> None:
    """Write each row as a block with a line for each column that is bound."""
    for number, row in enumerate(shown.rows):
        if number:
            console.print()
        block = RichTable.grid(padding=(0, 2))
        block.add_column(style="bold")
        block.add_column(overflow="fold")
        for name, term in zip(shown.columns, row, strict=True):
            if term is not None:
                block.add_row(name, Text(grouped(term)))
        console.print(block)


def _explain_nothing(graph: KnowledgeGraph, text: str) -> None:
    """Say on standard error which names of our namespace in the query nothing bears."""
    _say("The answer is empty: nothing in the graph matches.")
    for term in unknown_names(graph.store, text):
        hint = f"; did you mean {term.nearest} ?" if term.nearest else ""
        _say(f"warning: {term.written} does not occur in the graph{hint}")


def _at(error: QueryError, origin: str) -> QueryError:
    """Give the error with the place counted in the file that the query came from."""
    where = Place(origin, error.where.line, error.where.column) if error.where else Place(origin)
    return QueryError(error.problem, expected=error.expected, remedy=error.remedy, where=where)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _say(message: str) -> None:
    click.echo(message, err=True)
