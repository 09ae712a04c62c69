"""The tests of a suite, read from the manifests that the W3C writes in Turtle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

__all__ = ["Graph", "Node", "Test", "local", "path_of", "read_manifest"]

MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SPACES: Final = {
    "mf": MF,
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "qt": "http://www.w3.org/2001/sw/DataAccess/tests/test-query#",
    "ut": "http://www.w3.org/2009/sparql/tests/test-update#",
    "ht": "http://www.w3.org/2011/http#",
    "cnt": "http://www.w3.org/2011/content#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "dawgt": "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#",
}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Graph:
    """The triples of a manifest, by subject and predicate."""

    found: dict[tuple[Term, str], list[Term]]


@dataclass(frozen=True)
class Node:
    """A term of a manifest, from which one goes on by properties such as ``mf:action``."""

    graph: Graph
    term: Term

    def all(self, name: str) -> list[Node]:
        """Give the values of a property."""
        prefix, _, rest = name.partition(":")
        values = self.graph.found.get((self.term, _SPACES[prefix] + rest), [])
        return [Node(self.graph, value) for value in values]

    def one(self, name: str) -> Node | None:
        """Give the value of a property, None where there is none."""
        return next(iter(self.all(name)), None)

    def text(self, name: str, otherwise: str = "") -> str:
        """Give the value of a property as text."""
        value = self.one(name)
        return value.value if value else otherwise

    @property
    def value(self) -> str:
        """The IRI, the text of a literal, or the label of a blank node."""
        assert not isinstance(self.term, ox.Triple), "no manifest has triple terms"
        return self.term.value

    def items(self) -> Iterator[Node]:
        """Give the members of the list that this node is."""
        node: Node | None = self
        while node and node.value != RDF + "nil":
            yield from node.all("rdf:first")
            node = node.one("rdf:rest")


@dataclass(frozen=True)
class Test:
    """One test: the folder and the name by which it is reported, and where it stands."""

    __test__ = False

    group: str
    name: str
    kind: str
    node: Node

    @property
    def action(self) -> Node:
        """What is to be done."""
        found = self.node.one("mf:action")
        assert found, f"{self.name} says nothing to do"
        return found


def read_manifest(path: Path) -> list[Test]:
    """Give the tests of a manifest, in its order."""
    found: dict[tuple[Term, str], list[Term]] = {}
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri()):
        found.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
    graph = Graph(found)
    tests = []
    for (subject, predicate), values in found.items():
        if predicate != MF + "entries":
            continue
        assert len(values) == 1, f"{path} has several lists of entries"
        for entry in Node(graph, values[0]).items():
            kinds = [local(kind.value) for kind in entry.all("rdf:type")]
            tests.append(
                Test(path.parent.name, local(entry.value), kinds[0] if kinds else "", entry)
            )
        assert subject, "it has a subject"
    return tests


def local(iri: str) -> str:
    """Give what stands behind the last ``#`` or ``/``."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def path_of(iri: str) -> Path:
    """Give the path of a ``file:`` IRI."""
    return Path(unquote(urlsplit(iri).path))
