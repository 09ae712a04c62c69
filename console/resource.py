"""What is known of one thing: its facts, what points to it, what it rests on, and the names.

`describe` asks the store once, and every form of a description, the page and its machine twins,
is made of the value that it gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from console.entitled import entitle
from console.naming import Names, name_nodes
from console.reading import Row, occurs, select
from kg.store.base import Term
from kg.vocab import cbec, rdf

__all__ = ["EVIDENCE", "TYPE", "Evidence", "Fact", "Incoming", "Page", "Resource", "describe"]

TYPE: Final = rdf("type").value
EVIDENCE: Final = "evidence"
# the columns of figures.rq and the properties whose values they are
_FIGURE: Final = {
    "value": "value",
    "lower": "lowerBound",
    "upper": "upperBound",
    "stated": "stated",
    "unit": "unit",
    "qualifier": "qualifier",
    "status": "status",
    "document": "reportedIn",
    "attributed": "attributedTo",
    "rule": "byRule",
}


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a long description is asked for: of which property, and which page of it.

    Without a property it is the whole description with the beginning of each of its lists.
    """

    property: str = ""
    number: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of the thing with a value, and the named graphs that hold it."""

    property: str
    value: Term
    graphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """Things that point here by a property: how many there are, and those of this page."""

    property: str
    total: int
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement, the span of text that it rests on, and where that text is."""

    statement: str
    span: str
    document: str
    start: str
    end: str
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """A description of ``iri``; ``nested`` holds what hangs on its blank nodes.

    ``figures`` has a row for each figure of a cell. ``more`` says that another page of evidence
    follows.
    """

    iri: str
    page: Page
    facts: tuple[Fact, ...] = ()
    nested: tuple[Triple, ...] = ()
    incoming: tuple[Incoming, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    more: bool = False
    figures: tuple[Row, ...] = ()
    names: Names = field(default_factory=Names)
    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def values(self, property_iri: str) -> list[Term]:
        """Give the values of a property, in order."""
        return [fact.value for fact in self.facts if fact.property == property_iri]

    def is_a(self, *classes: str) -> bool:
        """Tell whether the thing is of one of these classes of our ontology."""
        own = self.types.get(self.iri, ())
        return any(cbec(name).value in own for name in classes)

    def triples(self) -> list[Triple]:
        """Give the description as triples: the thing's own first, each once."""
        subject = NamedNode(self.iri)
        own = (Triple(subject, NamedNode(fact.property), fact.value) for fact in self.facts)
        links = (
            Triple(NamedNode(node), NamedNode(group.property), subject)
            for group in self.incoming
            for node in group.nodes
        )
        types = (
            Triple(NamedNode(node), rdf("type"), NamedNode(kind))
            for node, kinds in sorted(self.types.items())
            for kind in kinds
        )
        figures = (triple for row in self.figures for triple in _figure_triples(row, subject))
        # properties have names on the pages; here they would outnumber the facts
        names = sorted(self.names.triples(self.types.keys() | self._nodes()), key=str)
        return list(
            dict.fromkeys(
                (
                    *own,
                    *self.nested,
                    *links,
                    *figures,
                    *self._evidence_triples(),
                    *types,
                    *names,
                )
            )
        )

    def _nodes(self) -> set[str]:
        return {value for fact in self.facts if (value := _iri(fact.value))}

    def _evidence_triples(self) -> Iterator[Triple]:
        for one in self.evidence:
            span, document = NamedNode(one.span), NamedNode(one.document)
            if one.statement:
                yield Triple(NamedNode(one.statement), cbec("evidence"), span)
            yield Triple(span, cbec("inDocument"), document)
            yield Triple(span, cbec("startOffset"), _integer(one.start))
            yield Triple(span, cbec("endOffset"), _integer(one.end))
            if one.address:
                yield Triple(document, cbec("sourceAddress"), _address(one.address))


def describe(iris: Iterable[str], page: Page) -> Resource | None:
    """Give what the store knows of the first of these IRIs that it knows at all, or None."""
    for iri in iris:
        if occurs(iri):
            return _describe(iri, page)
    return None


def _describe(iri: str, page: Page) -> Resource:
    facts, nested = _facts(iri)
    if page.property == EVIDENCE:
        groups: tuple[Incoming, ...] = ()
    else:
        groups = tuple(_incoming(iri, page))
    evidence, more = _evidence(iri, page) if page.property in {"", EVIDENCE} else ((), False)
    figures = tuple(select("figures", iri=iri)) if "/id/cell/" in iri and not page.property else ()
    nodes = {iri, *(node for group in groups for node in group.nodes)}
    nodes |= {value for fact in facts if (value := _iri(fact.value))}
    nodes |= {value for triple in nested if (value := _iri(triple.object))}
    nodes |= {value for row in figures for term in row.values() if (value := _iri(term))}
    nodes |= {part for one in evidence for part in (one.statement, one.span, one.document) if part}
    types: dict[str, list[str]] = defaultdict(list)
    for row in select("types", node=sorted(nodes)):
        if isinstance(row["type"], NamedNode):
            types[row["node"].value].append(row["type"].value)
    spoken = {kind for node, kinds in types.items() if node == iri for kind in kinds}
    spoken |= {fact.property for fact in facts} | {group.property for group in groups}
    return Resource(
        iri=iri,
        page=page,
        facts=facts,
        nested=nested,
        incoming=groups,
        evidence=evidence,
        more=more,
        figures=figures,
        names=entitle(name_nodes(nodes | spoken), nodes | spoken),
        types={node: tuple(kinds) for node, kinds in types.items()},
    )


def _facts(iri: str) -> tuple[tuple[Fact, ...], tuple[Triple, ...]]:
    graphs: dict[tuple[str, Term], list[str]] = defaultdict(list)
    nested: dict[Triple, None] = {}
    for row in select("facts", iri=iri):
        predicate, value = row["property"], row["value"]
        assert isinstance(predicate, NamedNode), "RDF has only IRIs there"
        if "graph" in row:
            graphs[predicate.value, value].append(row["graph"].value)
        elif isinstance(node := row["node"], BlankNode):
            nested[Triple(node, predicate, value)] = None
    facts = (Fact(name, value, tuple(held)) for (name, value), held in graphs.items())
    return tuple(facts), tuple(nested)


def _incoming(iri: str, page: Page) -> Iterator[Incoming]:
    for row in select("incoming-counts", iri=iri):
        name = row["property"].value
        total = int(row["number"].value)
        if page.property and page.property != name:
            continue
        offset = (page.number - 1) * page.size if page.property else 0
        found = select("incoming", iri=iri, property=name, limit=page.size, offset=offset)
        yield Incoming(name, total, tuple(one["node"].value for one in found))


def _evidence(iri: str, page: Page) -> tuple[tuple[Evidence, ...], bool]:
    offset = (page.number - 1) * page.size if page.property else 0
    rows = select("evidence", iri=iri, limit=page.size + 1, offset=offset)
    found = []
    for row in rows[: page.size]:
        texts = {name: term.value for name, term in row.items()}
        found.append(
            Evidence(
                statement=texts.get("statement", ""),
                span=texts["span"],
                document=texts["document"],
                start=texts["start"],
                end=texts["end"],
                address=texts.get("address", ""),
                note=texts.get("note", ""),
            )
        )
    return tuple(found), len(rows) > page.size


def _figure_triples(row: Row, cell: NamedNode) -> Iterator[Triple]:
    figure, role = row["figure"], row["role"]
    assert isinstance(figure, NamedNode), "figures have IRIs"
    assert isinstance(role, NamedNode), "properties have IRIs"
    yield Triple(figure, role, cell)
    for column, name in _FIGURE.items():
        if column in row:
            yield Triple(figure, cbec(name), row[column])


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _integer(text: str) -> Literal:
    return Literal(text, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))


def _address(text: str) -> Literal:
    return Literal(text, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#anyURI"))
