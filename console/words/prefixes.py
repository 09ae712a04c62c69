"""Prefixes: those the server knows without being told, those of the dataset, the well known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from kg.vocab import PREFIXES
from kg.yaml_text import read_yaml

__all__ = ["prefixed", "well_known"]

# what may stand in a prefixed name without a backslash, and a little less
_LOCAL: Final = re.compile(r"(?:[^\W_]|_|\d)(?:[\w.\-]*[\w\-])?|")


@cache
def well_known() -> Mapping[str, str]:
    """Give the prefixes that are in common use."""
    path = Path(__file__).with_name("prefixes.yaml")
    read: Mapping[str, str] = read_yaml(path.read_text(encoding="utf-8"))
    return read


def prefixed(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Give how a query names an IRI: by a prefix that it need not declare, else in brackets.

    >>> prefixed("https://w3id.org/cbec/id/place/Shenzhen")
    'place:Shenzhen'
    >>> prefixed("http://example.org/a")
    '<http://example.org/a>'
    """
    best = max(
        (item for item in prefixes.items() if iri.startswith(item[1])),
        key=lambda item: len(item[1]),
        default=None,
    )
    if best and _LOCAL.fullmatch(local := iri[len(best[1]) :]) and local:
        return f"{best[0]}:{local}"
    return f"<{iri}>"
