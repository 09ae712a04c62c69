"""The rules of ``ontology/rules``: each is one CONSTRUCT whose WHERE holds patterns and filters.

The query is the only place where a rule is written. What a rule needs and what it concludes is
read from the algebra of the query, so that the same text concludes and explains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, Variable
from rdflib import URIRef
from rdflib import Variable as ParsedVariable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import InputError
from kg.queries.query_file import QueryFile, read_folder
from kg.resources import folder

__all__ = ["Pattern", "Rule", "Term", "load_rules"]

Term: TypeAlias = NamedNode | BlankNode | Literal
Slot: TypeAlias = NamedNode | Variable
Pattern: TypeAlias = tuple[Slot, Slot, Slot]

BODY: Final = "WHERE {"
REQUIRED: Final = ("summary", "summary_zh", "rule")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, its name in OWL RL, what it says, its premises and its conclusion."""

    name: str
    code: str
    summary: str
    summary_zh: str
    text: str
    premises: tuple[Pattern, ...]
    conclusion: Pattern

    def restricted(self, condition: str) -> str:
        """Give the rule as a query whose WHERE begins with a further condition."""
        return self.text.replace(BODY, f"{BODY} {condition}", 1)

    def instances(self, triple: Triple) -> str | None:
        """Give the query for all ways in which the rule concludes a triple.

        Its solutions bind every variable of the premises. None where the triple does not have
        the form of the conclusion.
        """
        bound = unify(self.conclusion, triple)
        if bound is None:
            return None
        names = " ".join(str(variable) for variable in bound)
        terms = " ".join(str(term) for term in bound.values())
        body = self.restricted(f"VALUES ({names}) {{ ({terms}) }}")
        head, where = body.split(BODY, 1)
        prologue = head[: head.index("CONSTRUCT")]
        wanted = " ".join(sorted({str(v) for pattern in self.premises for v in variables(pattern)}))
        return f"{prologue}SELECT DISTINCT {wanted} {BODY}{where}"


def variables(pattern: Pattern) -> Iterator[Variable]:
    """Give the variables of a pattern in order."""
    return (slot for slot in pattern if isinstance(slot, Variable))


def unify(pattern: Pattern, triple: Triple) -> Mapping[Variable, Term] | None:
    """Give the values of the variables that turn the pattern into the triple, if there are any."""
    bound: dict[Variable, Term] = {}
    for slot, term in zip(pattern, triple, strict=True):
        assert not isinstance(term, Triple), "our data are RDF 1.1"
        if isinstance(slot, Variable):
            if bound.setdefault(slot, term) != term:
                return None
        elif slot != term:
            return None
    return bound


@cache
def load_rules(place: Path | None = None) -> tuple[Rule, ...]:
    """Give the rules of a folder, by name; those of the ontology where none is named.

    Raises ``InputError`` where a rule is more than patterns and filters: its premises could not
    be told then.
    """
    files = read_folder(folder("ontology") / "rules" if place is None else place, REQUIRED)
    return tuple(_read_rule(file) for file in files)


def _read_rule(file: QueryFile) -> Rule:
    algebra = prepareQuery(file.text).algebra
    groups = list(_groups(algebra.p, file.name))
    # EXISTS hides patterns in a filter, and NOT EXISTS would make conclusions come and go
    hides = "EXISTS" in file.text.upper()
    if hides or len(groups) != 1 or len(algebra.template) != 1 or file.text.count(BODY) != 1:
        raise _not_a_rule(file.name)
    return Rule(
        name=file.name,
        code=file.said("rule"),
        summary=file.said("summary"),
        summary_zh=file.said("summary_zh"),
        text=file.text,
        premises=tuple(_pattern(triple, file.name) for triple in groups[0]),
        conclusion=_pattern(algebra.template[0], file.name),
    )


def _groups(node: CompValue, name: str) -> Iterator[list[tuple[object, object, object]]]:
    if node.name == "BGP":
        yield node.triples
    elif node.name in {"Filter", "Project", "SelectQuery"}:
        yield from _groups(node.p, name)
    else:
        raise _not_a_rule(name)


def _pattern(triple: tuple[object, object, object], name: str) -> Pattern:
    subject, predicate, value = (_slot(term, name) for term in triple)
    return subject, predicate, value


def _slot(term: object, name: str) -> Slot:
    if isinstance(term, ParsedVariable):
        return Variable(str(term))
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    raise _not_a_rule(name)


def _not_a_rule(name: str) -> InputError:
    return InputError(
        f"the rule {name} is not a plain rule",
        expected=f"one CONSTRUCT of one triple with one '{BODY}' of triple patterns and filters",
        remedy="write the rule with IRIs and variables only, or as several rules",
    )
