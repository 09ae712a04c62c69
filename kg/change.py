"""A change that somebody asks for, what became of it, and who makes it: plain values.

They stand below the server, which takes changes from clients, and the revision, which makes
releases of them, so that neither needs to know the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["EDITS", "Change", "Outcome", "Revise"]

EDITS: Final = "edits"
"""The short name of the graph that holds what a change adds to the default graph."""


@dataclass(frozen=True, slots=True)
class Change:
    """One request to change the data; all of it comes to pass, or nothing.

    * ``update``: ``text`` is a SPARQL update; ``using`` and ``using_named`` are the graphs that
      the request, not the text, names for its patterns.
    * ``replace`` and ``merge``: the RDF document ``body`` of ``media_type`` becomes the content
      of ``graph``, or is added to it. ``graph`` is an IRI, or None for the default graph. A named
      graph stands afterwards also where it is empty.
    * ``patch``: ``text`` is an update of ``graph`` alone, which is its default graph; nothing
      happens where a named graph does not stand.
    * ``delete``: ``graph`` goes, if it is there.

    ``base`` is the IRI against which relative ones are resolved.
    """

    kind: Literal["delete", "merge", "patch", "replace", "update"]
    text: str = ""
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    graph: str | None = None
    media_type: str = ""
    body: bytes = b""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change: the id of the release that holds it, and how many quads it moved.

    ``existed`` tells whether the graph of the change was there before, be it empty. Where nothing
    was added or removed, the release is the one that was current already.
    """

    release: str
    added: int
    removed: int
    existed: bool = True


Revise = Callable[[Change], Outcome]
"""Makes a new release of a change and lets it be served, or raises ``KgError``."""
