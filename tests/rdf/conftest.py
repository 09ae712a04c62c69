"""A small dataset with all that can occur: named graphs, lists, languages, numbers, odd text."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

DATASET = """
@prefix cbec: <https://w3id.org/cbec/ont#> .
@prefix graph: <https://w3id.org/cbec/graph/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix place: <https://w3id.org/cbec/id/place/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
graph:ontology {
  cbec:City a owl:Class ; rdfs:label "City"@en , "城市"@zh , "Cidade"@pt ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty cbec:locatedIn ] ;
    owl:unionOf ( cbec:A [ owl:inverseOf cbec:b ] "x" ) .
  [] a owl:AllDisjointClasses ; owl:members ( cbec:City cbec:Event ) .
}
graph:entities {
  place:Shenzhen a cbec:City , cbec:Place ; rdfs:label "Shenzhen"@en ; cbec:locatedIn place:GD ;
    cbec:latitude 22.543 ; cbec:count 7 ; cbec:open true ; cbec:on "2024-01-31"^^xsd:date ;
    rdfs:comment "a \\"quoted\\" \\\\ line\\nand <another> & one\\u2028\\u0085 of  it" .
  place:GD a cbec:Province ; rdfs:label "Guangdong"@en ; cbec:contains place:Shenzhen .
}
graph:entailed { place:Shenzhen cbec:locatedIn place:CN , place:GD . }
"""


@pytest.fixture
def quads() -> list[ox.Quad]:
    return list(ox.parse(DATASET, format=ox.RdfFormat.TRIG))
