"""``kg backup``: write a release to one file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import data

__all__ = ["command"]


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--release", default="current", show_default=True, help="Which release to write.")
@data
def command(file: Path, release: str, data: Path | None) -> None:
    """Write a release, the history and the changes to FILE, a tar archive packed with zstd.

    It may run while the server and a build are at work. Tokens are not in the file.
    """
    from kg.release import Releases
    from kg.release.backup import back_up
    from kg.settings import read_settings

    written = back_up(Releases(read_settings(data).data), file, release)
    click.echo(f"kg: {written.name} is in {file} ({file.stat().st_size:,} bytes)", err=True)
    click.echo(written.name)
