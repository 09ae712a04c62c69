"""The running server: the only place that opens a store.

One event loop holds the sockets (`console.connection`) and answers what it can (`console.front`);
threads run the views, and workers evaluate.
"""

from __future__ import annotations

import asyncio
import gc
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import uvloop
from flask import Flask, request

from console.access import KEY as WRITES
from console.access import OpenRevise, Writes, Writing
from console.app import create_app
from console.bounds import Bounds
from console.engine import Workers
from console.front import Front
from console.gateway import Gateway
from console.listener import Listener
from console.log import Log
from console.metrics import KEY, Metrics
from console.quick import Quick
from console.settings import Settings
from console.switch import Follower, moment_of
from console.warmth import Warmer, warm
from console.words.keeper import follow
from console.workers import Limits
from kg.errors import KgError, Place, UsageError
from kg.release import Releases, verify_release
from kg.store.embedded import open_store

__all__ = ["serve"]

_UNSENT: Final = 128 * 1024


def _announce(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def serve(
    data: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    bounds: Bounds | None = None,
    limits: Limits | None = None,
    log: Log | None = None,
    hosts: tuple[str, ...] = (),
    writing: Writing | None = None,
    proxies: int = 0,
    texts: Path | None = None,
    settings: Settings | None = None,
    announce: Callable[[str], None] = _announce,
) -> None:
    """Serve the current release of this data folder until the process is told to stop.

    The checksums of the release are verified first. ``announce`` receives the address once the
    server accepts connections and its first pages are warm; port 0 takes a free one. When another
    release becomes current it is verified and served from then on. SIGTERM and SIGINT end the
    server after the running answers, of which those that take longer than ``bounds.stop_seconds``
    break off. ``hosts`` are
    further names of the server, ``writing`` lets clients with a token write, and ``proxies`` is
    how many proxies stand before it whose ``X-Forwarded-*`` headers are believed. ``texts`` is a
    folder with texts of articles, to be shown beside the evidence that stands in them. ``settings``
    are those whose other fields are known only here. Raises
    NoReleaseError where there is no release, DamagedReleaseError where a file of it differs, and
    UsageError where the port cannot be had.
    """
    bounds, log = bounds or Bounds(), log or Log()
    release = Releases(data).current()
    followers: list[Follower] = []
    with (
        _listen(host, port, bounds.connections) as listener,
        # first of all: a writer takes longer to be ready than the rest
        _writer(writing, lambda made: followers[0].catch_up(made)) as revise,
    ):
        verify_release(release)
        with open_store(release / "store") as store, Workers(release, limits) as engine:
            settings = replace(
                settings or Settings(),
                release=release.name,
                modified=moment_of(data, release),
                hosts=hosts,
                trusted_proxies=proxies,
                texts=texts,
                front=bounds,
            )
            app = create_app(store, settings, engine, data=data)
            metrics = Metrics(engine.figures, lambda: engine.release)
            app.extensions[KEY] = metrics
            _log_unforeseen(app, log)
            number = listener.getsockname()[1]
            shown = f"[{host}]" if ":" in host else host
            told = f"Serving {release.name} ({len(store):,} quads) at http://{shown}:{number}/"
            _allow_descriptors()
            warm(app)
            gc.freeze()
            gateway = Gateway(app.wsgi_app, (host, number), bounds.threads)
            front = Front(gateway, Quick(app), bounds, log, metrics)
            follower = Follower(data, app, engine, front.recent.forget, metrics, log)
            followers.append(follower)
            warmer = Warmer(app)

            def ready() -> None:
                announce(told)
                warmer.start()

            running = _run(front, follower, listener, bounds, log, ready)
            with (
                closing(follow(app)),
                closing(warmer),
                _written(app, writing, revise),
                asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
            ):
                runner.run(running)


@contextmanager
def _writer(
    writing: Writing | None, published: Callable[[Path], None]
) -> Iterator[OpenRevise | None]:
    """Start what makes releases, if clients may write; it is closed at the end at the latest."""
    if writing is None:
        yield None
        return
    with closing(writing.open(published)) as revise:
        yield revise


@contextmanager
def _written(app: Flask, writing: Writing | None, revise: OpenRevise | None) -> Iterator[None]:
    """Let the application write inside; every write is logged, whatever the level of the log."""
    if writing is None or revise is None:
        yield
        return
    with closing(revise):  # while what it makes can still be served
        record = Log("info").info
        app.extensions[WRITES] = Writes(
            writing.tokens, revise, record, revise.is_ready, revise.bounds
        )
        yield


async def _run(
    front: Front,
    follower: Follower,
    listener: socket.socket,
    bounds: Bounds,
    log: Log,
    ready: Callable[[], None],
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = Listener(front, listener, bounds)
    await server.start()
    following = loop.create_task(follower.run())
    ready()
    log.info("serving", release=follower.release)
    await stop.wait()
    following.cancel()
    log.info("stopping", running=front.running)
    server.stop()
    if not await front.drain(bounds.stop_seconds):
        log.warning("answers broken off", running=front.running)
    front.close()
    server.end()


def _log_unforeseen(app: Flask, log: Log) -> None:
    """Have what no view foresaw logged like everything else."""

    def note(exc_info: Any) -> None:  # what sys.exc_info gives
        log.error("unforeseen", id=request.environ.get("console.request-id"), exc_info=exc_info)

    app.log_exception = note  # type: ignore[method-assign]  # Flask lets one replace it


def _allow_descriptors() -> None:
    """Let the process have as many connections as the system allows it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _listen(host: str, port: int, backlog: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            # every connection has it from here: a slow client's answer moves in small steps, so
            # that one who takes little is told from one who takes nothing
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT)
        listener.bind((host, port))
        listener.listen(backlog)
        listener.setblocking(False)
    except (OSError, OverflowError) as error:
        listener.close()
        raise _no_port(host, port, error) from error
    return listener


def _no_port(host: str, port: int, error: Exception) -> KgError:
    return UsageError(
        f"cannot listen on {host} port {port}: {getattr(error, 'strerror', None) or error}",
        expected="a free port from 1024 to 65535 of an address of this machine",
        remedy="stop what listens there, or name another with --port (0 takes any free one)",
        where=Place("kg serve"),
    )
