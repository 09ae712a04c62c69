"""``kg rollback``: switch back to an earlier release."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import data

__all__ = ["command"]


@click.command()
@click.argument("release", metavar="[ID]", default="previous")
@data
def command(release: str, data: Path | None) -> None:
    """Switch to the release ID, or to the one that was current before.

    ID is the beginning of an id in 'kg releases'. The release is verified first; nothing is
    removed, so that the way back is another rollback.
    """
    from kg.release import Releases
    from kg.settings import read_settings

    path = Releases(read_settings(data).data).rollback(release)
    click.echo(f"kg: release {path.name} is current", err=True)
    click.echo(path.name)
