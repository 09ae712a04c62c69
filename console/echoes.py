"""Where a disagreement shows again: figures that are worked out from the very figures at odds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from console.amounts import Say
from console.choices import FACETS
from console.findings import Finding
from console.naming import name_nodes
from console.reading import select
from kg.vocab import ONT

__all__ = ["Echo", "echoes_of"]

_KINDS: Final = {
    f"{ONT}{name.capitalize()}Observation": name for name in ("growth", "rank", "share")
}


@dataclass(frozen=True, slots=True)
class Echo:
    """A card on which a disagreement shows again: what it is about, and its address."""

    words: str
    href: str


def echoes_of(findings: Iterable[Finding], say: Say, language: str) -> Mapping[str, Sequence[Echo]]:
    """Give the echoes of each finding by its IRI; one that has none has an empty list."""
    found: dict[str, list[Echo]] = defaultdict(list)
    wanted = [one.iri for one in findings if one.read.echoes]
    rows = select("finding-echoes", finding=wanted) if wanted else []
    names = name_nodes({row[facet].value for row in rows for facet in FACETS})
    for row in rows:
        if not row["area"].value.startswith(FACETS["area"]):
            continue
        words = [names.of(row[facet].value, language).text for facet in FACETS]
        words += [say[kind] for iri, kind in _KINDS.items() if row["kind"].value == iri]
        slugs = (row[facet].value.removeprefix(space) for facet, space in FACETS.items())
        indicator, area, period = slugs
        href = url_for("figures.card", indicator=indicator, area=area, period=period)
        found[row["finding"].value].append(Echo(say["list_mark"].join(words), href))
    return found
