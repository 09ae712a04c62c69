"""A derivation as a tree for people, as JSON for programs, as a Mermaid flowchart for pages."""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from kg.figures.lookup import Citation
from kg.figures.phrases import phrase
from kg.figures.why import Step
from kg.figures.wording import UNITS, interval_words, value_words
from kg.queries.results import shorten
from kg.seeds.values import decimal_text

__all__ = ["citation_words", "why_json", "why_mermaid", "why_tree"]


def why_tree(step: Step, language: str = "en", parent: Tree | None = None) -> Tree:
    """Give the derivation as a tree: a figure, its rule, below it the inputs."""
    figure = step.figure
    label = Text(
        f"{value_words(figure, language)}  {interval_words(figure.interval, language)}",
        style="bold",
    )
    label.append(f"\n{step.words}  ({shorten(figure.iri)})", style="not bold")
    if step.inputs:
        rule = phrase("by_rule", rule=figure.rule or "", formula=step.formula)
        label.append(f"\n{rule.said(language)}", style="not bold")
    for line in _reported_lines(step, language):
        label.append(f"\n{line}", style="not bold")
    tree = Tree(label) if parent is None else parent.add(label)
    for given in step.inputs:
        why_tree(given, language, tree)
    return tree


def why_json(step: Step) -> dict[str, object]:
    """Give the derivation as values for JSON; numbers are texts, so that none loses a digit."""
    figure = step.figure
    lower, upper = figure.interval.lower, figure.interval.upper
    given: dict[str, object] = {
        "figure": figure.iri,
        "kind": figure.kind,
        "about": step.words,
        "value": decimal_text(figure.value),
        "lower": None if lower is None else decimal_text(lower, rounding="down"),
        "upper": None if upper is None else decimal_text(upper, rounding="up"),
        "unit": UNITS.get(figure.kind, figure.cell.unit),
    }
    if step.inputs:
        return given | {
            "rule": {"name": figure.rule, "formula": step.formula},
            "inputs": [why_json(one) for one in step.inputs],
        }
    return given | {
        "stated": step.stated,
        "qualifier": figure.qualifier,
        "attributedTo": step.attributed or None,
        "note": step.note,
        "evidence": [
            {
                "document": citation.document,
                "title": citation.title,
                "publisher": citation.publisher,
                "address": citation.address,
                "start": citation.start,
                "end": citation.end,
            }
            for citation in step.citations
        ],
    }


def why_mermaid(step: Step, language: str = "en") -> str:
    """Give the derivation as a Mermaid flowchart: arrows lead from inputs to what they give."""
    names = {one.figure.iri: f"n{index}" for index, one in enumerate(step.steps())}
    lines = ["flowchart BT"]
    for one in step.steps():
        figure, name = one.figure, names[one.figure.iri]
        words = [
            f"{value_words(figure, language)} {interval_words(figure.interval, language)}",
            one.words,
        ]
        if one.inputs:
            lines.append(f'    {name}["{_escaped(words)}"]')
            arrow = _escaped([f"{figure.rule}"])
            lines += [
                f'    {names[given.figure.iri]} -->|"{arrow}"| {name}' for given in one.inputs
            ]
        else:
            words += _reported_lines(one, language)[:-1]
            lines.append(f'    {name}(["{_escaped(words)}"])')
    return "\n".join(lines) + "\n"


def citation_words(citation: Citation, language: str = "en") -> str:
    """Say where a figure stands."""
    return phrase(
        "characters",
        start=citation.start,
        end=citation.end,
        document=citation.document,
        publisher=citation.publisher,
        title=citation.title,
    ).said(language)


def _reported_lines(step: Step, language: str) -> list[str]:
    if step.inputs:
        return []
    how = phrase("stated_as", stated=step.stated, qualifier=step.qualifier)
    said = (how, phrase("attributed", who=step.attributed)) if step.attributed else (how,)
    lines = [(", " if language != "zh" else "，").join(one.said(language) for one in said)]
    places = (citation_words(citation, language) for citation in step.citations)
    lines += [phrase("at", place=place).said(language) for place in places]
    return [*lines, step.note]


def _escaped(lines: list[str]) -> str:
    """Write lines inside the quotes of a Mermaid label.

    Its entity codes are those of HTML with ``#`` for ``&``: https://mermaid.js.org/syntax/flowchart.html
    """
    text = "<br>".join(lines)
    return text.replace("#", "#35;").replace('"', "#quot;").replace("`", "#96;")
