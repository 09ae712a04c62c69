"""The style of the ontology: its shapes hold on every module and code list, and find each fault."""

from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import OWL, RDF, SH, Graph, Namespace
from rdflib.namespace import SKOS

from kg.resources import folder

STYLE = Namespace("https://w3id.org/cbec/shapes/style#")
ONTOLOGY = folder("ontology")
CASES = sorted((Path(__file__).parent / "style_cases").glob("*.ttl"))
LANGUAGES = {"en", "zh"}


@pytest.fixture(scope="module")
def style() -> Graph:
    return Graph().parse(ONTOLOGY / "style" / "style.ttl")


def violated(data: Graph, style: Graph) -> dict[str, set[str]]:
    """Give the names of the shapes that the data violate, each with the focus nodes."""
    _, report, _ = validate(data, shacl_graph=style, inference="none")
    found: dict[str, set[str]] = {}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        shape = str(report.value(result, SH.sourceShape)).removeprefix(STYLE)
        found.setdefault(shape, set()).add(str(report.value(result, SH.focusNode)))
    return found


def modules() -> Graph:
    """Give our own terms: every module but the declarations of other people's."""
    data = Graph()
    for path in sorted(ONTOLOGY.glob("*.ttl")):
        if path.stem != "external":
            data.parse(path)
    return data


def codes() -> Graph:
    data = Graph()
    for path in sorted((ONTOLOGY / "codes").glob("*.ttl")):
        data.parse(path)
    return data


def test_every_term_keeps_the_style(style: Graph) -> None:
    """Each term and module is written as the style shapes say."""
    data = modules()
    assert len(set(data.subjects(RDF.type, OWL.Class))) > 50
    assert violated(data, style) == {}


def test_every_code_keeps_the_style(style: Graph) -> None:
    """Each code and code list is written as the style shapes say."""
    data = codes()
    assert len(set(data.subjects(RDF.type, SKOS.Concept))) > 100
    assert violated(data, style) == {}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_fault_is_found_and_nothing_else(path: Path, style: Graph) -> None:
    """A case violates the one shape that its file is named after (before any ``--``)."""
    assert set(violated(Graph().parse(path), style)) == {path.stem.partition("--")[0]}


def test_every_style_shape_has_a_case(style: Graph) -> None:
    """A shape that nothing has ever violated may find nothing."""
    judging = set(style.subjects(RDF.type, SH.PropertyShape)) | set(style.subjects(SH.pattern))
    named = {str(shape).removeprefix(STYLE) for shape in judging if str(shape).startswith(STYLE)}
    assert named
    assert {path.stem.partition("--")[0] for path in CASES} == named


def test_every_style_shape_says_what_to_do_in_two_languages(style: Graph) -> None:
    """Names and messages are there in English and Chinese, and the severity is explicit."""
    shapes = {*style.subjects(RDF.type, SH.PropertyShape), *style.subjects(RDF.type, SH.NodeShape)}
    assert shapes
    for shape in shapes:
        assert {name.language for name in style.objects(shape, SH.name)} == LANGUAGES, shape
        assert style.value(shape, SH.severity) == SH.Violation, shape
        if (shape, SH.property, None) not in style:
            messages = {message.language for message in style.objects(shape, SH.message)}
            assert messages == LANGUAGES, shape
