"""The changes of the dataset as a Linked Data Event Stream.

https://w3id.org/ldes/specification and https://w3id.org/tree/specification. A member is a switch
of the current release. Fifty fill a page, which never changes; those that fill none yet stand at
the entrance, which leads to every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.release.changes import Change, release_iri
from kg.vocab import BASE

__all__ = ["PAGE", "PATCH", "entrance", "in_order", "page", "pages"]

PAGE: Final = 50
PATCH: Final = "application/rdf-patch"
"""The media type of a patch: https://afs.github.io/rdf-delta/rdf-patch.html."""

_LDES: Final = "https://w3id.org/ldes#"
_TREE: Final = "https://w3id.org/tree#"
_DCAT: Final = "http://www.w3.org/ns/dcat#"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_PROV: Final = "http://www.w3.org/ns/prov#"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_STREAM: Final = NamedNode(f"{BASE}changes")
_ISSUED: Final = NamedNode(f"{_DCTERMS}issued")
_VERSION_OF: Final = NamedNode(f"{_DCTERMS}isVersionOf")

At = Callable[[str], str]
"""Gives the address on this site of a path under /changes, which may be empty."""


def in_order(changes: Sequence[Change]) -> list[Change]:
    """Give the changes with moments of which each is later than the one before.

    A clock of seconds may give two changes one moment, and a mirror that asks for what is newer
    than its last member would miss the second.
    """
    found: list[Change] = []
    last = datetime.min.replace(tzinfo=UTC)
    for change in changes:
        moment = datetime.fromisoformat(change.time)
        if moment <= last:
            moment = last + timedelta(milliseconds=1)
            change = replace(change, time=moment.isoformat(timespec="milliseconds"))
        found.append(change)
        last = moment
    return found


def pages(changes: Sequence[Change]) -> int:
    """Give how many pages are full."""
    return len(changes) // PAGE


def entrance(changes: Sequence[Change], at: At) -> Iterator[Triple]:
    """Give what stands at the entrance: the stream, the way to each page, the newest members."""
    here = NamedNode(at(""))
    yield from _stream(here)
    full = pages(changes)
    for number in range(1, full + 1):
        first = changes[(number - 1) * PAGE]
        relation = NamedNode(at(f"/page/{number}") + "#relation")
        yield Triple(here, _tree("relation"), relation)
        yield Triple(relation, _TYPE, _tree("GreaterThanOrEqualToRelation"))
        yield Triple(relation, _tree("node"), NamedNode(at(f"/page/{number}")))
        yield Triple(relation, _tree("path"), _ISSUED)
        yield Triple(relation, _tree("value"), _moment(first.time))
    yield from _members(changes[full * PAGE :], at)


def page(changes: Sequence[Change], number: int, at: At) -> Iterator[Triple]:
    """Give what stands on a full page, counted from 1."""
    here = NamedNode(at(f"/page/{number}"))
    yield Triple(_STREAM, _TYPE, NamedNode(f"{_LDES}EventStream"))
    yield Triple(_STREAM, _tree("view"), NamedNode(at("")))
    yield Triple(here, _TYPE, _tree("Node"))
    yield from _members(changes[(number - 1) * PAGE : number * PAGE], at)


def _stream(here: NamedNode) -> Iterator[Triple]:
    yield Triple(_STREAM, _TYPE, NamedNode(f"{_LDES}EventStream"))
    yield Triple(_STREAM, NamedNode(f"{_LDES}timestampPath"), _ISSUED)
    yield Triple(_STREAM, NamedNode(f"{_LDES}versionOfPath"), _VERSION_OF)
    yield Triple(_STREAM, _tree("view"), here)
    yield Triple(here, _TYPE, _tree("Node"))
    yield Triple(here, _TYPE, NamedNode(f"{_LDES}EventSource"))


def _members(changes: Sequence[Change], at: At) -> Iterator[Triple]:
    for change in changes:
        member = NamedNode(at(f"/{change.number}"))
        yield Triple(_STREAM, _tree("member"), member)
        yield from _member(member, change, at)


def _member(member: NamedNode, change: Change, at: At) -> Iterator[Triple]:
    release = NamedNode(release_iri(change.release))
    yield Triple(member, _TYPE, NamedNode(f"{_DCAT}Dataset"))
    yield Triple(member, _ISSUED, _moment(change.time))
    yield Triple(member, _VERSION_OF, NamedNode(f"{BASE}dataset"))
    yield Triple(member, NamedNode(f"{_DCTERMS}identifier"), _number(change.number))
    yield Triple(member, NamedNode(f"{_DCTERMS}type"), Literal(change.action))
    yield Triple(member, NamedNode(f"{_DCAT}version"), Literal(change.release))
    yield Triple(member, NamedNode(f"{_PROV}specializationOf"), release)
    if change.sha256:
        # of the canonical N-Quads of the whole release
        yield Triple(member, NamedNode(f"{_SPDX}checksumValue"), Literal(change.sha256))
    if change.previous:
        previous = NamedNode(release_iri(change.previous))
        yield Triple(member, NamedNode(f"{_DCAT}previousVersion"), previous)
    if change.patch:
        patch = NamedNode(at(f"/{change.previous}..{change.release}.rdfp"))
        yield Triple(member, NamedNode(f"{_DCAT}distribution"), patch)
        yield Triple(patch, _TYPE, NamedNode(f"{_DCAT}Distribution"))
        yield Triple(patch, NamedNode(f"{_DCAT}downloadURL"), patch)
        yield Triple(patch, NamedNode(f"{_DCTERMS}format"), Literal(PATCH))


def _tree(name: str) -> NamedNode:
    return NamedNode(_TREE + name)


def _moment(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(f"{_XSD}dateTime"))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(f"{_XSD}integer"))
