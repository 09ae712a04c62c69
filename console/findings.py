"""What the audit found: what there is to choose among, and findings in the words of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final

from console.amounts import Say, matter_words
from console.cards import Shown, View, gap_words
from console.gathered import Gathered
from console.library import once
from console.naming import Name, name_nodes
from console.reading import construct, select
from console.record import Told, tell
from kg.figures.answer import Entry
from kg.figures.comparison import CONTRADICTION, CORROBORATION, OUTCOMES, SUSPECT, TENSION
from kg.figures.figure import DIMENSIONS, Cell, Figure, full_name
from kg.figures.lookup import Citation
from kg.figures.report import ReadFinding, read_findings
from kg.vocab import CODE, ID, code_iri, skos

__all__ = [
    "FACETS",
    "ORDER",
    "Chosen",
    "Finding",
    "Listed",
    "chosen_among",
    "counted",
    "known_findings",
    "pairs",
    "publishers",
    "tell_findings",
]

_QUESTION: Final = "question"
ORDER: Final = (*OUTCOMES[:4], _QUESTION, *OUTCOMES[4:])
"""The outcomes, from what needs a reader most to what needs one least."""
TONES: Final[Mapping[str, str]] = {
    CONTRADICTION: "bad",
    TENSION: "uneasy",
    SUSPECT: "uneasy",
    CORROBORATION: "good",
}
FACETS: Final[Mapping[str, str]] = {
    "outcome": code_iri("comparison-outcome", ""),
    "source": f"{ID}doc/",
    "indicator": f"{ID}indicator/",
    "kind": code_iri("discrepancy-kind", ""),
    "resolution": code_iri("resolution", ""),
}
"""What findings are chosen by, each with the namespace that addresses leave out."""
_SLOTS: Final = {"indicator": "measured"}
_MOST_SOURCES: Final = 2
_NOTE: Final = skos("note")


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding as lists have it: what it is chosen by, as slugs, and how far figures are apart."""

    iri: str
    outcome: str
    kind: str
    resolution: str
    sources: tuple[str, ...]
    indicators: tuple[str, ...]

    def of(self, facet: str) -> tuple[str, ...]:
        """Give what it has of a facet."""
        if facet == "source":
            return self.sources
        if facet == "indicator":
            return self.indicators
        return (getattr(self, facet),) if getattr(self, facet) else ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, facet by facet; two sources mean that a finding rests on both."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, facet: str) -> tuple[str, ...]:
        """Give what was chosen of a facet, empty where nothing was."""
        return self.values.get(facet, ())

    def takes(self, listed: Listed, *, but: str = "") -> bool:
        """Tell whether a finding is among what was chosen; one facet may be left out."""
        return all(
            facet == but or set(wanted) <= set(listed.of(facet))
            for facet, wanted in self.values.items()
        )

    def without(self, facet: str) -> Chosen:
        """Give the choice without one facet."""
        return replace(self, values={name: of for name, of in self.values.items() if name != facet})

    def bindings(self) -> dict[str, Any]:  # they fill lists of VALUES, which `select` takes as any
        """Give the choice as what fills the query of the findings."""
        iris = {facet: [FACETS[facet] + one for one in of] for facet, of in self.values.items()}
        sources = iris.pop("source", [])
        named = {_SLOTS.get(facet, facet): of for facet, of in iris.items()}
        given = dict.fromkeys(("outcome", "measured", "kind", "resolution", "first", "second"))
        return (
            given
            | named
            | {slot: [one] for slot, one in zip(("first", "second"), sources, strict=False)}
        )


