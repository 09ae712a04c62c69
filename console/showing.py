"""Terms as a page shows them: in one language, with where they lead and where they are said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from console.links import Link, follow
from console.resource import Fact, Resource
from kg.queries.results import is_number, shorten
from kg.store.base import Term
from kg.vocab import GRAPHS, ID, PREFIXES, cbec

__all__ = ["ENTAILED", "Showing", "Shown", "Source", "grouped"]

ENTAILED: Final = GRAPHS + "entailed"
_REGISTER: Final = frozenset({"entities", "periods", "codes", "ontology", "shapes"})
_NOWHERE: Final = Link("")
_DEEPEST: Final = 30
_LIST: Final = frozenset({"rdf:first", "rdf:rest"})
_PLAIN_NUMBERS: Final = frozenset(
    {cbec(name).value for name in ("latitude", "longitude", "edition", "startOffset", "endOffset")}
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: ``register``, ``entailed``, ``derived``, or a document to go to."""

    kind: str
    text: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value: its text and language, where it leads, and the IRI for the curious."""

    text: str
    language: str = ""
    link: Link = _NOWHERE
    iri: str = ""
    number: bool = False
    sources: tuple[Source, ...] = ()


class Showing:
    """Shows the terms of one description in a language.

    ``common`` is where all its facts stand, if that is one place: no value says so again.
    """

    def __init__(self, resource: Resource, language: str) -> None:
        self.resource = resource
        self.language = language
        self.common: tuple[Source, ...] = ()

    def value(self, fact: Fact) -> Shown:
        """Show the value of a fact, with where it is said."""
        shown = self.term(fact.value, fact.property)
        return Shown(
            shown.text,
            shown.language,
            shown.link,
            shown.iri,
            shown.number,
            tuple(one for one in self.sources(fact.graphs) if one not in self.common),
        )

    def sources(self, graphs: Iterable[str]) -> list[Source]:
        """Give what named graphs are to a reader."""
        found: dict[str, Source] = {}
        for graph in graphs:
            name = graph.removeprefix(GRAPHS)
            if name.startswith("source/"):
                document = name.removeprefix("source/")
                href = follow(f"{ID}doc/{document}").href
                found[name] = Source("document", document, href)
            elif name in {"entailed", "derived"}:
                found[name] = Source(name)
            elif name in _REGISTER:
                found["register"] = Source("register")
        return [found[name] for name in sorted(found)]

    def term(self, term: Term, property_iri: str = "") -> Shown:
        """Show a term; the numbers of some properties have no groups of digits."""
        if isinstance(term, NamedNode):
            return self.node(term.value)
        if isinstance(term, BlankNode):
            return Shown(self._nested(term))
        address = term.datatype.value == PREFIXES["xsd"] + "anyURI"
        number = is_number(term)
        in_groups = number and property_iri not in _PLAIN_NUMBERS
        return Shown(
            grouped(term.value) if in_groups else term.value,
            language=term.language or "",
            link=follow(term.value) if address else Link(""),
            number=number,
        )

    def _nested(self, node: BlankNode, depth: int = 0) -> str:
        """Give what hangs on a blank node as one line."""
        parts = []
        for triple in self.resource.nested:
            if triple.subject == node and depth < _DEEPEST:
                name = shorten(triple.predicate.value)
                value = triple.object
                text = (
                    self._nested(value, depth + 1)
                    if isinstance(value, BlankNode)
                    else shorten(value.value)
                    if isinstance(value, NamedNode)
                    else str(getattr(value, "value", value))
                )
                parts.append(text if name in _LIST else f"{name} {text}")
        return " · ".join(part for part in parts if part != "rdf:nil")

    def node(self, iri: str) -> Shown:
        """Show a thing by its name."""
        if not iri:
            return Shown("")
        name = self.resource.names.of(iri, self.language)
        query = {"lang": self.language} if self.language != "en" else {}
        return Shown(name.text, name.language, follow(iri, **query), iri)


def grouped(digits: str) -> str:
    """Give a number with its thousands set apart; the digits stay as they are.

    >>> grouped("1104072398190.05")
    '1,104,072,398,190.05'
    """
    sign = "-" if digits.startswith("-") else ""
    whole, point, rest = digits.lstrip("+-").partition(".")
    if not whole.isdigit():
        return digits
    return f"{sign}{int(whole):,}{point}{rest}"
