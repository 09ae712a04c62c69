"""The knowledge graph in Python: open a release, ask it, take it elsewhere.

>>> graph = open(RELEASE)
>>> for row in graph.query("SELECT ?city { ?city a cbec:City } ORDER BY ?city LIMIT 2"):
...     print(row.city.short)
place:Dongguan
place:Guangzhou
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import QueryError, UsageError
from kg.queries.library import Question, question_named, questions
from kg.queries.values import IRI, Row, Text, Value, value_of
from kg.release.publish import Releases
from kg.settings import read_settings
from kg.store.base import Result, Store
from kg.store.embedded import open_store
from kg.vocab import GRAPHS, ONT, PREFIXES

if TYPE_CHECKING:
    import rdflib

__all__ = ["IRI", "KnowledgeGraph", "Row", "Text", "Value", "open", "open_release"]

_ABOUT: Final = frozenset(GRAPHS + name for name in ("shapes", "report", "description"))
_EXACT: Final = PREFIXES["xsd"] + "decimal"
_IMPORTS: Final = PREFIXES["owl"] + "imports"


def open(path: str | Path | None = None) -> KnowledgeGraph:  # noqa: A001 - kg.open(…) reads well
    """Open the current release of a data folder, or the release whose folder is given.

    Without a path the data folder is the one that the command line would use. Raises
    NoReleaseError where nothing has been built yet.
    """
    given = Path(path) if path is not None else None
    if given is not None and (given / "store").is_dir():
        return open_release(given)
    return open_release(Releases(read_settings(given).data).current())


def open_release(folder: Path) -> KnowledgeGraph:
    """Open the release in this folder, read-only."""
    folder = folder.resolve()
    return KnowledgeGraph(open_store(folder / "store"), folder.name)


class KnowledgeGraph:
    """A release opened for reading; a context manager that closes its store.

    The prefixes of ``kg.vocab.PREFIXES`` need no declaration, and a query sees all graphs at once
    unless it says ``FROM`` or ``GRAPH``.
    """

    def __init__(self, store: Store, release: str) -> None:
        self.store = store
        self.release = release

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.release}, {len(self.store):,} quads>"

    def __len__(self) -> int:
        return len(self.store)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; the graph cannot be asked afterwards."""
        self.store.close()

    def query(self, text: str) -> Iterator[Row]:
        """Give the solutions of a SELECT one by one, as Python values.

        Raises QueryError where the text cannot be parsed, and UsageError for another query form.

        >>> graph = open(RELEASE)
        >>> [row.n for row in graph.query("SELECT (COUNT(?d) AS ?n) { ?d a cbec:SourceDocument }")]
        [5]
        """
        result = self.store.query(text)
        if not isinstance(result, QuerySolutions):
            raise _other_form(result, "query() takes a SELECT")
        names = [variable.value for variable in result.variables]
        return (Row({name: value_of(row[name]) for name in names}) for row in result)

    def ask(self, text: str) -> bool:
        """Give the answer of an ASK.

        >>> open(RELEASE).ask("ASK { place:Shenzhen cbec:locatedIn place:CN }")
        True
        """
        result = self.store.query(text)
        if not isinstance(result, QueryBoolean):
            raise _other_form(result, "ask() takes an ASK")
        return bool(result)

    def construct(self, text: str) -> rdflib.Graph:
        """Give the triples of a CONSTRUCT or a DESCRIBE as an rdflib graph.

        >>> graph = open(RELEASE).construct("DESCRIBE place:Shenzhen")
        >>> len(graph) > 5
        True
        """
        result = self.store.query(text)
        if not isinstance(result, QueryTriples):
            raise _other_form(result, "construct() takes a CONSTRUCT or a DESCRIBE")
        return _rdflib(result)

    def to_rdflib(self, graph: str | None = None) -> rdflib.Graph:
        """Give the triples of all graphs, or of the named one, as an rdflib graph.

        The name is an IRI or what stands behind ``graph:``, such as ``entities``.

        >>> len(open(RELEASE).to_rdflib("source/002")) > 100
        True
        """
        name = None
        if graph is not None:
            name = NamedNode(graph if graph.startswith(GRAPHS) else GRAPHS + graph)
            if name not in self.store.graphs():
                raise UsageError(
                    f"there is no graph {graph!r}",
                    expected="one of "
                    + ", ".join(one.value.removeprefix(GRAPHS) for one in self.store.graphs()),
                )
        return _rdflib(quad.triple for quad in self.store.quads(graph=name))

    def classes(self) -> dict[IRI, int]:
        """Give each class of the ontology that has instances, with their number.

        >>> open(RELEASE).classes()[IRI("https://w3id.org/cbec/ont#SourceDocument")]
        5
        """
        members: dict[str, set[object]] = {}
        for quad in self.store.quads(predicate=NamedNode(PREFIXES["rdf"] + "type")):
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(ONT):
                members.setdefault(quad.object.value, set()).add(quad.subject)
        return {IRI(name): len(found) for name, found in sorted(members.items())}

    def to_owlready(self) -> Any:  # owlready2 publishes no types
        """Give the ontology with its classes and individuals as an owlready2 ontology.

        It lives in a world of its own, so that two graphs never mix. Triples with decimals are
        left out: owlready2 would make floats of them, and a figure must stay exact; read figures
        by `query`. Nothing is fetched, since the import statements are left out too.

        >>> ontology = open(RELEASE).to_owlready()
        >>> ontology.City in ontology.search_one(iri="*place/Shenzhen").is_a
        True
        """
        import owlready2

        world = owlready2.World()
        ontology = world.get_ontology(ONT)
        ontology.load(fileobj=io.BytesIO(_lines(self._things())), only_local=True)
        return ontology

    def _things(self) -> Iterator[Triple]:
        for quad in self.store.quads():
            inexact = isinstance(quad.object, Literal) and quad.object.datatype.value == _EXACT
            if not inexact and quad.predicate.value != _IMPORTS and _is_data(quad):
                yield quad.triple

    @property
    def questions(self) -> Mapping[str, Question]:
        """The questions of the library by name."""
        return questions()

    def answer(self, name: str) -> list[Row]:
        """Give the answer of a question of the library, or raise UsageError for another name.

        >>> rows = open(RELEASE).answer("park-functions")
        >>> len(rows) > 3
        True
        """
        return list(self.query(question_named(name).text))


def _is_data(quad: Quad) -> bool:
    return not (isinstance(quad.graph_name, NamedNode) and quad.graph_name.value in _ABOUT)


def _lines(triples: Iterable[Triple]) -> bytes:
    # each triple once: two sources may state the same
    lines = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert lines is not None, "no file was given"
    return b"\n".join(sorted(set(lines.splitlines()))) + b"\n"


def _rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph.parse(data=_lines(triples), format="nt")


def _other_form(result: Result, wanted: str) -> QueryError:
    has = {QuerySolutions: "rows", QueryBoolean: "yes or no", QueryTriples: "triples"}
    return QueryError(
        f"the query answers with {has[type(result)]}",
        expected=wanted,
        remedy="use query() for SELECT, ask() for ASK, construct() for CONSTRUCT and DESCRIBE",
    )