@dataclass(frozen=True, slots=True)
class Side:
    """A figure of a finding: what it is about, the way down to what is stated, and where."""

    shown: Shown
    words: str
    told: Told
    places: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding in the words of a language. ``path`` stands for it in addresses.

    ``words`` name what the figures have in common; ``alike`` says that it is all they are about.
    """

    iri: str
    path: str
    read: ReadFinding
    tone: str
    words: str
    alike: bool
    gap: str
    sides: tuple[Side, ...]
    rests_on: tuple[Told, ...]
    note: Name

    @property
    def shown(self) -> tuple[Shown, ...]:
        """The figures that were compared."""
        return tuple(side.shown for side in self.sides)


def publishers(documents: Iterable[str], language: str) -> dict[str, Name]:
    """Give who published each document, by the slug of the document."""
    space = FACETS["source"]
    rows = select("publishers", document=[space + slug for slug in sorted(documents)])
    names = name_nodes({row["publisher"].value for row in rows})
    return {
        row["document"].value.removeprefix(space): names.of(row["publisher"].value, language)
        for row in rows
    }


def known_findings() -> Sequence[Listed]:
    """Give all findings of the release, the gravest first."""
    return once("findings", _listed)


def chosen_among(findings: Iterable[Listed], chosen: Chosen) -> list[Listed]:
    """Give the findings that were chosen, in their order."""
    return [one for one in findings if chosen.takes(one)]


def counted(findings: Iterable[Listed], chosen: Chosen) -> dict[str, Counter[str]]:
    """Give to how many findings each choice leads beside what was chosen of the other facets."""
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for one in findings:
        for facet in FACETS:
            if chosen.takes(one, but=facet):
                counts[facet].update(one.of(facet))
    return counts


def pairs(findings: Iterable[Listed]) -> list[tuple[tuple[str, ...], Counter[str]]]:
    """Give which sources stand against which, or one against itself, with the outcomes.

    The sources of a finding are all that its figures rest on; the most findings come first.
    """
    found: dict[tuple[str, ...], Counter[str]] = {}
    for one in findings:
        found.setdefault(one.sources[:_MOST_SOURCES], Counter())[one.outcome] += 1
    return sorted(found.items(), key=lambda item: ([-item[1][name] for name in ORDER], item[0]))


def tell_findings(iris: Sequence[str], say: Say, language: str) -> list[Finding]:
    """Give these findings in the words of a language, in their order; one query is asked."""
    if not iris:
        return []
    gathered = Gathered(construct("finding-details", node=list(iris), finding=list(iris)))
    view = View(gathered, say, language)
    found = {one.iri: one for one in read_findings(view.lookup)[0]}
    return [_told(found[iri], view) for iri in iris if iri in found]


def _listed() -> Sequence[Listed]:
    rows: dict[str, dict[str, Any]] = {}
    for row in select("findings", **Chosen().bindings()):
        known = rows.setdefault(row["finding"].value, {"source": set(), "indicator": set()})
        for facet in FACETS:
            slug = row[facet].value.removeprefix(FACETS[facet])
            if facet in {"source", "indicator"}:
                known[facet].add(slug)
            else:
                known[facet] = slug if row[facet].value.startswith(CODE) else ""
    return tuple(
        Listed(
            iri,
            known["outcome"],
            known["kind"],
            known["resolution"],
            tuple(sorted(known["source"])),
            tuple(sorted(known["indicator"])),
        )
        for iri, known in rows.items()
    )


def _told(read: ReadFinding, view: View) -> Finding:
    say, look, language = view.say, view.lookup, view.language
    clash = read.outcome in {CONTRADICTION, SUSPECT}
    figures = [one.figure for one in read.figures]
    common = _common(figures)
    sides = tuple(
        Side(
            view.shown(Entry(one.figure, one.citations), differs=clash),
            matter_words(one.figure, look, say, common),
            tell(one.figure.iri, look, say, language),
            one.citations,
        )
        for one in read.figures
    )
    kind = figures[0].kind if figures else "amount"
    notes = look.names(read.iri, (_NOTE,))
    spoken = next((one for one in (language, "en", "") if one in notes), "")
    return Finding(
        read.iri,
        read.iri.removeprefix(ID),
        read,
        TONES.get(read.outcome, "plain"),
        _common_words(common, figures, view),
        len({side.words for side in sides}) == 1,
        gap_words(Fraction(read.difference), kind, say, language) if read.difference else "",
        sides,
        tuple(tell(iri, look, say, language) for iri in look.figures(read.rests_on)),
        Name(" ".join(sorted(notes.get(spoken, ()))), spoken),
    )


def _common(figures: Sequence[Figure]) -> Cell:
    """Give what all these figures measure, where and when; what is not the same is left empty."""
    values = [
        {getattr(figure.cell, name) for figure in figures}
        for name in ("indicator", "area", "period")
    ]
    return Cell(*(one.pop() if len(one) == 1 else "" for one in values))


def _common_words(common: Cell, figures: Sequence[Figure], view: View) -> str:
    parts = [
        view.lookup.label(full_name(value, DIMENSIONS[name]))
        for name, value in zip(Cell._fields, common, strict=True)
        if value
    ]
    kinds = {figure.kind for figure in figures}
    if len(kinds) == 1 and "amount" not in kinds:
        parts.append(view.say[kinds.pop()])
    return view.say["list_mark"].join(parts)
