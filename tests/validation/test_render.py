"""A report in its four formats."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import rdflib
from pyoxigraph import NamedNode
from rdflib.namespace import RDF, SH

from kg.errors import Place, UsageError
from kg.rdf import to_rdflib
from kg.validation import REPORT_FORMATS, Report, render, report_quads
from kg.vocab import PREFIXES, entity_iri


def place_of(iri: str) -> Place | None:
    return Place("seeds/900.yaml", 12) if iri == entity_iri("obs/900-003") else None


def test_formats_are_human_json_sarif_and_turtle() -> None:
    assert REPORT_FORMATS == ("human", "json", "sarif", "turtle")


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_every_format_ends_with_one_line_break(
    form: str, violated: Report, warned: Report, clean: Report
) -> None:
    for report in (violated, warned, clean):
        text = render(report, form)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_unknown_format_is_a_usage_error_that_names_the_formats(clean: Report) -> None:
    with pytest.raises(UsageError, match="'html'") as caught:
        render(clean, "html")
    assert "sarif" in caught.value.expected


def test_human_report_gives_place_value_and_remedy(violated: Report) -> None:
    text = render(violated, "human", place_of=place_of)
    assert "seeds/900.yaml:12: error: Share from 0 to 100 %" in text
    assert 'obs:900-003 cbec:value "140"^^xsd:decimal' in text
    assert "Correct the percentage" in text
    assert "[shapes:shareWithinHundred]" in text
    assert "The data do not conform: 1 violation, 0 warnings." in text


def test_human_report_speaks_chinese(violated: Report) -> None:
    text = render(violated, "human", language="zh", place_of=place_of)
    assert "seeds/900.yaml:12: 错误: 份额在 0 至 100% 之间" in text
    assert "请更正百分数" in text
    assert "数据不符合要求：1 处错误，0 处警告。" in text


def test_human_report_lists_violations_before_warnings(warned: Report) -> None:
    text = render(warned, "human")
    assert text.rindex(": Label in") < text.index("warning: ") or "error" in text
    assert text.index("error: ") < text.index("warning: ")
    assert "error: " not in text[text.index("warning: ") :]


def test_human_report_of_conforming_data_is_one_line(clean: Report) -> None:
    assert render(clean, "human") == "The data conform: 0 violations, 0 warnings.\n"


def test_json_report_gives_messages_in_every_language_and_the_line(violated: Report) -> None:
    report = json.loads(render(violated, "json", place_of=place_of))
    assert (report["conforms"], report["violations"], report["warnings"]) == (False, 1, 0)
    (result,) = report["results"]
    assert set(result["message"]) == set(result["name"]) == {"en", "zh"}
    assert (result["file"], result["line"]) == ("seeds/900.yaml", 12)
    assert result["focus"] == entity_iri("obs/900-003")
    assert result["path"] == PREFIXES["cbec"] + "value"
    assert result["value"] == "140"
    assert result["shape"] == PREFIXES["shapes"] + "shareWithinHundred"


def test_turtle_report_reads_back_as_the_report_graph(violated: Report) -> None:
    graph = rdflib.Graph().parse(data=render(violated, "turtle"), format="turtle")
    assert graph.isomorphic(to_rdflib(report_quads(violated)))
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == rdflib.Literal(False)


def test_human_report_tells_a_value_once_that_breaks_a_shape_twice(violated: Report) -> None:
    (result,) = violated.results
    again = replace(result, component=NamedNode(str(SH.DatatypeConstraintComponent)))
    text = render(Report((result, again)), "human")
    assert text.count("[shapes:shareWithinHundred]") == 1
    assert "1 violation," in text
