"""A report as SARIF 2.1.0, which editors and code forges show beside the lines of the records.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from kg.errors import Place
from kg.ontology.notation import write_term
from kg.validation.places import PlaceOf
from kg.validation.report import Report, Result, Severity
from kg.validation.report_graph import result_iri
from kg.validation.shapes import shape_texts

__all__ = ["sarif_log"]

Json = dict[str, Any]
"""A JSON object; JSON has no narrower type."""

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def sarif_log(report: Report, *, language: str, place_of: PlaceOf) -> Json:
    """Give the report as a SARIF log of one run, whose rules are the shapes that found something.

    Files below the working directory are named from there, as SARIF viewers expect.
    """
    rules = sorted({(_identifier(result), result.severity) for result in report.results})
    index = {identifier: number for number, (identifier, _) in enumerate(rules)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "cbec-kg",
                        "version": metadata.version("cbec-kg"),
                        "rules": [_rule(*rule, language) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(result, index, language, place_of) for result in report.results
                ],
            }
        ],
    }


def _rule(identifier: str, severity: Severity, language: str) -> Json:
    rule: Json = {"id": identifier, "defaultConfiguration": {"level": _LEVELS[severity]}}
    if texts := shape_texts().get(identifier):
        rule["name"] = identifier.rpartition("#")[2]
        rule["shortDescription"] = {"text": texts.name.get(language, texts.name["en"])}
        rule["help"] = {"text": texts.message.get(language, texts.message["en"])}
    return rule


def _result(result: Result, index: dict[str, int], language: str, place_of: PlaceOf) -> Json:
    identifier = _identifier(result)
    location: Json = {
        "logicalLocations": [{"fullyQualifiedName": getattr(result.focus, "value", "")}]
    }
    if (place := place_of(getattr(result.focus, "value", ""))) is not None:
        location["physicalLocation"] = _physical(place)
    wrong = [result.focus, result.path, result.value]
    about = " ".join(write_term(term) for term in dict.fromkeys(wrong) if term is not None)
    return {
        "ruleId": identifier,
        "ruleIndex": index[identifier],
        "level": _LEVELS[result.severity],
        "message": {"text": f"{result.message(language)} ({about})"},
        "locations": [location],
        "partialFingerprints": {"result/v1": result_iri(result).rpartition("#")[2]},
    }


def _physical(place: Place) -> Json:
    path = Path(place.file).absolute()
    here = Path.cwd()
    uri = quote(path.relative_to(here).as_posix()) if path.is_relative_to(here) else path.as_uri()
    physical: Json = {"artifactLocation": {"uri": uri}}
    if place.line is not None:
        region = {"startLine": place.line}
        if place.column is not None:
            region["startColumn"] = place.column
        physical["region"] = region
    return physical


def _identifier(result: Result) -> str:
    return getattr(result.shape, "value", "")
