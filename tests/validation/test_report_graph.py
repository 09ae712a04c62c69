"""The report as RDF: standard terms, no blank node, IRIs made of what is said."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.validation import Report, report_quads
from kg.vocab import BASE, PREFIXES, graph_iri, rdf

SH = PREFIXES["sh"]


def test_report_graph_holds_one_report_with_its_results(violated: Report) -> None:
    quads = report_quads(violated)
    (report,) = [q.subject for q in quads if q.object == NamedNode(SH + "ValidationReport")]
    results = [q.object for q in quads if q.predicate == NamedNode(SH + "result")]
    typed = [q.subject for q in quads if q.object == NamedNode(SH + "ValidationResult")]
    assert results == typed
    assert len(results) == 1
    assert (report, NamedNode(SH + "conforms"), Literal(False)) in {
        (q.subject, q.predicate, q.object) for q in quads
    }


def test_report_graph_has_no_blank_node(violated: Report, warned: Report) -> None:
    for report in (violated, warned):
        for quad in report_quads(report):
            assert not isinstance(quad.subject, BlankNode)
            assert not isinstance(quad.object, BlankNode)


def test_iris_are_those_of_the_report_namespace(violated: Report) -> None:
    subjects = {quad.subject.value for quad in report_quads(violated)}
    assert all(subject.startswith(f"{BASE}report#") for subject in subjects)


def test_equal_reports_give_equal_quads_in_equal_order(violated: Report) -> None:
    assert report_quads(violated) == report_quads(Report(violated.results))


def test_another_result_gives_another_report_iri(violated: Report, clean: Report) -> None:
    assert report_quads(violated)[0].subject != report_quads(clean)[0].subject


def test_result_iri_changes_with_its_value_only(violated: Report) -> None:
    (result,) = violated.results
    other = Report((replace(result, value=Literal("1")),))
    reworded = Report((replace(result, messages=(("en", "Other words."),)),))
    assert report_quads(other)[2].object != report_quads(violated)[2].object
    assert report_quads(reworded)[2].object == report_quads(violated)[2].object


def test_blank_focus_node_is_written_as_text(violated: Report) -> None:
    (result,) = violated.results
    quads = report_quads(Report((replace(result, focus=BlankNode("b")),)))
    focus = [q.object for q in quads if q.predicate == NamedNode(SH + "focusNode")]
    assert focus == [Literal("_:b")]


def test_quads_stand_in_the_report_graph_unless_told_otherwise(clean: Report) -> None:
    assert {quad.graph_name for quad in report_quads(clean)} == {graph_iri("report")}
    other = graph_iri("other")
    assert {quad.graph_name for quad in report_quads(clean, other)} == {other}
    assert any(quad.predicate == rdf("type") for quad in report_quads(clean))
