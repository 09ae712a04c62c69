"""An explanation as a tree for people and as JSON for programs."""

from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode
from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from kg.ontology.notation import write_term
from kg.reasoning.explain import Evidence, Explanation
from kg.vocab import GRAPHS

__all__ = ["explanation_json", "render_explanation"]


def render_explanation(explanation: Explanation) -> RenderableType:
    """Give the explanation as a tree: a conclusion, its rule, and below it the premises."""
    return _grow(explanation, None)


def explanation_json(explanation: Explanation) -> dict[str, object]:
    """Give the explanation as values for JSON; terms are written as in N-Triples.

    An asserted triple has ``graphs``, ``inputs`` and ``evidence``, a concluded one ``rule`` and
    ``premises``.
    """
    subject, predicate, value = explanation.triple
    given: dict[str, object] = {
        "triple": {"subject": str(subject), "predicate": str(predicate), "object": str(value)},
        "text": explanation.text,
    }
    if explanation.rule is None:
        return given | {
            "graphs": list(explanation.graphs),
            "inputs": list(explanation.inputs),
            "evidence": [_evidence_json(evidence) for evidence in explanation.evidence],
        }
    rule = explanation.rule
    return given | {
        "rule": {"name": rule.name, "code": rule.code, "summary": rule.summary},
        "premises": [explanation_json(premise) for premise in _shown(explanation)],
    }


def _grow(explanation: Explanation, parent: Tree | None) -> Tree:
    label = Text(explanation.text, style="bold")
    if explanation.rule is not None:
        rule = explanation.rule
        label.append(f"\nby the rule {rule.name} ({rule.code}): {rule.summary}", style="not bold")
    else:
        graphs = ", ".join(_graph_name(name) for name in explanation.graphs)
        label.append(f"\nasserted in {graphs}", style="not bold")
    if explanation.inputs:
        inputs = ", ".join(write_term(NamedNode(iri)) for iri in explanation.inputs)
        label.append(f"\ncomputed from {inputs}", style="not bold")
    for evidence in explanation.evidence:
        label.append(f"\n{_evidence_text(evidence)}", style="not bold")
    tree = Tree(label) if parent is None else parent.add(label)
    for premise in _shown(explanation):
        _grow(premise, tree)
    return tree


def _shown(explanation: Explanation) -> list[Explanation]:
    """Give the premises: data before axioms, without the cells of lists already written out."""
    shown = [p for p in explanation.premises if not isinstance(p.triple.subject, BlankNode)]
    return sorted(shown, key=lambda premise: premise.graphs == (GRAPHS + "ontology",))


def _evidence_text(evidence: Evidence) -> str:
    statement = _last(evidence.statement)
    where = f"characters {evidence.start} to {evidence.end}"
    return f"stated by {statement} at {where} of document {_last(evidence.document or '')}"


def _evidence_json(evidence: Evidence) -> dict[str, object]:
    return {
        "statement": evidence.statement,
        "span": evidence.span,
        "document": evidence.document,
        "start": evidence.start,
        "end": evidence.end,
    }


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _graph_name(iri: str) -> str:
    return f"graph:{iri.removeprefix(GRAPHS)}" if iri.startswith(GRAPHS) else iri
