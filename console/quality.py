"""What the validation of a release found and what it looked at, as the page shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from console.links import follow
from console.naming import Name, Names, name_nodes
from console.reading import Row, select
from kg.queries.results import shorten
from kg.vocab import BASE, PREFIXES

__all__ = [
    "SEVERITIES",
    "SHAPES",
    "Awaiting",
    "Check",
    "Choice",
    "Group",
    "Result",
    "Shape",
    "Value",
    "read_awaiting",
    "read_groups",
    "read_results",
    "read_shapes",
    "read_verdict",
]

_SH: Final = PREFIXES["sh"]
SEVERITIES: Final[Mapping[str, str]] = {
    "violation": f"{_SH}Violation",
    "warning": f"{_SH}Warning",
    "info": f"{_SH}Info",
}
"""How grave a result can be, the gravest first."""
_SLUGS: Final = {iri: slug for slug, iri in SEVERITIES.items()}
_BY: Final = {"shape": f"{_SH}sourceShape", "node": f"{_SH}focusNode"}
SHAPES: Final = f"{BASE}shapes#"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which results are wanted: of a gravity, a shape, a node; empty where that is all the same."""

    severity: str = ""
    shape: str = ""
    focus: str = ""

    def bindings(self) -> dict[str, Any]:  # they fill lists of VALUES, which `select` takes as any
        """Give it as what fills the queries of results."""
        return {
            "severity": [SEVERITIES[self.severity]] if self.severity else None,
            "shape": [_node(self.shape)] if self.shape else None,
            "focus": [_node(self.focus)] if self.focus else None,
        }


@dataclass(frozen=True, slots=True)
class Value:
    """A term of a result: what it is called, its short IRI, and where it leads."""

    key: str
    name: Name
    short: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One result. ``remedy`` says what to do, ``messages`` in every language."""

    iri: str
    severity: str
    shape: Value
    focus: Value
    path: Value | None
    value: Value | None
    component: str
    remedy: Name
    messages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one shape, or of one node: how many, on how many, and the first of them."""

    of: Value
    severity: str
    results: int
    others: int
    first: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a shape asks for, and what to do where it is not so."""

    iri: str
    name: Name
    severity: str
    remedy: Name


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: to what it applies, how many such things there are, and what it asks for."""

    iri: str
    name: Name
    targets: tuple[tuple[Name, str], ...]
    nodes: int
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Awaiting:
    """Something that awaits a person: a statement by its record, or a name by its candidates."""

    iri: str
    record: str
    name: Name
    candidates: tuple[tuple[Name, str], ...] = field(default=())


def read_verdict() -> tuple[bool | None, dict[str, int]]:
    """Give whether the data conform, None where nobody asked, and the results by gravity."""
    reports = select("report")
    conforms = reports[0]["conforms"].value == "true" if reports else None
    counts = dict.fromkeys(SEVERITIES, 0)
    for row in select("results-by", by=[_BY["shape"]], **Choice().bindings()):
        counts[_SLUGS[row["severity"].value]] += int(row["results"].value)
    return conforms, counts


def read_groups(
    by: str, choice: Choice, language: str, *, limit: int, offset: int, first: int
) -> tuple[list[Group], bool]:
    """Give the groups of results by ``shape`` or by ``node``, and whether more follow.

    Each has the first of its results, as many as that.
    """
    rows = select("results-by", by=[_BY[by]], limit=limit + 1, offset=offset, **choice.bindings())
    more, rows = len(rows) > limit, rows[:limit]
    slot = "shape" if by == "shape" else "focus"
    wanted = choice.bindings() | {slot: [row["group"] for row in rows]}
    found: dict[tuple[str, str], list[Result]] = defaultdict(list)
    most = limit * first * 20
    for one in _results(select("results", limit=most, **wanted) if rows else [], language):
        key = (one.shape if by == "shape" else one.focus).key
        if len(found[key, one.severity]) < first:
            found[key, one.severity].append(one)
    names = _names(row["group"] for row in rows)
    groups = []
    for row in rows:
        of = _value(row["group"], names, language)
        severity = _SLUGS[row["severity"].value]
        groups.append(
            Group(
                of,
                severity,
                int(row["results"].value),
                int(row["others"].value),
                tuple(found[of.key, severity]),
            )
        )
    return groups, more


def read_results(choice: Choice, language: str, limit: int, offset: int = 0) -> list[Result]:
    """Give the results of a choice, the gravest first."""
    rows = select("results", limit=limit, offset=offset, **choice.bindings())
    return _results(rows, language)


