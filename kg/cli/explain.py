"""``kg explain``: why a triple is in the graph."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.cli import options

__all__ = ["command"]

WIDE = 200


@click.command()
@click.argument("triple")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the answer.",
)
@options.data
def command(triple: str, form: str, data: Path | None) -> None:
    """Say why TRIPLE is in the graph.

    A triple is either asserted, then its graph and the evidence are named, or concluded, then
    the rule is named with the triples it needs, down to the asserted ones.

    TRIPLE is one argument in Turtle's notation: prefixed names, IRIs in <>, literals in "".

    \b
    Example:
      kg explain 'place:Shenzhen cbec:locatedIn place:CN'
      kg explain 'obs:000-023 cbec:coversArea place:CN' --format json
    """  # noqa: D301 - click wants the backspace character itself
    from rich.console import Console

    from kg.cli.answers import open_graph
    from kg.reasoning import explain, read_triple
    from kg.reasoning.render import explanation_json, render_explanation

    wanted = read_triple(triple)
    with open_graph(data) as graph:
        explanation = explain(wanted, graph.store)
    if form == "json":
        click.echo(json.dumps(explanation_json(explanation), ensure_ascii=False, indent=2))
    else:
        # a pipe has no width of its own, and a triple should not be broken for that
        width = None if sys.stdout.isatty() else WIDE
        Console(highlight=False, width=width).print(render_explanation(explanation))
