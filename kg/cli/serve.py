"""``kg serve``: serve the current release over HTTP."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import options

__all__ = ["command"]


@click.command(short_help="Serve the current release over HTTP.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes any free one.",
)
@options.data
def command(host: str, port: int, data: Path | None) -> None:
    """Serve the current release: a page to ask in at /, the SPARQL endpoint at /sparql.

    The address is printed on standard error once the server answers. It stops on Ctrl+C or
    SIGTERM.
    """
    from console.serve import serve
    from kg.release.publish import Releases
    from kg.settings import read_settings

    serve(Releases(read_settings(data).data).current(), host, port)
