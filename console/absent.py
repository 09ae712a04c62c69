"""What is said of something that the graph does not know: the nearest names, or when it went."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from flask import url_for
from pyoxigraph import Literal

from console.addresses import iris_of
from console.links import follow
from console.problems import Problem
from console.reading import select
from console.withdrawn import withdrawn
from console.words.keeper import this_index
from console.words.ranking import NEAR
from kg.vocab import BASE

__all__ = ["LIKE", "absent"]

LIKE: Final = 0.6
"""Names are near that have this part of their letters in common, in their order."""
_MOST_NEAR: Final = 5
_LETTERS_AN_EDIT: Final = 4
"""A slip in each so many letters is still the same name."""


def absent(path: str, iri: str = "") -> Problem:
    """Give 410 for what an earlier release described, else 404 with the nearest names.

    ``path`` is how an address names it, as under ``/doc/``.
    """
    if not iri:
        known = iris_of(path)
        iri = known[0] if known else f"{BASE}id/"
    release = withdrawn(iri)
    if release:
        return Problem(
            "gone",
            f"<{iri}> was described by the release {release} and is not in this one",
            iri=iri,
            release=release,
        )
    space = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
    rows = select("near", space=Literal(space))
    known_slugs = {
        row["node"].value.removeprefix(space).casefold(): row["node"].value for row in rows
    }
    slug = iri.removeprefix(space).casefold()
    near = [known_slugs[one] for one in get_close_matches(slug, known_slugs, _MOST_NEAR, LIKE)]
    near = near or _called(iri.removeprefix(space), space)
    return Problem(
        "not-found",
        f"nothing is known of <{iri}>",
        remedy="" if near else f"look for it by name at {url_for('seek.search')}",
        nearest=[{"iri": one, "address": follow(one).href} for one in near],
    )


def _called(name: str, space: str) -> list[str]:
    """Give what is called so in any language, or nearly, as far as names have been read."""
    try:
        found = this_index(patience=0.0).find(name, limit=10 * _MOST_NEAR)
    except Problem:
        return []
    slips = len(name) // _LETTERS_AN_EDIT
    meant = (
        one.iri
        for one in found
        if one.match and (one.match.step < NEAR or one.match.distance <= slips)
    )
    return [iri for iri in meant if iri.startswith(space)][:_MOST_NEAR]