def read_shapes(language: str) -> list[Shape]:
    """Give what is checked, the shapes of the most things first."""
    targets: dict[str, dict[str, int]] = defaultdict(dict)
    for row in select("checked"):
        number = int(row["nodes"].value) if "nodes" in row else 0
        targets[row["shape"].value][row["target"].value] = number
    checks: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    severities: dict[str, str] = {}
    for row in select("checks"):
        texts = checks[row["shape"].value][row["check"].value]
        message = row.get("message")
        if isinstance(message, Literal):
            texts[message.language or ""] = message.value
        severity = row["severity"].value if "severity" in row else SEVERITIES["violation"]
        severities[row["check"].value] = _SLUGS.get(severity, "violation")
    held = {iri for iri in targets if iri in checks}
    names = name_nodes({*held, *(one for iri in held for one in (*targets[iri], *checks[iri]))})
    shapes = [
        Shape(
            iri,
            names.of(iri, language),
            tuple((names.of(one, language), one) for one in targets[iri]),
            max(targets[iri].values()),
            tuple(
                Check(one, names.of(one, language), severities[one], _spoken(texts, language))
                for one, texts in checks[iri].items()
            ),
        )
        for iri in held
    ]
    return sorted(shapes, key=lambda one: (-one.nodes, one.iri))


def read_awaiting(language: str) -> dict[str, list[Awaiting]]:
    """Give what awaits a person: readings, periods, references."""
    groups: dict[str, dict[str, list[Row]]] = {"reading": {}, "period": {}, "reference": {}}
    for row in select("awaiting"):
        groups[row["what"].value].setdefault(row["thing"].value, []).append(row)
    candidates = {
        row["candidate"].value
        for rows in groups["reference"].values()
        for row in rows
        if "candidate" in row
    }
    wanted = {*groups["reference"], *candidates}
    names = name_nodes(wanted) if wanted else Names()
    return {
        what: [_awaiting(iri, rows, names, language) for iri, rows in things.items()]
        for what, things in groups.items()
    }


def _awaiting(iri: str, rows: Sequence[Row], names: Names, language: str) -> Awaiting:
    said = [row["note"] for row in rows if "note" in row]
    notes = {one.language or "": one.value for one in said if isinstance(one, Literal)}
    found = dict.fromkeys(row["candidate"].value for row in rows if "candidate" in row)
    record = rows[0]["record"].value if "record" in rows[0] else ""
    return Awaiting(
        iri,
        record,
        _spoken(notes, language) if record else names.of(iri, language),
        tuple((names.of(one, language), one) for one in found),
    )


def _results(rows: Sequence[Row], language: str) -> list[Result]:
    if not rows:
        return []
    messages: dict[str, dict[str, str]] = defaultdict(dict)
    for row in select("result-messages", result=[row["result"].value for row in rows]):
        message = row["message"]
        if isinstance(message, Literal):
            messages[row["result"].value][message.language or ""] = message.value
    names = _names(
        row[part] for row in rows for part in ("shape", "focus", "path", "value") if part in row
    )
    found: dict[str, Result] = {}
    for row in rows:
        iri = row["result"].value
        path, value, component = (row.get(part) for part in ("path", "value", "component"))
        found[iri] = Result(
            iri,
            _SLUGS[row["severity"].value],
            _value(row["shape"], names, language),
            _value(row["focus"], names, language),
            None if path is None else _value(path, names, language),
            None if value is None else _value(value, names, language),
            component.value.rpartition("#")[2] if component is not None else "",
            _spoken(messages[iri], language),
            messages[iri],
        )
    return list(found.values())


def _names(terms: Iterable[Any]) -> Names:
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    return name_nodes(iris) if iris else Names()


def _value(term: Any, names: Names, language: str) -> Value:
    if isinstance(term, NamedNode):
        iri = term.value
        return Value(iri, names.of(iri, language), shorten(iri), follow(iri).href)
    spoken = (term.language or "") if isinstance(term, Literal) else ""
    return Value(term.value, Name(term.value, spoken))


def _spoken(texts: Mapping[str, str], language: str) -> Name:
    for wanted in (language, "en", *texts):
        if wanted in texts:
            return Name(texts[wanted], wanted)
    return Name("")


def _node(text: str) -> NamedNode | Literal:
    """Give what a slug or an IRI stands for; a blank node of the report is a text."""
    if "://" in text:
        return NamedNode(text)
    return Literal(text)
