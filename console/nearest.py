"""What a refusal names as near, as a page shows it: by name, each leading to its own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from console.addresses import is_iri
from console.naming import Name, name_nodes
from console.problems import Problem

__all__ = ["Near", "nearest_of"]


@dataclass(frozen=True, slots=True)
class Near:
    """Something near: what it is called, and where it is shown."""

    name: Name
    address: str


def nearest_of(problem: Problem, language: str) -> list[Near]:
    """Give what a problem names as near, in the language of the reader."""
    given = problem.more.get("nearest")
    listed = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []
    iris = [str(one["iri"]) for one in listed]
    names = name_nodes([iri for iri in iris if is_iri(iri)])
    return [
        Near(names.of(iri, language) if is_iri(iri) else Name(iri), str(one["address"]))
        for iri, one in zip(iris, listed, strict=True)
    ]
