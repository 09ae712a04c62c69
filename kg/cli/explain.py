"""``kg explain``: why a triple is in the graph."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console

from kg.cli.options import data

__all__ = ["command"]


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
@data
def command(triple: str, form: str, data: Path | None) -> None:
    """Say why TRIPLE is in the graph.

    A triple is either asserted, then its graph and the evidence are named, or concluded, then
    the rule is named with the triples it needs, down to the asserted ones.

    TRIPLE is one argument in Turtle's notation: prefixed names, IRIs in <>, literals in "".

    \b
    Example:
      kg explain 'place:Shenzhen cbec:locatedIn place:CN'
    """
    from kg.graph import open as open_graph
    from kg.reasoning import explain, read_triple
    from kg.reasoning.render import explanation_json, render_explanation
    from kg.settings import read_settings

    wanted = read_triple(triple)
    graph = open_graph(read_settings(data).data)
    explanation = explain(wanted, graph.store)
    if form == "json":
        click.echo(json.dumps(explanation_json(explanation), ensure_ascii=False, indent=2))
    else:
        Console(soft_wrap=True, highlight=False).print(render_explanation(explanation))
