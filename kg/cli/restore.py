"""``kg restore``: make the release of a backup current."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import data

__all__ = ["command"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data
def command(file: Path, data: Path | None) -> None:
    """Make the release in FILE, which 'kg backup' wrote, current in the data folder.

    Every checksum is verified first; where one differs nothing is changed.
    """
    from kg.release import Releases
    from kg.release.backup import restore
    from kg.settings import read_settings

    releases = Releases(read_settings(data).data)
    release = restore(releases, file)
    click.echo(f"kg: release {release.name} is current  {releases.root}", err=True)
    click.echo(release.name)
