"""``kg seeds``: look after the seed records."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

__all__ = ["command"]

_FOLDER = click.option(
    "--seeds",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of the records.  [default: the project's own]",
)


@click.group()
def command() -> None:
    """Look after the seed records."""


@command.command()
@_FOLDER
def check(folder: Path | None) -> None:
    """Read every record, and say what there is or what is wrong.

    All errors of all files are reported in one run, each with file, line, what was found, what
    was expected and what to do.
    """
    from kg import resources
    from kg.mapping import check_codes, map_seeds, record_places
    from kg.seeds import read_seeds
    from kg.validation import find_places

    seeds = read_seeds(folder or resources.folder("seeds"))
    quads = tuple(map_seeds(seeds))
    check_codes(quads, find_places(quads, record_places(seeds)))
    for document in seeds.documents:
        kinds = Counter(type(statement).__name__.lower() for statement in document.statements)
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        click.echo(f"{document.id}: {len(document.statements)} statements ({counts})")
    total = sum(len(document.statements) for document in seeds.documents)
    click.echo(
        f"{len(seeds.documents)} documents, {total} statements, {len(seeds.entities)} entities, "
        f"{len(seeds.discrepancies)} judged discrepancies, {len(quads)} quads"
    )


@command.command()
@_FOLDER
@click.option(
    "--texts",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder with your own copies of the articles, under any file names.",
)
@click.option("--document", metavar="ID", help="Only the document with this id.")
def verify(folder: Path | None, texts: Path, document: str | None) -> None:
    """Print each statement beside the span of text that it cites.

    The hash of each text is computed anew: a text that is not the one that was read is refused,
    because the spans would point at other words.
    """
    from kg import resources
    from kg.errors import UsageError
    from kg.seeds import read_seeds
    from kg.seeds.verify import cite, find_texts

    seeds = read_seeds(folder or resources.folder("seeds"))
    chosen = [d for d in seeds.documents if document in {None, d.id}]
    if not chosen:
        raise UsageError(
            f"there is no document {document}",
            expected="one of " + ", ".join(d.id for d in seeds.documents),
            remedy="correct the id after --document",
        )
    found = find_texts(texts)
    # every text is checked before the first line is printed
    cited = [(d, cite(d, found)) for d in chosen]
    for one, citations in cited:
        click.echo(f"{one.id}  {one.title['en']}  (SHA-256 and length as recorded)")
        for citation in citations:
            start, end = citation.statement.span
            kind = type(citation.statement).__name__.lower()
            click.echo(f"\n{citation.statement.id}  {kind}  [{start}, {end})")
            click.echo(f"  text  {' '.join(citation.text.split())}")
            click.echo(f"  note  {citation.statement.note.strip()}")
        click.echo()
