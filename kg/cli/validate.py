"""``kg validate``: check data against the SHACL shapes."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.progress import shown_steps

__all__ = ["command"]


@click.command()
@click.option(
    "--data-file",
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="FILE",
    help="RDF file to check instead of the seeds; may be given several times.",
)
@click.option(
    "--seeds",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of the records.  [default: the project's own, unless files are given]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["human", "json", "sarif", "turtle"]),
    default="human",
    show_default=True,
    help="Form of the report.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="Language of the messages.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File for the report.  [default: standard output]",
)
def command(
    files: tuple[Path, ...], seeds: Path | None, form: str, language: str, output: Path | None
) -> None:
    """Check the seed records, or RDF files, against the SHACL shapes.

    The ontology and the code lists stand beside the data. Files given together with --seeds are
    checked together with them. Warnings are reported; only a violation fails, with exit code 3.

    \b
    Examples:
      kg validate
      kg validate --format sarif --output report.sarif
      kg validate --data-file more.ttl --seeds seeds
    """  # noqa: D301 - click wants the backspace character itself
    from pyoxigraph import NamedNode, Quad
    from rich.console import Console

    from kg.errors import NonConformingError, Place
    from kg.mapping import map_seeds, record_places
    from kg.pipeline import conclude
    from kg.resources import folder
    from kg.seeds import read_seeds
    from kg.store.disk import replace_file
    from kg.validation import find_places, human_text, read_data, render, validate

    places: dict[str, Place] = {}
    quads: list[Quad] = []
    with shown_steps() as progress:
        progress("read the data")
        for file, found in read_data(files).items():
            quads += found
            places |= {
                quad.subject.value: Place(file)
                for quad in found
                if isinstance(quad.subject, NamedNode)
            }
        if seeds is not None or not files:
            read = read_seeds(seeds or folder("seeds"))
            stated = list(map_seeds(read))
            progress("derive figures and compare them")
            quads += [*stated, *conclude(stated)]
            places |= record_places(read)
        progress("hold the data against the shapes")
        report = validate(quads)
    place_of = find_places(quads, places)
    if output is not None:
        text = render(report, form, language=language, place_of=place_of)
        replace_file(output, text)
    elif form == "human":
        coloured = human_text(report, language=language, place_of=place_of)
        Console(soft_wrap=True, highlight=False).print(coloured)
    else:
        click.echo(render(report, form, language=language, place_of=place_of), nl=False)
    if not report.conforms:
        raise NonConformingError(
            "the data violate the shapes that the report names",
            expected="data without a violation",
            remedy="do what the message of each violation says, then run kg validate again",
        )
