"""Reasoning over the data: what follows by the rules of OWL RL, and why a triple holds."""

from __future__ import annotations

from kg.reasoning.explain import Evidence, Explanation, Readable, explain
from kg.reasoning.materialize import materialize
from kg.reasoning.memory import QuadsInMemory
from kg.reasoning.render import render_explanation
from kg.reasoning.rule import Rule, load_rules
from kg.reasoning.triple import read_triple

__all__ = [
    "Evidence",
    "Explanation",
    "QuadsInMemory",
    "Readable",
    "Rule",
    "explain",
    "load_rules",
    "materialize",
    "read_triple",
    "render_explanation",
]
