"""A report for people to read on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rich.text import Text

from kg.ontology.notation import write_term
from kg.validation.places import PlaceOf
from kg.validation.report import Report, Result, Severity
from kg.validation.shapes import shape_texts

__all__ = ["human_text"]

_STYLES: Final = {
    Severity.VIOLATION: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFO: "bold blue",
}
_WORDS: Final[Mapping[str, Mapping[Severity, str]]] = {
    "en": {
        Severity.VIOLATION: "error",
        Severity.WARNING: "warning",
        Severity.INFO: "note",
    },
    "zh": {
        Severity.VIOLATION: "错误",
        Severity.WARNING: "警告",
        Severity.INFO: "提示",
    },
}
_VERDICTS: Final = {
    "en": {True: "The data conform", False: "The data do not conform"},
    "zh": {True: "数据符合要求", False: "数据不符合要求"},
}
_SUMMARIES: Final = {
    "en": "{verdict}: {violations}, {warnings}.",
    "zh": "{verdict}：{violations}，{warnings}。",
}
_COUNTS: Final[Mapping[str, Mapping[Severity, tuple[str, str]]]] = {
    "en": {
        Severity.VIOLATION: ("{} violation", "{} violations"),
        Severity.WARNING: ("{} warning", "{} warnings"),
    },
    "zh": {
        Severity.VIOLATION: ("{} 处错误", "{} 处错误"),
        Severity.WARNING: ("{} 处警告", "{} 处警告"),
    },
}


def human_text(report: Report, *, language: str, place_of: PlaceOf) -> Text:
    """Give the report as text: violations first, each with its place, its value and its remedy.

    A value that breaks a shape in several ways is told once, because the remedy is the same.
    """
    told = Report(tuple(_distinct(report)))
    text = Text()
    order = list(Severity)
    for result in sorted(told.results, key=lambda result: order.index(result.severity)):
        text.append_text(_result(result, language, place_of))
    text.append(
        _SUMMARIES[language].format(
            verdict=_VERDICTS[language][told.conforms],
            violations=_counted(told, Severity.VIOLATION, language),
            warnings=_counted(told, Severity.WARNING, language),
        ),
        style="bold",
    )
    return text


def _distinct(report: Report) -> Iterable[Result]:
    return {
        (result.focus, result.path, result.value, result.shape): result for result in report.results
    }.values()


def _counted(report: Report, severity: Severity, language: str) -> str:
    number = report.counts[severity]
    singular, plural = _COUNTS[language][severity]
    return (singular if number == 1 else plural).format(number)


def _result(result: Result, language: str, place_of: PlaceOf) -> Text:
    place = place_of(getattr(result.focus, "value", ""))
    texts = shape_texts().get(getattr(result.shape, "value", ""))
    about = [write_term(result.focus)]
    if result.path is not None:
        about.append(write_term(result.path))
    if result.value is not None and result.value != result.focus:
        about.append(write_term(result.value))
    text = Text()
    if place is not None:
        text.append(f"{place}: ", style="cyan")
    text.append(_WORDS[language][result.severity], style=_STYLES[result.severity])
    if texts is not None:
        text.append(f": {texts.name.get(language, texts.name['en'])}")
    text.append(f"\n  {' '.join(about)}\n  {result.message(language)}")
    text.append(f" [{write_term(result.shape)}]\n\n", style="dim")
    return text
