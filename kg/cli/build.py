"""``kg build``: make a release from the seeds and switch to it."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import click

from kg.cli.options import data
from kg.cli.progress import shown_steps

__all__ = ["command"]


@click.command()
@data
@click.option(
    "--seeds",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of the records.  [default: the project's own]",
)
def command(data: Path | None, seeds: Path | None) -> None:
    """Make a release from the seeds and switch to it.

    The records are read, mapped, validated and reasoned over. Nothing is published unless all of
    it succeeds: the release that was current before stays as it is. Equal records give an equal
    release, which is named after its content.
    """
    from kg import resources
    from kg.pipeline import build
    from kg.settings import read_settings

    folder = read_settings(data).data
    started = monotonic()
    with shown_steps(in_pipes=True) as progress:
        publication = build(seeds or resources.folder("seeds"), folder, progress)
    state = "was current already" if publication.unchanged else "is current"
    click.echo(
        f"kg: release {publication.id} {state} ({monotonic() - started:.1f} s)  {folder}", err=True
    )
    click.echo(publication.id)
