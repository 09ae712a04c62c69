"""Where the data folders lie: beside the packages in a checkout, inside the wheel otherwise."""

from __future__ import annotations

from pathlib import Path

__all__ = ["folder"]

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent


def folder(name: str) -> Path:
    """Give the data folder ``ontology``, ``seeds`` or ``shapes``.

    A checkout's own folder is preferred: an editable install may leave an old copy of the data
    beside the packages.
    """
    if (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / name).is_dir():
        return _CHECKOUT / name
    return _PACKAGE / "_data" / name
