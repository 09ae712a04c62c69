"""``kg audit``: which figures contradict, strain or confirm one another."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.cli import options

__all__ = ["KINDS", "OUTCOMES", "command"]

OUTCOMES = (
    "contradiction", "tension", "suspect", "not-comparable", "question", "corroboration", "echo",
)  # fmt: skip
KINDS = ("value", "rounding", "basis", "currency", "definition", "revision", "scope")
WIDE = 200


@click.command()
@click.option(
    "--kind",
    type=click.Choice([*OUTCOMES, *KINDS]),
    multiple=True,
    help="Only this outcome or kind of discrepancy; may be given several times.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the answer.",
)
@options.language
@options.data
def command(kind: tuple[str, ...], form: str, language: str, data: Path | None) -> None:
    """List what the audit found: contradictions, tensions, and what agrees or cannot be compared.

    The questions that only people raised are listed with them, and so is what people made of
    each: open, explained or dismissed. A judgement of something that the audit no longer finds is
    a warning on standard error.

    \b
    Examples:
      kg audit
      kg audit --kind contradiction --format json
    """  # noqa: D301 - click wants the backspace character itself
    from rich.console import Console

    from kg.cli.answers import open_graph
    from kg.figures.lookup import Lookup
    from kg.figures.report import findings_json, findings_text, read_findings

    with open_graph(data) as graph:
        lookup = Lookup(graph.store, language)
        findings, lost = read_findings(lookup)
        if kind:
            findings = [one for one in findings if one.outcome in kind or one.kind in kind]
        if form == "json":
            click.echo(json.dumps(findings_json(findings), ensure_ascii=False, indent=2))
        else:
            width = None if sys.stdout.isatty() else WIDE
            console = Console(highlight=False, width=width, soft_wrap=width is not None)
            console.print(findings_text(findings, lookup))
    for name in lost:
        click.echo(f"kg: warning: the audit no longer finds {name}, which people judged", err=True)
