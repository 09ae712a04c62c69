"""The ontology: its files read, and the checks that hold it to its profile and to good practice."""

from __future__ import annotations

from kg.ontology.checks import Check, Finding, Severity, load_checks, run_checks
from kg.ontology.consistency import Clash, Verdict, check_consistency, logical_triples
from kg.ontology.load import (
    code_quads,
    module_quads,
    ontology_graph,
    ontology_quads,
    ontology_version,
    read_quads,
)
from kg.ontology.profile import check_profile
from kg.ontology.style import check_style
from kg.ontology.terms import Term, read_terms

__all__ = [
    "Check",
    "Clash",
    "Finding",
    "Severity",
    "Term",
    "Verdict",
    "check_consistency",
    "check_profile",
    "check_style",
    "code_quads",
    "load_checks",
    "logical_triples",
    "module_quads",
    "ontology_graph",
    "ontology_quads",
    "ontology_version",
    "read_quads",
    "read_terms",
    "run_checks",
]
