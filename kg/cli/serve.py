"""``kg serve``: serve the current release over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options

if TYPE_CHECKING:
    from console.access import Writing
    from kg.revision.bounds import Bounds

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
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Name by which clients may call the server, beside localhost and addresses; '.NAME' "
    "for all that end so.  [repeatable]",
)
@click.option(
    "--trusted-proxies",
    "proxies",
    type=click.IntRange(0, 9),
    default=0,
    show_default=True,
    help="How many proxies stand before the server; what they say of the client, the host, the "
    "scheme and the prefix (X-Forwarded-*) is believed.",
)
@click.option(
    "--tokens",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Let clients write whose tokens 'kg token' put into FILE.  [default: nobody writes]",
)
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder with texts of articles; the evidence pages show those that were read, known by "
    "their SHA-256.  [default: no text is shown]",
)
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a limit, such as seconds=30 or memory=1GiB, under the name that the service "
    "description and the refusals give it.  [repeatable]",
)
@options.data
def command(
    host: str,
    port: int,
    log_level: str,
    hosts: tuple[str, ...],
    proxies: int,
    tokens: Path | None,
    texts: Path | None,
    limits: tuple[str, ...],
    data: Path | None,
) -> None:
    """Serve the current release: pages to read from /, the SPARQL endpoint at /sparql.

    The address is printed on standard error once the server answers. It stops on Ctrl+C or
    SIGTERM, after the running answers, and switches by itself to a release that becomes current.
    """
    from console.bounds import Bounds as Front
    from console.limiting import choose_limits
    from console.log import Log
    from console.serve import serve
    from console.settings import Settings
    from console.workers import Limits
    from kg.revision.bounds import Bounds as Changes
    from kg.settings import read_settings

    queries, front, settings, changes = choose_limits(
        limits, [("", Limits()), ("front-", Front()), ("", Settings()), ("write-", Changes())]
    )
    folder = read_settings(data).data
    serve(
        folder,
        host,
        port,
        limits=queries,
        bounds=front,
        settings=settings,
        log=Log(log_level),
        hosts=hosts,
        proxies=proxies,
        texts=texts,
        writing=_writing(folder, tokens, changes) if tokens else None,
    )


def _writing(folder: Path, tokens: Path, bounds: Bounds) -> Writing:
    from console.access import Writing
    from console.workers.sandbox import deny_network
    from kg.revision import Reviser
    from kg.tokens import TokenFile

    file = TokenFile(tokens)
    file.tokens()  # a damaged file is told now, not to the first client
    return Writing(
        file, lambda published: Reviser(folder, published, bounds=bounds, confine=deny_network)
    )
