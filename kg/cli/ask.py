"""``kg ask``: answer a question in plain words from the library."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli import options

__all__ = ["command"]


@click.command(short_help="Answer a question in plain words from the library.")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "xml", "csv", "tsv")),
    help="Form of the answer.  [default: table on a terminal; else csv]",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Ask of another place, period, indicator …: a name in any language, or an IRI.  "
    "[repeatable; an empty value is any]",
)
@options.data
@options.language
def command(
    words: tuple[str, ...],
    form: str | None,
    settings: tuple[str, ...],
    data: Path | None,
    language: str,
) -> None:
    """Find the question of the library that WORDS ask for, and answer it with its evidence.

    \b
    kg ask which platforms are in Shenzhen
    kg ask 深圳有哪些平台
    kg ask quem ocupou que cargos
    kg ask park-functions --set place=Hengqin
    kg ask figures-within-a-period --set during=2021 --set area=深圳

    Nothing is made up: where no question clearly fits, the nearest ones are listed and the exit
    code is 1.
    """  # noqa: D301 - click wants the backspace character itself
    from kg.cli import answers

    question = answers.find_question(" ".join(words), language)
    with answers.open_graph(data) as graph:
        answers.answer_with_evidence(graph, question, form, language, sys.stdout, settings)
