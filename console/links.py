"""Where a page sends a reader who follows an IRI: to its description here, or outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from console.addresses import path_of, web_address
from kg.vocab import BASE

__all__ = ["Link", "follow"]


@dataclass(frozen=True, slots=True)
class Link:
    """An address to follow; empty where the IRI is not one that a page may lead to."""

    href: str
    outside: bool = False


def follow(iri: str, **query: Any) -> Link:
    """Give the link for an IRI; ``query`` are parameters of our own pages.

    Our IRIs lead to this site wherever it stands, ``http`` and ``https`` outside, and any other
    scheme nowhere: ``javascript:`` is text.
    """
    path = path_of(iri)
    if path is None:
        return Link(web_address(iri), outside=True)
    if iri == f"{BASE}dataset":
        return Link(url_for("catalog.catalog"))
    if iri.startswith(f"{BASE}examples/"):
        return Link(url_for("examples.example", name=iri.removeprefix(f"{BASE}examples/")))
    return Link(url_for("resource.document", path=path, **query))
