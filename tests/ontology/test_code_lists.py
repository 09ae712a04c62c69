"""Code lists: each code is in its scheme and below a top code, and says what its kind has to."""

from __future__ import annotations

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import SKOS

from kg import vocab

CBEC = Namespace(vocab.ONT)


def test_every_prefix_of_codes_has_its_scheme(codes: dict[str, Graph]) -> None:
    """Each prefix for codes leads to a code list that exists, and each list has a prefix."""
    with_prefix = {
        space.removeprefix(vocab.CODE).removesuffix("/")
        for space in vocab.PREFIXES.values()
        if space.startswith(vocab.CODE) and space != vocab.CODE
    }
    assert with_prefix == set(codes)


def test_codes_stand_in_the_file_of_their_scheme(codes: dict[str, Graph]) -> None:
    """A code's IRI is its scheme's with one more step, and its file is named after the scheme."""
    for name, graph in codes.items():
        scheme = URIRef(vocab.CODE + name)
        assert set(graph.subjects(RDF.type, SKOS.ConceptScheme)) == {scheme}
        concepts = set(graph.subjects(RDF.type, SKOS.Concept))
        assert concepts
        for concept in concepts:
            assert str(concept).rpartition("/")[0] == str(scheme)
            assert graph.value(concept, SKOS.inScheme) == scheme


def test_every_code_hangs_below_a_top_code(codes: dict[str, Graph]) -> None:
    """A code is a top code of its scheme or has a broader one in it, never both."""
    for name, graph in codes.items():
        scheme = URIRef(vocab.CODE + name)
        top = set(graph.objects(scheme, SKOS.hasTopConcept))
        assert top == set(graph.subjects(SKOS.topConceptOf, scheme))
        concepts = set(graph.subjects(RDF.type, SKOS.Concept))
        below = set(graph.subjects(SKOS.broader))
        assert top | below == concepts, name
        assert not top & below, name
        assert set(graph.objects(None, SKOS.broader)) <= concepts, name


def test_units_say_what_kind_of_quantity_they_measure(codes: dict[str, Graph]) -> None:
    """Each unit has one kind of quantity of the code list, and currencies have money."""
    kinds = set(codes["quantity-kind"].subjects(RDF.type, SKOS.Concept))
    units = codes["unit"]
    for unit in units.subjects(RDF.type, SKOS.Concept):
        assert set(units.objects(unit, RDF.type)) & {CBEC.Unit, CBEC.Currency}
        (kind,) = units.objects(unit, CBEC.quantityKind)
        assert kind in kinds
        is_currency = (unit, RDF.type, CBEC.Currency) in units
        assert is_currency == (kind == URIRef(vocab.code_iri("quantity-kind", "money")))
        assert is_currency == (units.value(unit, SKOS.notation) is not None)


def test_products_are_product_categories(codes: dict[str, Graph]) -> None:
    """Each product code can be the object of a property whose range is a product category."""
    products = codes["product"]
    assert set(products.subjects(RDF.type, SKOS.Concept)) == set(
        products.subjects(RDF.type, CBEC.ProductCategory)
    )


def test_directions_have_the_notations_of_comtrade(codes: dict[str, Graph]) -> None:
    """Import is M and export X, as in UN Comtrade."""
    notations = {
        str(code).rpartition("/")[2]: str(mark)
        for code, mark in codes["direction"].subject_objects(SKOS.notation)
    }
    assert notations == {"import": "M", "export": "X", "both": "MX"}
