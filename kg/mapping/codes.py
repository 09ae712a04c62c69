"""Codes that records use and no list has."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from pyoxigraph import NamedNode, Quad

from kg.errors import Place, RecordError
from kg.ontology import code_quads
from kg.vocab import CODE, cbec

__all__ = ["check_codes"]

_SUBJECT: Final = cbec("assertedSubject")
_OBJECT: Final = cbec("assertedObject")


def check_codes(quads: Collection[Quad], place_of: Callable[[str], Place | None]) -> None:
    """Do nothing if every code that the quads refer to stands in a code list.

    ``place_of`` gives the place of the record behind an IRI. Raises RecordError, which has the
    others with it.
    """
    known = {quad.subject for quad in code_quads()}
    used = {
        (quad.object.value, quad.subject.value)
        for quad in quads
        if isinstance(quad.object, NamedNode)
        and isinstance(quad.subject, NamedNode)
        and quad.object.value.startswith(CODE)
        and quad.object not in known
    }
    used -= _asserted(quads)
    errors = [
        RecordError(
            f"there is no code {code.removeprefix(CODE)}",
            expected="a code of the lists in ontology/codes",
            remedy="correct the code, or add it to its list; see 'kg ontology list --kind code'",
            where=place_of(user),
        )
        for code, user in sorted(used)
    ]
    if errors:
        errors[0].also = tuple(errors[1:])
        raise errors[0]


def _asserted(quads: Collection[Quad]) -> set[tuple[str, str]]:
    """Give object and subject of what is asserted: its place is that of the statement."""
    ends: dict[object, dict[str, str]] = {}
    for quad in quads:
        if quad.predicate in {_SUBJECT, _OBJECT} and isinstance(quad.object, NamedNode):
            ends.setdefault(quad.subject, {})[quad.predicate.value] = quad.object.value
    return {(end.get(_OBJECT.value, ""), end.get(_SUBJECT.value, "")) for end in ends.values()}
