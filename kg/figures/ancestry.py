"""What a figure was computed from: the figures on the way down, and the reported ones beneath."""

from __future__ import annotations

from collections.abc import Iterable

from kg.figures.figure import Figure

__all__ = ["Ancestry"]


class Ancestry:
    """The reported figures beneath any figure, found once and kept."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._inputs: dict[str, tuple[str, ...]] = {}
        self._rough: set[str] = set()
        for figure in figures:
            if figure.inputs:
                self._inputs[figure.iri] = figure.inputs
            elif figure.rough:
                self._rough.add(figure.iri)
        self._known: dict[str, frozenset[str]] = {}

    def reported(self, iri: str) -> frozenset[str]:
        """Give the IRIs of the reported figures that this one is, or was computed from."""
        inputs = self._inputs.get(iri)
        if not inputs:
            return frozenset((iri,))
        known = self._known.get(iri)
        if known is None:
            # the depth of derivations is bounded, so this recursion is
            known = frozenset().union(*map(self.reported, inputs))
            self._known[iri] = known
        return known

    def rough(self, iri: str) -> bool:
        """Tell whether a fraction in words is among the reported figures beneath."""
        return not self._rough.isdisjoint(self.reported(iri))
