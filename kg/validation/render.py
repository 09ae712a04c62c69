"""A report as text in one of four formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any, Final

from rich.console import Console

from kg.errors import UsageError
from kg.rdf import to_rdflib, write_turtle
from kg.validation.human import human_text
from kg.validation.places import PlaceOf
from kg.validation.quiet import quiet_literals
from kg.validation.report import Report, Result, Severity
from kg.validation.report_graph import report_quads
from kg.validation.sarif import sarif_log
from kg.validation.shapes import shape_texts

__all__ = ["REPORT_FORMATS", "render"]


def _nowhere(_iri: str) -> None:
    return None


def render(report: Report, form: str, *, language: str = "en", place_of: PlaceOf = _nowhere) -> str:
    """Give the report as text in the format ``human``, ``json``, ``sarif`` or ``turtle``.

    ``place_of`` finds the record behind an IRI; ``language`` is ``en`` or ``zh``, and matters
    for the human and the SARIF format. Raises UsageError for another format.
    """
    if form not in _WRITERS:
        raise UsageError(
            f"there is no report format {form!r}",
            expected=f"one of {', '.join(REPORT_FORMATS)}",
            remedy="choose one of them",
        )
    return _WRITERS[form](report, language, place_of)


def _human(report: Report, language: str, place_of: PlaceOf) -> str:
    stream = StringIO()
    text = human_text(report, language=language, place_of=place_of)
    Console(file=stream, no_color=True, soft_wrap=True, highlight=False).print(text)
    return stream.getvalue()


def _json(report: Report, language: str, place_of: PlaceOf) -> str:
    return _dumped(
        {
            "conforms": report.conforms,
            "violations": report.counts[Severity.VIOLATION],
            "warnings": report.counts[Severity.WARNING],
            "results": [_json_result(result, place_of) for result in report.results],
        }
    )


def _json_result(result: Result, place_of: PlaceOf) -> dict[str, Any]:
    # the values are what JSON can hold; it has no narrower type
    focus, shape = getattr(result.focus, "value", ""), getattr(result.shape, "value", "")
    texts = shape_texts().get(shape)
    place = place_of(focus)
    return {
        "severity": result.severity.value,
        "focus": focus,
        "path": result.path.value if result.path else None,
        "value": getattr(result.value, "value", None),
        "shape": shape,
        "component": result.component.value,
        "name": dict(texts.name) if texts else {},
        "message": dict(result.messages),
        "file": str(place.file) if place else None,
        "line": place.line if place else None,
    }


def _sarif(report: Report, language: str, place_of: PlaceOf) -> str:
    return _dumped(sarif_log(report, language=language, place_of=place_of))


def _turtle(report: Report, language: str, place_of: PlaceOf) -> str:
    with quiet_literals():
        return write_turtle(to_rdflib(report_quads(report)))


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_WRITERS: Final[Mapping[str, Callable[[Report, str, PlaceOf], str]]] = {
    "human": _human,
    "json": _json,
    "sarif": _sarif,
    "turtle": _turtle,
}
REPORT_FORMATS: Final = tuple(_WRITERS)
"""The formats of a report."""
