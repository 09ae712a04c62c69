"""``kg format``: lay out Turtle and query files in the house style."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

__all__ = ["command"]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; say what would change and exit 1.")
def command(paths: tuple[Path, ...], check: bool) -> None:
    """Lay out the Turtle (.ttl) and query (.rq) files in PATHS in the house style.

    Without PATHS these are the project's ontology and shapes. Turtle gets one fixed order;
    queries get upper-case keywords. No triple and no string changes.
    """
    from kg import resources
    from kg.errors import KgError, UsageError
    from kg.store.disk import replace_file

    files = list(_files(paths or (resources.folder("ontology"), resources.folder("shapes"))))
    if not files:
        raise UsageError(
            "there is nothing to lay out",
            expected="files that end in .ttl or .rq, or folders with such files",
            remedy="name other paths",
        )
    changed = 0
    errors: list[KgError] = []
    for file in files:
        try:
            text = _text(file)
            formatted = _formatted(text, file)
        except KgError as error:
            errors.append(error)
            continue
        if formatted != text:
            changed += 1
            click.echo(str(file))
            if not check:
                replace_file(file, formatted)
    if errors:
        errors[0].also = tuple(errors[1:])
        raise errors[0]
    state = "would change" if check else "changed"
    click.echo(f"kg: {changed} of {len(files)} files {state}", err=True)
    if check and changed:
        raise click.exceptions.Exit(1)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file
                for file in path.rglob("*")
                if file.suffix in {".ttl", ".rq"} and file.is_file()
            )
        elif path.suffix in {".ttl", ".rq"}:
            yield path


def _text(file: Path) -> str:
    from kg.errors import InputError, Place
    from kg.store.disk import disk_errors

    with disk_errors(file):
        content = file.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"the byte {content[error.start]:#04x} is no UTF-8",
            expected="a text in UTF-8",
            remedy="save the file in UTF-8",
            where=Place(file, content.count(b"\n", 0, error.start) + 1),
        ) from error


def _formatted(text: str, file: Path) -> str:
    from kg.queries.layout import format_query
    from kg.rdf.layout import format_turtle

    return format_turtle(text, file) if file.suffix == ".ttl" else format_query(text, file)
