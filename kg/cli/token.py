"""``kg token``: the tokens that allow clients to write."""

from __future__ import annotations

from pathlib import Path

import click

from kg.tokens import SCOPES, TokenFile

__all__ = ["command"]

_file = click.option(
    "--tokens",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="File of the hashed tokens, which 'kg serve --tokens FILE' reads.",
)


@click.group()
def command() -> None:
    """Look after the tokens that allow clients of 'kg serve' to write.

    The file keeps hashes only; a running server notices every change of it.
    """


@command.command()
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(SCOPES),
    default="write",
    show_default=True,
    help="What the token allows.",
)
@_file
def add(name: str, scope: str, file: Path) -> None:
    """Make a token called NAME and print it, this once."""
    token = TokenFile(file).add(name, scope)
    click.echo(f"kg: {name} may {scope}; the token is shown only now", err=True)
    click.echo(token)


@command.command("list")
@_file
def list_(file: Path) -> None:
    """List the tokens: name, scope, and when each was made."""
    for token in TokenFile(file).tokens():
        click.echo(f"{token.name}\t{token.scope}\t{token.created}")


@command.command()
@click.argument("name")
@_file
def revoke(name: str, file: Path) -> None:
    """Let the token called NAME allow nothing from now on."""
    TokenFile(file).revoke(name)
    click.echo(f"kg: {name} is revoked", err=True)
