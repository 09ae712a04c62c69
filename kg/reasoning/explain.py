"""Why a triple holds: the shortest derivation down to what is asserted, and the evidence for that.

A derivation is looked for at growing depths, so the first that is found is one of the lowest and
never goes in a circle; among those of one depth the one with the fewest steps is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Final, Protocol

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Triple,
    Variable,
)

from kg.errors import TermError
from kg.ontology.notation import write_term, write_triple
from kg.reasoning.rule import Pattern, Rule, Term, load_rules
from kg.vocab import ID, PREFIXES, cbec, graph_iri, rdf

__all__ = ["Evidence", "Explanation", "Readable", "explain"]

ENTAILED: Final = graph_iri("entailed")
DERIVED: Final = graph_iri("derived")
NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in ("decimal", "integer"))
DEEPEST: Final = 32
"""Far deeper than any derivation of ours: a transitive chain of n links needs log2 n."""


class Readable(Protocol):
    """What explaining needs of a store: its default graph is the union of its graphs."""

    def query(self, text: str, /) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Run a query."""
        ...

    def quads(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: NamedNode | None = None,
        /,
    ) -> Iterator[Quad]:
        """Give the quads of this form; None stands for any term."""
        ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a source states something: the statement, its span, and where the span lies.

    The offsets count Unicode code points of the document's text; the end is exclusive.
    """

    statement: str
    span: str
    document: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True)
class Explanation:
    """Why one triple holds.

    Either ``graphs`` names where it is asserted, with the evidence there is, or ``rule`` is the
    rule that concludes it from the ``premises``. What is said of a derived figure has the IRIs of
    the figures it was computed from as ``inputs``, and their evidence. ``text`` is the triple as
    Turtle with our prefixes, an RDF list being written out.
    """

    triple: Triple
    text: str
    graphs: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    rule: Rule | None = None
    premises: tuple[Explanation, ...] = ()
    inputs: tuple[str, ...] = ()

    @cached_property
    def steps(self) -> int:
        """How many conclusions the derivation takes; 0 for what is asserted."""
        return (self.rule is not None) + sum(premise.steps for premise in self.premises)


def explain(triple: Triple, store: Readable) -> Explanation:
    """Say why a triple holds in a store that holds the ontology, the data and what is entailed.

    A number may be written with another datatype or other zeros than the store has it with.
    Raises ``TermError`` where the triple does not hold: no graph asserts it and no rule concludes
    it.
    """
    explainer = _Explainer(store)
    triple = explainer.as_stored(triple)
    for depth in range(DEEPEST):
        if found := explainer.prove(triple, depth):
            return found
        if depth == 1 and not explainer.is_stored(triple) and not explainer.ways(triple):
            break
    raise TermError(
        f"the triple {write_triple(triple)} does not hold",
        expected="a triple that a graph asserts or that a rule concludes from asserted ones",
        remedy="look at what does hold: kg query 'SELECT ?p ?o WHERE { "
        f"{write_term(triple.subject)} ?p ?o }}'",
    )


class _Explainer:
    """Remembers what it found out about the triples of one store."""

    def __init__(self, store: Readable) -> None:
        self._store = store
        self._rules = load_rules()
        self._graphs: dict[Triple, tuple[str, ...]] = {}
        self._ways: dict[Triple, list[tuple[Rule, tuple[Triple, ...]]]] = {}
        self._proofs: dict[tuple[Triple, int], Explanation | None] = {}

    def prove(self, triple: Triple, depth: int) -> Explanation | None:
        """Give the shortest derivation of at most this depth, if there is one."""
        key = (triple, depth)
        if key not in self._proofs:
            self._proofs[key] = self._prove(triple, depth)
        return self._proofs[key]

    def _prove(self, triple: Triple, depth: int) -> Explanation | None:
        if graphs := self.asserted_in(triple):
            inputs = self._inputs(triple) if DERIVED.value in graphs else ()
            evidence = self._evidence(triple, inputs)
            return Explanation(triple, self._write(triple), graphs, evidence, inputs=_iris(inputs))
        if depth == 0:
            return None
        found: list[Explanation] = []
        for rule, needed in self.ways(triple):
            premises = [self.prove(premise, depth - 1) for premise in needed]
            proved = tuple(premise for premise in premises if premise is not None)
            if len(proved) == len(premises):
                found.append(Explanation(triple, self._write(triple), (), (), rule, proved))
        return min(found, key=_shortness, default=None)

    def as_stored(self, triple: Triple) -> Triple:
        """Give the triple with its number spelled as the store spells it, if it is there."""
        number = _number(triple.object)
        subject, predicate = triple.subject, triple.predicate
        assert not isinstance(subject, Triple), "our data are RDF 1.1"
        if number is None or self.is_stored(triple):
            return triple
        for quad in self._store.quads(subject, predicate, None, None):
            if _number(quad.object) == number:
                return Triple(subject, predicate, quad.object)
        return triple

    def is_stored(self, triple: Triple) -> bool:
        """Tell whether any graph holds the triple, be it asserted or entailed."""
        return bool(self._quads(triple))

    def asserted_in(self, triple: Triple) -> tuple[str, ...]:
        """Give the graphs that assert a triple, by name."""
        if triple not in self._graphs:
            graphs = {quad.graph_name for quad in self._quads(triple)}
            names = sorted(str(graph) for graph in graphs if graph != ENTAILED)
            self._graphs[triple] = tuple(name.strip("<>") for name in names)
        return self._graphs[triple]

    def _quads(self, triple: Triple) -> list[Quad]:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        assert not isinstance(subject, Triple), "our data are RDF 1.1"
        assert not isinstance(value, Triple), "our data are RDF 1.1"
        return list(self._store.quads(subject, predicate, value, None))

    def ways(self, triple: Triple) -> list[tuple[Rule, tuple[Triple, ...]]]:
        """Give each rule that concludes a triple with the premises it concludes it from."""
        if triple not in self._ways:
            self._ways[triple] = list(self._find_ways(triple))
        return self._ways[triple]

    def _find_ways(self, triple: Triple) -> Iterator[tuple[Rule, tuple[Triple, ...]]]:
        for rule in self._rules:
            query = rule.instances(triple)
            if query is None:
                continue
            solutions = self._store.query(query)
            assert isinstance(solutions, QuerySolutions), "instances are asked for by SELECT"
            names = solutions.variables
            for solution in solutions:
                bound: dict[Variable, Term] = dict(zip(names, solution, strict=True))
                premises = tuple(_fill(pattern, bound) for pattern in rule.premises)
                if triple not in premises:
                    yield rule, premises

    def _write(self, triple: Triple) -> str:
        if isinstance(triple.object, BlankNode):
            members = " ".join(write_term(member) for member in self._members(triple.object))
            verb = write_term(triple.predicate)
            return f"{write_term(triple.subject)} {verb} ( {members} )"
        return write_triple(triple)

    def _members(self, node: Term) -> Iterator[Term]:
        while isinstance(node, BlankNode):
            first = self._value(node, rdf("first"))
            rest = self._value(node, rdf("rest"))
            if first is None or rest is None:
                return
            yield first
            node = rest

    def _value(self, subject: NamedNode | BlankNode, predicate: NamedNode) -> Term | None:
        quads = sorted(self._store.quads(subject, predicate, None, None), key=str)
        value = quads[0].object if quads else None
        assert not isinstance(value, Triple), "our data are RDF 1.1"
        return value

    def _inputs(self, triple: Triple) -> tuple[NamedNode, ...]:
        """Give the figures from which a derived one was computed, in a fixed order."""
        assert isinstance(triple.subject, NamedNode), "figures have IRIs"
        found = self._store.quads(triple.subject, cbec("derivedFrom"), None, DERIVED)
        inputs = {quad.object for quad in found if isinstance(quad.object, NamedNode)}
        return tuple(sorted(inputs, key=str))

    def _evidence(self, triple: Triple, inputs: tuple[NamedNode, ...]) -> tuple[Evidence, ...]:
        statements = {*self._records(triple), *inputs}
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(ID):
            statements.add(triple.subject)
        found = [
            self._place(statement, quad.object)
            for statement in statements
            for quad in self._store.quads(statement, cbec("evidence"), None, None)
            if isinstance(quad.object, NamedNode)
        ]
        return tuple(sorted(set(found), key=lambda evidence: (evidence.statement, evidence.span)))

    def _records(self, triple: Triple) -> Iterator[NamedNode]:
        """Give the ``cbec:Assertion`` nodes that record the triple."""
        value = "assertedValue" if isinstance(triple.object, Literal) else "assertedObject"
        described = [
            ("assertedSubject", triple.subject),
            ("assertedProperty", triple.predicate),
            (value, triple.object),
        ]
        records = [
            {quad.subject for quad in self._store.quads(None, cbec(name), term, None)}
            for name, term in described
            if not isinstance(term, Triple)
        ]
        for record in set.intersection(*records):
            if isinstance(record, NamedNode):
                yield record

    def _place(self, statement: NamedNode, span: NamedNode) -> Evidence:
        document = self._value(span, cbec("inDocument"))
        return Evidence(
            statement=statement.value,
            span=span.value,
            document=document.value if isinstance(document, NamedNode) else None,
            start=self._offset(span, "startOffset"),
            end=self._offset(span, "endOffset"),
        )

    def _offset(self, span: NamedNode, name: str) -> int | None:
        value = self._value(span, cbec(name))
        return int(value.value) if isinstance(value, Literal) else None


def _iris(nodes: tuple[NamedNode, ...]) -> tuple[str, ...]:
    return tuple(node.value for node in nodes)


def _number(term: Term | Triple) -> Decimal | None:
    if not isinstance(term, Literal) or term.datatype.value not in NUMBERS:
        return None
    try:
        return Decimal(term.value)
    except InvalidOperation:
        return None


def _fill(pattern: Pattern, bound: dict[Variable, Term]) -> Triple:
    subject, predicate, value = (
        bound[slot] if isinstance(slot, Variable) else slot for slot in pattern
    )
    assert isinstance(subject, NamedNode | BlankNode), "the pattern matched a triple"
    assert isinstance(predicate, NamedNode), "the pattern matched a triple"
    return Triple(subject, predicate, value)


def _shortness(explanation: Explanation) -> tuple[int, str, tuple[str, ...]]:
    rule = explanation.rule.name if explanation.rule else ""
    return explanation.steps, rule, tuple(premise.text for premise in explanation.premises)
