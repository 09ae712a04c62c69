"""The settings of the command line, read from the environment in this one place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Settings", "read_settings"]

DATA_VARIABLE = "CBEC_KG_DATA"
DATA_FOLDER = ".kg"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a command needs to know about its surroundings.

    ``data`` is the folder that holds the releases; it need not exist yet.
    """

    data: Path


def read_settings(data: Path | None = None) -> Settings:
    """Give the settings: ``data`` if given, else the environment's, else the nearest ``.kg``.

    The nearest is looked for in the working directory and above it, as git does; where there
    is none, it is the one that a build would make in the working directory.
    """
    if data is not None:
        return Settings(data=data.absolute())
    if variable := os.environ.get(DATA_VARIABLE):
        return Settings(data=Path(variable).absolute())
    here = Path.cwd()
    for candidate in (here, *here.parents):
        if (candidate / DATA_FOLDER).is_dir():
            return Settings(data=candidate / DATA_FOLDER)
    return Settings(data=here / DATA_FOLDER)
