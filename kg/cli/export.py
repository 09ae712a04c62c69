"""``kg export``: write the graph, or a part of it, in an RDF format."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import data

__all__ = ["command"]


def _format_names(_context: click.Context, _parameter: click.Parameter, start: str) -> list[str]:
    from kg.rdf.formats import FORMATS

    return [form.name for form in FORMATS if form.name.startswith(start)]


@click.command()
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    shell_complete=_format_names,
    help="turtle, trig, ntriples, nquads, jsonld, jsonld-expanded or rdfxml.  [default: by the "
    "ending of FILE, else trig, or jsonld with --frame]",
)
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="NAME",
    help="Only this named graph: entities, source/002, an IRI. May be repeated.",
)
@click.option(
    "--class", "class_name", metavar="NAME", help="Only what is said of instances of this class."
)
@click.option(
    "--frame",
    metavar="NAME",
    help="JSON-LD with a tree for each instance of this class, labels beside each link.",
)
@click.option(
    "--release",
    "name",
    default="current",
    show_default=True,
    metavar="ID",
    help="The release: current, previous or the beginning of an id.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to FILE, which is replaced in one step.  [default: standard output]",
)
@data
def command(
    form: str | None,
    graphs: tuple[str, ...],
    class_name: str | None,
    frame: str | None,
    name: str,
    output: Path | None,
    data: Path | None,
) -> None:
    """Write the graph, or a part of it, in an RDF format.

    Equal data give equal text. Turtle, N-Triples and RDF/XML have no named graphs: several
    graphs become one. Numbers are spelled as the store spells them.

    \b
    Examples:
      kg export --output graph.trig
      kg export --format turtle --graph entities --class City
      kg export --frame Event
    """  # noqa: D301 - click wants the backspace character itself
    from kg.rdf.formats import format_named
    from kg.release import Releases
    from kg.release.export import Selection, export
    from kg.settings import read_settings
    from kg.store.disk import replace_file

    wanted = format_named(form or _format_of(output, framed=frame is not None))
    release = Releases(read_settings(data).data).find(name)
    text = export(release, wanted, Selection(graphs, class_name, frame))
    if output is None:
        click.echo(text, nl=False)
    else:
        replace_file(output, text)
        click.echo(f"kg: {wanted.name}, {len(text.encode())} bytes: {output}", err=True)


def _format_of(output: Path | None, *, framed: bool) -> str:
    """Give the name of the format that the file's ending asks for, else of the usual one."""
    from kg.rdf.formats import FORMATS

    ending = output.suffix.removeprefix(".").lower() if output else ""
    usual = "jsonld" if framed else "trig"
    return next((form.name for form in FORMATS if form.extension == ending), ending or usual)
