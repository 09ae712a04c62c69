"""What the description of a dataset counts, kept up to date while quads come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, TypeVar

import pyoxigraph as ox

from kg.vocab import ID, cbec, rdf

__all__ = ["Tally"]

_TYPE: Final = rdf("type")
_ACCESSED: Final = cbec("accessDate")
_Key = TypeVar("_Key")


class Tally:
    """The counts of a dataset without its description.

    ``graphs`` counts quads by graph. All else counts triples, one that stands in two graphs
    once: ``properties`` by predicate, ``types`` by class; ``subjects`` and ``objects`` count the
    different terms beside each predicate. ``dates`` counts the quads with a date of access.
    """

    def __init__(self, quads: Iterable[ox.Quad] = ()) -> None:
        self.graphs: Counter[str] = Counter()
        self.properties: Counter[str] = Counter()
        self.types: Counter[str] = Counter()
        self.subjects: Counter[str] = Counter()
        self.objects: Counter[str] = Counter()
        self.dates: Counter[str] = Counter()
        self.entities = 0
        # a number for each term takes a tenth of the memory of the term itself
        self._numbers: dict[object, int] = {}
        self._triples: Counter[tuple[int, int, int]] = Counter()
        self._sources: Counter[int] = Counter()
        self._targets: Counter[int] = Counter()
        self._leaving: Counter[tuple[int, int]] = Counter()
        self._arriving: Counter[tuple[int, int]] = Counter()
        self.move(added=quads, removed=())

    @property
    def triples(self) -> int:
        """How many triples there are."""
        return len(self._triples)

    @property
    def all_subjects(self) -> int:
        """How many terms are the subject of a triple."""
        return len(self._sources)

    @property
    def all_objects(self) -> int:
        """How many terms are the object of a triple."""
        return len(self._targets)

    def move(self, *, added: Iterable[ox.Quad], removed: Iterable[ox.Quad]) -> None:
        """Count quads that come, none of which is here, and quads that go, all of which are."""
        for quad in removed:
            self._quad(quad, -1)
        for quad in added:
            self._quad(quad, 1)

    def _quad(self, quad: ox.Quad, step: int) -> None:
        subject, predicate, value, graph = quad
        _count(self.graphs, getattr(graph, "value", ""), step)
        if predicate == _ACCESSED and isinstance(value, ox.Literal):
            _count(self.dates, value.value, step)
        source, way, target = (self._number(term) for term in (subject, predicate, value))
        if not _count(self._triples, (source, way, target), step):
            return
        name = predicate.value
        _count(self.properties, name, step)
        if predicate == _TYPE and isinstance(value, ox.NamedNode):
            _count(self.types, value.value, step)
        if _count(self._sources, source, step) and _is_entity(subject):
            self.entities += step
        _count(self._targets, target, step)
        if _count(self._leaving, (source, way), step):
            _count(self.subjects, name, step)
        if _count(self._arriving, (way, target), step):
            _count(self.objects, name, step)

    def _number(self, term: object) -> int:
        return self._numbers.setdefault(term, len(self._numbers))


def _count(counter: Counter[_Key], key: _Key, step: int) -> bool:
    """Count, and tell whether this was the first to come or the last to go."""
    before = counter[key]
    if before + step:
        counter[key] = before + step
    else:
        del counter[key]
    return before == 0 or before + step == 0


def _is_entity(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(ID)
