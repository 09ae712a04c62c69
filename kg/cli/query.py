"""``kg query``: run a SPARQL query and show its answer."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli import options

__all__ = ["command"]

FORMATS = ("table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "jsonld", "rdfxml", "trig")


@click.command(short_help="Run a SPARQL query: a file, a text or a named question.")
@click.argument("source", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Form of the answer.  [default: table on a terminal; else csv for rows, turtle for "
    "triples]",
)
@click.option("--list", "listing", is_flag=True, help="List the questions of the library.")
@click.option("--show", is_flag=True, help="Print the query instead of running it.")
@options.data
@options.language
def command(
    source: str | None,
    form: str | None,
    listing: bool,
    show: bool,
    data: Path | None,
    language: str,
) -> None:
    """Run SOURCE: a query file, a query text, the name of a question, or - for standard input.

    \b
    kg query --list
    kg query park-functions
    kg query 'SELECT ?city { ?city a cbec:City } ORDER BY ?city'
    kg query figures.rq > figures.csv

    The usual prefixes (cbec:, place:, org:, skos:, …) need no declaration. A query sees all
    graphs at once unless it says FROM or GRAPH.
    """  # noqa: D301 - click wants the backspace character itself
    from kg.cli import answers

    if listing:
        answers.list_questions(language)
        return
    if source is None:
        raise click.UsageError("Name a query, or use --list to see the questions.")
    query = answers.find_query(source, sys.stdin)
    if show:
        click.echo(query.text, nl=not query.text.endswith("\n"))
        return
    with answers.open_graph(data) as graph:
        answers.answer(graph, query, form, sys.stdout)
