"""``kg diff``: what was added and removed between two releases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kg.cli.options import data

__all__ = ["command"]


@click.command()
@click.argument("old", metavar="[A]", default="previous")
@click.argument("new", metavar="[B]", default="current")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "nquads-patch", "rdfpatch"]),
    default="text",
    show_default=True,
    help="Form of the answer. Both patches are RDF Patch: nquads-patch for readers, with labels of "
    "blank nodes that stay, rdfpatch for mirrors, with those of the canonical N-Quads.",
)
@data
def command(old: str, new: str, form: str, data: Path | None) -> None:
    """Say what was added and removed from release A to release B, entity by entity.

    A and B are 'current', 'previous' or the beginning of an id in 'kg releases'; without them,
    the previous release is compared with the current one.
    """
    from kg.release import Releases
    from kg.release.changes import patch_lines
    from kg.release.compare import Sums, as_json, as_patch, as_text, compare
    from kg.settings import read_settings

    releases = Releases(read_settings(data).data)
    before, after = releases.find(old), releases.find(new)
    if form == "rdfpatch":
        counts: Counter[str] = Counter()
        for line in patch_lines(before, after):
            counts[line[:2]] += 1
            click.echo(line)
        click.echo(
            f"kg: from {before.name} to {after.name}: "
            f"{counts['A ']} quads added, {counts['D ']} removed",
            err=True,
        )
        return
    sums = Sums()
    changes = sums.counted(compare(before, after))
    if form == "json":
        lines = as_json(before.name, after.name, changes)
    elif form == "nquads-patch":
        lines = as_patch(changes)
    else:
        lines = as_text(changes)
    for line in lines:
        click.echo(line)
    click.echo(f"kg: from {before.name} to {after.name}: {sums}", err=True)
