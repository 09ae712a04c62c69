"""Figures and what belongs to them, looked up in the store of a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.figures.context import Context, read_context
from kg.figures.figure import Figure
from kg.figures.reading import read_figures
from kg.seeds.cells import period_iri
from kg.seeds.periods import parse_period
from kg.vocab import ID, PREFIXES, cbec, rdfs, skos

__all__ = ["Citation", "Lookup", "Readable"]

_BENEATH: Final = frozenset(
    cbec(name)
    for name in (
        "cell", "derivedFrom", "evidence", "growthOf", "inDocument", "indicator", "part",
        "period", "rankOf", "variantOf", "whole",
    )
)  # fmt: skip
_DATE: Final = NamedNode(PREFIXES["xsd"] + "date")
_ENGLISH: Final = "en"


class Readable(Protocol):
    """What is needed of a store: its quads by what they hold."""

    def quads(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | BlankNode | Literal | None = None,
        graph: NamedNode | None = None,
        /,
    ) -> Iterator[Quad]:
        """Give the quads of this form; None stands for any term."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """Where a reported figure stands: a document and the characters of its text.

    Offsets count Unicode code points from 0, the end exclusive.
    """

    document: str
    start: int
    end: int
    title: str
    publisher: str
    address: str


class Lookup:
    """The figures of a release, and names for what they speak of in one language."""

    def __init__(self, store: Readable, language: str = _ENGLISH) -> None:
        self._store = store
        self._language = language

    @property
    def language(self) -> str:
        """The language of the names."""
        return self._language

    def figures(self, iris: Iterable[str]) -> dict[str, Figure]:
        """Give these figures with all that they were computed from, by IRI.

        What is no figure is left out.
        """
        return {figure.iri: figure for figure in read_figures(self._beneath(iris))}

    def context(self, iris: Iterable[str]) -> Context:
        """Give what must be known to compare these figures with one another."""
        return read_context(self._beneath(iris))

    def _beneath(self, iris: Iterable[str]) -> list[Quad]:
        found: dict[str, list[Quad]] = {}
        waiting = list(iris)
        while waiting:
            iri = waiting.pop()
            if iri in found:
                continue
            found[iri] = list(self._store.quads(NamedNode(iri)))
            waiting += [
                quad.object.value
                for quad in found[iri]
                if quad.predicate in _BENEATH and isinstance(quad.object, NamedNode)
            ]
        return [quad for quads in found.values() for quad in quads]

    def pointing(self, name: str, iri: str) -> list[str]:
        """Give what has a property of ours with this value, in order."""
        quads = self._store.quads(None, cbec(name), NamedNode(iri))
        return sorted({q.subject.value for q in quads if isinstance(q.subject, NamedNode)})

    def values(self, iri: str, name: str) -> list[str]:
        """Give the values of a property of ours, in order."""
        quads = self._store.quads(NamedNode(iri), cbec(name))
        return sorted({str(getattr(quad.object, "value", "")) for quad in quads})

    def value(self, iri: str, name: str) -> str:
        """Give the value of a property of ours, empty where there is none."""
        return next(iter(self.values(iri, name)), "")

    def note(self, iri: str) -> str:
        """Give the note on something in our own words, empty where there is none.

        In the language of the names, else in English, else as it is.
        """
        texts = self.names(iri, (skos("note"),))
        tag = next((tag for tag in (self._language, _ENGLISH, "") if tag in texts), None)
        return " ".join(sorted(texts[tag])) if tag is not None else ""

    def same_days(self, key: str) -> list[str]:
        """Give the IRIs of the periods that begin and end with the period of a key, in order."""
        period = parse_period(key)
        found = {period_iri(key)}
        ends = [("firstDay", period.first), ("lastDay", period.last)]
        days = (Literal(day.isoformat(), datatype=_DATE) for _, day in ends)
        first, last = (
            {quad.subject for quad in self._store.quads(None, cbec(name), day)}
            for (name, _), day in zip(ends, days, strict=True)
        )
        found.update(one.value for one in first & last if isinstance(one, NamedNode))
        return sorted(found)

    def label(self, iri: str) -> str:
        """Give the name of something in the language, else in English, else the end of its IRI."""
        texts = self.names(iri, (rdfs("label"), skos("prefLabel")))
        best = [min(texts[tag]) for tag in (self._language, _ENGLISH) if tag in texts]
        return best[0] if best else iri.rpartition("/")[2]

    def names(self, iri: str, predicates: Sequence[NamedNode]) -> dict[str, set[str]]:
        """Give the texts of these properties by language."""
        texts: dict[str, set[str]] = {}
        for predicate in predicates:
            for quad in self._store.quads(NamedNode(iri), predicate):
                if isinstance(quad.object, Literal):
                    texts.setdefault(quad.object.language or "", set()).add(quad.object.value)
        return texts

    def instances(self, predicate: NamedNode, value: NamedNode) -> list[str]:
        """Give the IRIs that have this property with this value, in order."""
        quads = self._store.quads(None, predicate, value)
        return sorted({q.subject.value for q in quads if isinstance(q.subject, NamedNode)})

    def named(self, text: str, kind: str) -> list[str]:
        """Give the entities of a kind that bear a name, in any language, or this very slug.

        ``kind`` is that of their IRIs, such as ``place``; case does not matter.
        """
        space = f"{ID}{kind}/"
        wanted = text.strip().casefold()
        labels = (
            quad
            for predicate in (rdfs("label"), skos("altLabel"))
            for quad in self._store.quads(None, predicate)
        )
        named = set()
        for quad in labels:
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(space):
                slug = quad.subject.value.removeprefix(space)
                names = (slug, f"{kind}/{slug}", f"{kind}:{slug}", quad.subject.value)
                if wanted == str(getattr(quad.object, "value", "")).casefold():
                    named.add(quad.subject.value)
                elif wanted in {name.casefold() for name in names}:
                    return [quad.subject.value]
        return sorted(named)

    def near(self, text: str, kind: str, most: int = 3) -> list[str]:
        """Give the slugs of entities of a kind whose names are like a text, the likest first.

        The names are slugs, labels and aliases in every language; case does not matter. One that
        holds the text counts as near, for a Chinese name is short.
        """
        space, wanted = f"{ID}{kind}/", text.strip().casefold()
        names: dict[str, set[str]] = {}
        for predicate in (rdfs("label"), skos("altLabel")):
            for quad in self._store.quads(None, predicate):
                if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(space):
                    slug = quad.subject.value.removeprefix(space)
                    for name in (slug, str(getattr(quad.object, "value", ""))):
                        names.setdefault(name.casefold(), set()).add(slug)
        near = get_close_matches(wanted, sorted(names), most) if wanted else []
        near += sorted((n for n in names if wanted and wanted in n), key=lambda n: (len(n), n))
        return list(dict.fromkeys(slug for name in near for slug in sorted(names[name])))[:most]

    def citations(self, figure: str) -> tuple[Citation, ...]:
        """Give where a reported figure stands."""
        return tuple(
            sorted(
                Citation(
                    document=document.removeprefix(f"{ID}doc/"),
                    start=int(self.value(span, "startOffset") or 0),
                    end=int(self.value(span, "endOffset") or 0),
                    title=self.label(document),
                    publisher=self.label(self.value(document, "publisher")),
                    address=self.value(document, "sourceAddress"),
                )
                for span in self.values(figure, "evidence")
                for document in self.values(span, "inDocument")
            )
        )
