"""Why a figure is what it is: the tree from it down to the characters of the sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import TermError
from kg.figures.figure import KINDS, Figure
from kg.figures.lookup import Citation, Lookup
from kg.figures.wording import figure_words
from kg.vocab import ID, PREFIXES, cbec, code_iri, rdf

__all__ = ["Step", "explain_figure", "find_figure"]


@dataclass(frozen=True, slots=True)
class Step:
    """A figure with what it rests on.

    A derived one has the ``formula`` of its rule and its ``inputs``; a reported one the number
    as it was ``stated``, who it is ``attributed`` to, our ``note`` and where it stands.
    """

    figure: Figure
    words: str
    formula: str = ""
    inputs: tuple[Step, ...] = ()
    stated: str = ""
    qualifier: str = ""
    attributed: str = ""
    note: str = ""
    citations: tuple[Citation, ...] = ()

    def steps(self) -> Iterator[Step]:
        """Give this step and all beneath it, from the top, each figure once."""
        seen: set[str] = set()
        waiting = [self]
        while waiting:
            step = waiting.pop(0)
            if step.figure.iri not in seen:
                seen.add(step.figure.iri)
                yield step
                waiting += step.inputs

    @property
    def depth(self) -> int:
        """How many rules were applied one upon the other."""
        return 1 + max(step.depth for step in self.inputs) if self.inputs else 0


def explain_figure(iri: str, lookup: Lookup) -> Step:
    """Give the derivation of a figure down to the spans that state its inputs.

    Raises ``TermError`` where there is no such figure.
    """
    figures = lookup.figures([iri])
    if iri not in figures:
        raise _no_figure(iri, lookup)
    known: dict[str, Step] = {}

    def step(name: str) -> Step:
        # no figure is derived from itself, and the depth is bounded, so this ends
        if name not in known:
            known[name] = _step(figures[name])
        return known[name]

    def _step(figure: Figure) -> Step:
        words = figure_words(figure, lookup)
        if figure.inputs:
            inputs = tuple(step(given) for given in figure.inputs if given in figures)
            formula = lookup.value(f"{ID}rule/{figure.rule}", "formula")
            return Step(figure, words, formula=formula, inputs=inputs)
        agent = lookup.value(figure.iri, "attributedTo")
        return Step(
            figure,
            words,
            stated=lookup.value(figure.iri, "stated"),
            qualifier=lookup.label(code_iri("qualifier", figure.qualifier or "exact")),
            attributed=lookup.label(agent) if agent else "",
            note=lookup.note(figure.iri),
            citations=lookup.citations(figure.iri),
        )

    return step(iri)


def find_figure(text: str, lookup: Lookup) -> str:
    """Give the IRI of the figure that a text means.

    It may be an IRI, a prefixed name such as ``obs:000-023``, or what stands behind ``obs:``.
    Raises ``TermError`` naming the nearest figures where there is none.
    """
    text = text.strip().removeprefix("<").removesuffix(">")
    prefix, colon, rest = text.partition(":")
    if "://" in text:
        iri = text
    elif colon and prefix in PREFIXES:
        iri = PREFIXES[prefix] + rest
    else:
        iri = f"{ID}obs/{text}"
    if any(character in iri for character in ' <>"{}|\\^`') or not lookup.figures([iri]).get(iri):
        raise _no_figure(text, lookup)
    return iri


def _no_figure(text: str, lookup: Lookup) -> TermError:
    kinds = tuple(f"{kind.capitalize()}Observation" for kind in KINDS)
    names = [
        iri.removeprefix(f"{ID}obs/")
        for kind in kinds
        for iri in lookup.instances(rdf("type"), cbec(kind))
    ]
    near = get_close_matches(text.rpartition("/")[2].removeprefix("obs:"), names, 3)
    return TermError(
        f"there is no figure {text!r}",
        expected="the IRI, the prefixed name or the record id of a figure"
        + (f", such as {', '.join(near)}" if near else ""),
        remedy="list the figures of a place with 'kg figures --area … --indicator …'",
    )
