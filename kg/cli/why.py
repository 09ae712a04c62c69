"""``kg why``: why a figure is what it is."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.cli import options

__all__ = ["command"]

WIDE = 200


@click.command()
@click.argument("figure")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "mermaid"]),
    default="text",
    show_default=True,
    help="Form of the answer.",
)
@options.language
@options.data
def command(figure: str, form: str, language: str, data: Path | None) -> None:
    """Say why FIGURE is what it is: by which rules, from which figures, down to the sources.

    FIGURE is an IRI, a prefixed name, or the id of a record. A reported figure is at the bottom
    of the tree: with the number as printed, and the characters of the document where it stands.

    \b
    Examples:
      kg why 000-023
      kg why obs:000-023 --format json
    """  # noqa: D301 - click wants the backspace character itself
    from rich.console import Console

    from kg.cli.answers import open_graph
    from kg.figures.lookup import Lookup
    from kg.figures.why import explain_figure, find_figure
    from kg.figures.why_render import why_json, why_mermaid, why_tree

    with open_graph(data) as graph:
        lookup = Lookup(graph.store, language)
        step = explain_figure(find_figure(figure, lookup), lookup)
    if form == "json":
        click.echo(json.dumps(why_json(step), ensure_ascii=False, indent=2))
    elif form == "mermaid":
        click.echo(why_mermaid(step, language), nl=False)
    else:
        # a pipe has no width of its own, and a line should not be broken for that
        width = None if sys.stdout.isatty() else WIDE
        Console(highlight=False, width=width).print(why_tree(step, language))
