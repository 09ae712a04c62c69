"""The vocabulary: its modules, its code lists and the JSON-LD context agree with one another."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from rdflib import OWL, RDF, RDFS, XSD, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SKOS

from kg import vocab
from kg.rdf.turtle import write_turtle
from kg.resources import folder

CBEC = Namespace(vocab.ONT)
ONTOLOGY = folder("ontology")
ROOT = vocab.BASE + "ont"
MODULES = {"agents", "events", "evidence", "places", "statistics", "trade"}
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
ANNOTATIONS = {
    "altLabel": SKOS.altLabel,
    "definition": SKOS.definition,
    "exactMatch": SKOS.exactMatch,
    "label": RDFS.label,
    "note": SKOS.note,
}
# SHACL's and the context's: a date is outside OWL RL ∩ DL, text of several languages has no type
DATES = {"accessDate", "endDate", "firstDay", "lastDay", "publicationDate", "startDate"}
# What would infer identity, or that something unnamed exists, or is said in lists instead
FORBIDDEN_IN_RL_AND_DL = (
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.Restriction,
    OWL.unionOf,
    OWL.someValuesFrom,
    OWL.disjointWith,
)


def read(path: Path) -> Graph:
    return Graph().parse(path)


@pytest.fixture(scope="module")
def modules() -> dict[str, Graph]:
    return {path.stem: read(path) for path in sorted(ONTOLOGY.glob("*.ttl"))}


@pytest.fixture(scope="module")
def ontology(modules: dict[str, Graph]) -> Graph:
    together = Graph()
    for module in modules.values():
        together += module
    return together


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((ONTOLOGY / "context.jsonld").read_text("utf-8"))
    return document["@context"]


def names(graph: Graph, *kinds: URIRef) -> set[str]:
    """Give the local names of our own terms of these kinds."""
    terms = {str(term) for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return {term.removeprefix(CBEC) for term in terms if term.startswith(CBEC)}


def test_main_ontology_imports_every_module(modules: dict[str, Graph]) -> None:
    """The files of the folder are the main ontology and what it imports."""
    imported = {str(o) for o in modules["cbec"].objects(URIRef(ROOT), OWL.imports)}
    assert imported == {f"{ROOT}/{name}" for name in MODULES | {"external"}}
    assert set(modules) == MODULES | {"external", "cbec"}


@pytest.mark.parametrize("name", sorted(MODULES | {"external"}))
def test_module_has_a_version_beneath_its_own_name(name: str, modules: dict[str, Graph]) -> None:
    """A module's version IRI is its IRI with the version that the main ontology has too."""
    version = modules["cbec"].value(URIRef(ROOT), OWL.versionInfo)
    found = modules[name].value(URIRef(f"{ROOT}/{name}"), OWL.versionIRI)
    assert str(found) == f"{ROOT}/{name}/{version}"


@pytest.mark.parametrize("name", sorted(MODULES))
def test_terms_of_a_module_are_defined_by_it(name: str, modules: dict[str, Graph]) -> None:
    """Each term that a module declares is described there and nowhere else."""
    declared = names(modules[name], *KINDS)
    assert declared
    for term in declared:
        assert set(modules[name].objects(CBEC[term], RDFS.isDefinedBy)) == {
            URIRef(f"{ROOT}/{name}")
        }
        others = [other for other, graph in modules.items() if (CBEC[term], None, None) in graph]
        assert others == [name], term


def test_external_declares_no_term_of_ours(modules: dict[str, Graph]) -> None:
    """The external module holds declarations of other people's terms only."""
    assert names(modules["external"], *KINDS, OWL.AnnotationProperty) == set()


