"""``kg releases``: list the releases of the data folder."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import data

__all__ = ["command"]


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Form of the list.",
)
@click.option(
    "--prune",
    type=click.IntRange(min=1),
    metavar="N",
    help="First remove all but the N releases that were current last.",
)
@data
def command(form: str, prune: int | None, data: Path | None) -> None:
    """List the releases, the current one first and marked by *."""
    from kg.release import Releases
    from kg.settings import read_settings

    releases = Releases(read_settings(data).data)
    if prune is not None:
        for removed in releases.prune(prune):
            click.echo(f"kg: removed {removed}", err=True)
    listed = releases.list()
    if form == "json":
        rows = [
            {
                "id": release.id,
                "current": release.current,
                "published": release.time or None,
                "path": str(release.path),
                "software": release.info.software if release.info else None,
                "version": release.info.version if release.info else None,
                "quads": release.info.quads if release.info else None,
                "graphs": dict(release.info.graphs) if release.info else None,
                "trouble": release.trouble or None,
            }
            for release in listed
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    for release in listed:
        mark = "*" if release.current else " "
        about = f"{release.info.quads:>9,} quads" if release.info else release.trouble
        click.echo(f"{mark} {release.id}  {release.time or 'never current':25}  {about}")
    if not listed:
        click.echo(f"kg: there is no release in {releases.root}; try 'kg build'", err=True)
