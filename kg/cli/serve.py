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
@click.option(
    "--log-level",
    type=click.Choice(["info", "warning", "error"]),
    default="warning",
    show_default=True,
    help="What is logged on standard error, as JSON lines; info logs every request.",
)
@options.data
def command(host: str, port: int, log_level: str, data: Path | None) -> None:
    """Serve the current release: a page to ask in at /, the SPARQL endpoint at /sparql.

    The address is printed on standard error once the server answers. It stops on Ctrl+C or
    SIGTERM, after the running answers, and switches by itself to a release that becomes current.
    """
    from console.log import Log
    from console.serve import serve
    from kg.settings import read_settings

    serve(read_settings(data).data, host, port, log=Log(log_level))