def test_every_term_that_is_used_is_declared(ontology: Graph, codes: dict[str, Graph]) -> None:
    """No class or property appears in an axiom or a code list without a declaration."""
    builtin = (str(OWL), str(RDF), str(RDFS), str(XSD))
    declared = {
        term
        for kind in (*KINDS, OWL.AnnotationProperty)
        for term in ontology.subjects(RDF.type, kind)
    }
    used: set[Any] = set(ontology.predicates())
    for predicate in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf):
        used |= set(ontology.objects(None, predicate))
    for predicate in (OWL.members, OWL.propertyChainAxiom, OWL.hasKey):
        for head in ontology.objects(None, predicate):
            used |= set(Collection(ontology, head))
    for graph in codes.values():
        used |= set(graph.predicates()) | set(graph.objects(None, RDF.type))
    assert {term for term in used if not str(term).startswith(builtin)} <= declared


@pytest.mark.parametrize("construct", FORBIDDEN_IN_RL_AND_DL, ids=lambda iri: str(iri)[30:])
def test_ontology_stays_within_rl_and_dl(construct: URIRef, ontology: Graph) -> None:
    """What infers identity or leaves OWL RL is not written; disjointness is written in lists."""
    assert (None, RDF.type, construct) not in ontology
    assert (None, construct, None) not in ontology


def test_composite_properties_have_no_characteristic_but_transitivity(ontology: Graph) -> None:
    """OWL 2 DL allows no asymmetry or the like where a chain or transitivity is.

    https://www.w3.org/TR/owl2-syntax/#The_Restrictions_on_the_Axiom_Closure
    """
    composite = set(ontology.subjects(RDF.type, OWL.TransitiveProperty))
    composite |= set(ontology.subjects(OWL.propertyChainAxiom))
    assert composite
    for term in composite:
        assert set(ontology.objects(term, RDF.type)) <= {OWL.ObjectProperty, OWL.TransitiveProperty}


def test_chains_are_regular(ontology: Graph) -> None:
    """A chain begins with the property it entails, or goes through properties ordered below it."""
    chains = list(ontology.subject_objects(OWL.propertyChainAxiom))
    assert chains
    below = {
        (part, term) for term, head in chains for part in Collection(ontology, head) if part != term
    } | set(ontology.subject_objects(RDFS.subPropertyOf))
    while more := {(a, d) for a, b in below for c, d in below if b == c} - below:
        below |= more
    assert not {pair for pair in below if pair[::-1] in below}


def test_every_class_of_entities_is_disjoint_with_every_other(ontology: Graph) -> None:
    """A person is no place, an event no document: the top classes exclude one another."""
    tops = {
        term
        for term in names(ontology, OWL.Class)
        if not [o for o in ontology.objects(CBEC[term], RDFS.subClassOf) if o in CBEC]
    } - {"UnresolvedReference"}
    excluded = set()
    for head in ontology.objects(None, OWL.members):
        members = {str(member).removeprefix(CBEC) for member in Collection(ontology, head)}
        excluded |= {(a, b) for a in members for b in members if a != b}
    missing = {(a, b) for a in tops for b in tops if a != b} - excluded
    assert missing == {("Observation", "Statement"), ("Statement", "Observation")}


def test_context_names_every_term_and_nothing_else(
    ontology: Graph, context: dict[str, Any]
) -> None:
    """The keys are our classes and properties, the annotations of data, and our prefixes."""
    properties = names(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)
    classes = names(ontology, OWL.Class)
    prefixes = set(vocab.PREFIXES) - properties
    assert set(context) == (
        classes | properties | prefixes | set(ANNOTATIONS) | {"@version", "id", "type"}
    )
    for prefix in prefixes:
        assert context[prefix] == vocab.PREFIXES[prefix]
    for term in classes:
        assert context[term] == f"cbec:{term}"
    for term in properties:
        assert context[term]["@id"] == f"cbec:{term}"


