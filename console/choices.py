"""What can be chosen among the figures: indicators, areas, periods, and to how many each leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Final

from pyoxigraph import Literal

from console.absent import LIKE
from console.addresses import is_iri
from console.naming import Names, name_nodes
from console.problems import Problem
from console.reading import select
from kg.queries.results import shorten
from kg.vocab import ID

__all__ = ["FACETS", "Choice", "Chosen", "Facets", "read_facets", "settle"]

FACETS: Final[Mapping[str, str]] = {
    "indicator": f"{ID}indicator/",
    "area": f"{ID}place/",
    "period": f"{ID}period/",
}
"""What is chosen, each with the namespace that addresses leave out."""

_NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, as addresses have it; empty where nothing was."""

    indicator: str = ""
    area: str = ""
    period: str = ""

    def iri(self, facet: str) -> str:
        """Give the IRI of what was chosen, empty where nothing was or it cannot be one."""
        slug = getattr(self, facet)
        iri = FACETS[facet] + slug if slug else ""
        return iri if is_iri(iri) else ""

    def lists(self) -> dict[str, Any]:  # they fill lists of VALUES, which `select` takes as any
        """Give the IRIs of what was chosen as lists, None where nothing was."""
        return {facet: [iri] if (iri := self.iri(facet)) else None for facet in FACETS}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value on offer: what it is called, and to how many figures it leads."""

    slug: str
    text: str
    language: str
    figures: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What is on offer by facet, most figures first, periods newest first."""

    offers: Mapping[str, Sequence[Choice]]
    names: Names

    def has(self, chosen: Chosen) -> bool:
        """Tell whether everything that was chosen is on offer, so that it leads to figures."""
        return all(
            not getattr(chosen, facet)
            or any(one.slug == getattr(chosen, facet) for one in self.offers[facet])
            for facet in FACETS
        )


def read_facets(chosen: Chosen, language: str) -> Facets:
    """Give what can be chosen beside the rest of what was chosen."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in select("figure-choices", **chosen.lists()):
        facet, iri = row["facet"].value, row["value"].value
        if iri.startswith(FACETS[facet]):
            found[facet].append((iri, int(row["figures"].value)))
    names = name_nodes(iri for rows in found.values() for iri, _ in rows)
    offers = {
        facet: [_choice(iri, facet, number, names, language) for iri, number in found[facet]]
        for facet in FACETS
    }
    offers["period"].sort(key=lambda choice: choice.slug, reverse=True)
    return Facets(offers, names)


def settle(chosen: Chosen, language: str) -> Chosen:
    """Give what was meant where names stand instead of slugs: names in any language, in any case.

    Raises `Problem` with the nearest ones where something is neither.
    """
    known = read_facets(Chosen(), language)
    for facet, space in FACETS.items():
        text = getattr(chosen, facet)
        slugs = {choice.slug for choice in known.offers[facet]}
        if not text or text in slugs:
            continue
        called = _called(known.names, space, slugs)
        meant = called.get(text.strip().casefold(), set())
        if len(meant) != 1:
            near = get_close_matches(text.casefold(), called, _NEAREST, LIKE)
            raise _unknown(facet, text, sorted(meant) or [min(called[name]) for name in near])
        chosen = replace(chosen, **{facet: min(meant)})
    return chosen


def _called(names: Names, space: str, slugs: set[str]) -> dict[str, set[str]]:
    called: dict[str, set[str]] = defaultdict(set)
    for slug in slugs:
        iri = space + slug
        for form in (slug, shorten(iri), iri.removeprefix(ID), iri):
            called[form.casefold()].add(slug)
        for _, label in names.held.get(iri, ()):
            if isinstance(label, Literal):
                called[label.value.casefold()].add(slug)
    return called


def _unknown(facet: str, text: str, near: Sequence[str]) -> Problem:
    nearest = list(dict.fromkeys(near))
    return Problem(
        "not-found",
        f"there is no figure whose {facet} is {text!r}",
        expected="a slug or a name in any language"
        + (f", such as {', '.join(nearest)}" if nearest else ""),
        remedy="choose one at /figures",
        nearest=[
            {"iri": FACETS[facet] + slug, "address": f"/figures?{facet}={slug}"} for slug in nearest
        ],
    )


def _choice(iri: str, facet: str, figures: int, names: Names, language: str) -> Choice:
    name = names.of(iri, language)
    return Choice(iri.removeprefix(FACETS[facet]), name.text, name.language, figures)
