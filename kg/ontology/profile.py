"""Whether the ontology is in OWL 2 RL and OWL 2 DL at once.

The check is an allow-list, narrower than the two profiles together: every triple must be one of
the axiom forms that this ontology permits itself (named classes and properties, lists of them,
annotations), so that nothing unforeseen passes. The queries in ``ontology/checks/profile`` are
the list. Sources: https://www.w3.org/TR/owl2-profiles/#OWL_2_RL and, for the restrictions that
concern all axioms together,
https://www.w3.org/TR/owl2-syntax/#Global_Restrictions_on_Axioms_in_OWL_2_DL
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from kg.ontology.checks import Finding, load_checks, run_checks
from kg.ontology.load import ontology_quads

__all__ = ["check_profile"]


def check_profile(quads: Iterable[Quad] | None = None) -> tuple[Finding, ...]:
    """Give what keeps the ontology, or the quads given, out of OWL 2 RL and DL; nothing is good."""
    return run_checks(ontology_quads() if quads is None else quads, load_checks("profile"))