def test_context_gives_properties_the_types_of_the_ontology(
    ontology: Graph, context: dict[str, Any]
) -> None:
    """Objects are IRIs, ranges are datatypes, dates are dates, texts are language maps."""
    for term in names(ontology, OWL.ObjectProperty):
        assert context[term] == {"@id": f"cbec:{term}", "@type": "@id"}
    for term in names(ontology, OWL.DatatypeProperty) - {"assertedValue"}:
        datatype = ontology.value(CBEC[term], RDFS.range)
        if term in DATES:
            assert context[term]["@type"] == "xsd:date"
            assert datatype is None
        elif datatype is None:
            assert context[term]["@container"] == "@language"
        elif datatype == XSD.string:
            assert set(context[term]) == {"@id"}
        else:
            assert context[term]["@type"] == "xsd:" + str(datatype).rpartition("#")[2]


def test_context_reads_a_record_offline(context: dict[str, Any]) -> None:
    """PyLD expands a record with the context to the triples that are meant."""
    record = {
        "@context": context,
        "id": "obs:000-023",
        "type": ["ReportedObservation", "AmountObservation"],
        "area": "place:CN",
        "value": "1220000000000",
        "label": {"en": "a", "zh": "b"},
        "note": "n",
        "periodInferred": False,
        "period": vocab.ID + "period/2024-S1",
    }
    triples = Graph().parse(
        data=jsonld.to_rdf(record, {"format": "application/n-quads"}), format="nt"
    )
    expected = Graph().parse(
        format="turtle",
        data=f"""
        PREFIX cbec: <{vocab.ONT}>
        PREFIX rdfs: <{RDFS}>
        PREFIX skos: <{SKOS}>
        PREFIX xsd: <{XSD}>
        <{vocab.ID}obs/000-023> a cbec:ReportedObservation, cbec:AmountObservation ;
            cbec:area <{vocab.ID}place/CN> ; cbec:period <{vocab.ID}period/2024-S1> ;
            cbec:value "1220000000000"^^xsd:decimal ; cbec:periodInferred false ;
            rdfs:label "a"@en, "b"@zh ; skos:note "n"@en .
        """,
    )
    assert set(triples) == set(expected)


TURTLE = sorted(
    path
    for place in (ONTOLOGY, ONTOLOGY / "codes", ONTOLOGY / "alignments", ONTOLOGY / "style")
    for path in place.glob("*.ttl")
)


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_file_is_what_our_writer_gives(path: Path) -> None:
    """A Turtle file of the ontology has the one order and layout that ``write_turtle`` gives."""
    graph = Graph(bind_namespaces="none").parse(path)
    assert path.read_text("utf-8") == write_turtle(graph)


def test_readme_shows_the_tree_of_classes(ontology: Graph) -> None:
    """The tree in the folder's README is the subclass relation of the ontology."""
    text = (ONTOLOGY / "README.md").read_text("utf-8")
    block = text.partition("```text\n")[2].partition("```")[0]
    above: list[str] = []
    shown = set()
    for line in block.splitlines():
        name = line.strip()
        depth = (len(line) - len(name)) // 2
        above[depth:] = [name]
        shown.add((name, above[depth - 1] if depth else None))

    def short(term: Any) -> str:
        return str(term).replace(str(CBEC), "").replace(str(SKOS), "skos:")

    expected: set[tuple[str, str | None]] = {
        (short(sub), short(sup)) for sub, sup in ontology.subject_objects(RDFS.subClassOf)
    }
    tops = names(ontology, OWL.Class) - {sub for sub, _ in expected}
    assert shown == expected | {(top, None) for top in tops} | {("skos:Concept", None)}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_readme_counts_the_terms_of_a_module(name: str, modules: dict[str, Graph]) -> None:
    """The README's table of modules has each module's IRI and its numbers of terms."""
    rows = (ONTOLOGY / "README.md").read_text("utf-8").splitlines()
    (row,) = [row for row in rows if row.startswith(f"| `{name}.ttl` |")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1] == f"<{ROOT}/{name}>"
    assert cells[3:] == [str(len(names(modules[name], kind))) for kind in KINDS]
