"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["LANGUAGES", "data", "language"]

LANGUAGES = ("en", "zh", "pt")

# click decorates both functions and commands, and its own types say no more than this
_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def data(function: _Decorated) -> _Decorated:
    """Add ``--data DIR``; the command receives ``data: Path | None``."""
    option = click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Folder of the releases.  [default: $CBEC_KG_DATA, else the nearest .kg]",
    )
    return option(function)


def language(function: _Decorated) -> _Decorated:
    """Add ``--language``; the command receives ``language: str``."""
    option = click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        default="en",
        show_default=True,
        help="Language of labels and messages.",
    )
    return option(function)
