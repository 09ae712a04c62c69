"""The ontology is in OWL 2 RL and DL, and the check notices when it is not."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.ontology import check_profile, ontology_quads
from kg.vocab import PREFIXES, graph_iri

PROLOGUE = "".join(f"@prefix {name}: <{space}> . " for name, space in PREFIXES.items())


def test_the_ontology_is_in_the_profile():
    """Every triple of the ontology is one of the permitted axiom forms."""
    found = check_profile()
    assert not found, [(finding.check.name, finding.term, finding.value) for finding in found]


@pytest.mark.parametrize(
    ("addition", "rule"),
    [
        ("cbec:Person rdfs:subClassOf [ a owl:Restriction ] .", "class-operand"),
        ("cbec:Person owl:unionOf ( cbec:Agent cbec:Place ) .", "axiom-form"),
        ("cbec:locatedIn a owl:FunctionalProperty .", "non-simple"),
        ("cbec:locatedIn owl:propertyChainAxiom ( cbec:basedIn cbec:locatedIn ) .", "irregular"),
        ("cbec:locatedIn a owl:DatatypeProperty .", "property-kinds"),
        ("cbec:startDate rdfs:range xsd:date .", "data-range"),
        ("place:CN a cbec:Country .", "type-form"),
        ("cbec:Person rdfs:seeAlso '2024-01-01'^^xsd:date .", "literal-datatype"),
        ("cbec:Person cbec:unheardOf 'x' .", "undeclared-predicate"),
    ],
)
def test_one_triple_outside_the_profile_is_found(addition, rule):
    """Nothing unforeseen passes."""
    added = parse(PROLOGUE + addition, format=RdfFormat.TURTLE)
    quads = [Quad(*quad.triple, graph_iri("ontology")) for quad in added]
    found = {finding.check.name for finding in check_profile([*ontology_quads(), *quads])}
    assert any(name.startswith(rule) for name in found), found
