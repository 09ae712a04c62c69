"""``kg ontology``: check the ontology and list its terms."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.progress import shown_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad
    from rich.console import RenderableType

    from kg.ontology.consistency import Verdict
    from kg.ontology.examine import Examination

__all__ = ["command"]

WIDE = 200
FORMATS = click.Choice(["text", "json"])


@click.group()
def command() -> None:
    """Check and describe the ontology."""


@command.command()
@click.option(
    "--seeds",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of the records that must agree with it.  [default: the project's own]",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="Time that HermiT may take.",
)
@click.option(
    "--format", "form", type=FORMATS, default="text", show_default=True, help="Form of the report."
)
@options.language
def check(seeds: Path | None, time_limit: float, form: str, language: str) -> None:
    """Check the profile, the pitfalls, the style, and the consistency with the seeds.

    The profile is OWL 2 RL and DL at once. The pitfalls are those of ROBOT's report and of OOPS!.
    The style is that every term has its labels, definitions and example. HermiT says whether the
    ontology and the seeds contradict each other; it brings its own Java.

    Warnings are reported and do not fail. Exit code 3 for a violation, 4 for a contradiction.
    """
    from kg.errors import InconsistentError, NonConformingError
    from kg.mapping import map_seeds
    from kg.ontology.examine import examine
    from kg.pipeline import conclude
    from kg.reasoning import materialize
    from kg.resources import folder
    from kg.seeds import read_seeds

    with shown_steps() as progress:
        progress("read the records")
        stated = tuple(map_seeds(read_seeds(seeds or folder("seeds"))))
        progress("derive figures and compare them")
        data = (*stated, *conclude(stated))
        progress("check profile, pitfalls and style, and ask HermiT")
        examination = examine(data, materialize, seconds=time_limit)
    if form == "json":
        text = json.dumps(examination.as_json(), ensure_ascii=False, indent=2)
        click.echo(text)
    else:
        _print(examination, data, language)
    if not examination.verdict.sound:
        raise InconsistentError(
            "the ontology and the data contradict each other"
            if not examination.verdict.consistent
            else "a class of the ontology can have no instance",
            expected="a model in which all of it holds",
            remedy="correct what the report names; kg explain tells why a triple holds",
        )
    if examination.violations:
        raise NonConformingError(
            f"the ontology has {examination.violations} violations",
            expected="none",
            remedy="follow the remedies of the report",
        )


@command.command(name="list")
@click.option(
    "--kind",
    type=click.Choice(["class", "object-property", "data-property", "code"]),
    help="List this kind of term only.",
)
@click.option(
    "--format", "form", type=FORMATS, default="text", show_default=True, help="Form of the list."
)
@options.language
def list_terms(kind: str | None, form: str, language: str) -> None:
    """List the terms with their labels and definitions."""
    from rich.console import Console
    from rich.table import Table

    from kg.ontology.terms import read_terms

    terms = [term for term in read_terms() if kind in (None, term.kind)]
    if form == "json":
        click.echo(json.dumps([term.as_json() for term in terms], ensure_ascii=False, indent=2))
        return
    table = Table(box=None, pad_edge=False)
    for name in ("Term", "Kind", "Label"):
        table.add_column(name, no_wrap=True)
    table.add_column("Definition")
    for term in terms:
        table.add_row(
            term.name, term.kind, term.labels.get(language), term.definitions.get(language)
        )
    # a pipe has no width of its own
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDE).print(table)


def _print(examination: Examination, data: tuple[Quad, ...], language: str) -> None:
    from rich.console import Console

    from kg.ontology.report import examination_text

    console = Console(highlight=False, soft_wrap=True)
    console.print(examination_text(examination, language))
    for tree in _why(examination.verdict, data):
        console.print(tree)


def _why(verdict: Verdict, data: tuple[Quad, ...]) -> Iterator[RenderableType]:
    """Give the derivation of each triple that a clash rests on, none twice."""
    from kg.ontology import code_quads, ontology_quads
    from kg.reasoning import QuadsInMemory, explain, materialize, read_triple, render_explanation

    triples = dict.fromkeys(triple for clash in verdict.clashes for triple in clash.triples)
    if triples:
        quads = [*ontology_quads(), *code_quads(), *data]
        store = QuadsInMemory([*quads, *materialize(quads)])
        for triple in triples:
            yield render_explanation(explain(read_triple(triple), store))
