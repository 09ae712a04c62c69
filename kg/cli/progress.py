"""Which step is at work, for whoever waits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

__all__ = ["shown_steps"]


@contextmanager
def shown_steps(*, in_pipes: bool = False) -> Iterator[Callable[[str], None]]:
    """Give a function to be called with the name of each step before it begins.

    On a terminal the step stands on standard error until the next; elsewhere each has a line if
    ``in_pipes``, and nothing is written otherwise.
    """
    if not sys.stderr.isatty():
        yield (lambda step: click.echo(f"kg: {step}", err=True)) if in_pipes else _silent
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield lambda step: status.update(step)


def _silent(_step: str) -> None:
    pass
