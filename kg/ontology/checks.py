"""Checks written as queries: each solution is something that is wrong with the ontology.

A check is a ``.rq`` file in a folder of ``ontology/checks``. It selects ``?term`` (what is wrong)
and may select ``?value`` (what is wrong with it); its head says the problem, the solution and
how severe it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, QuerySolutions, Store

from kg.errors import InputError, Place
from kg.ontology.load import module_quads
from kg.ontology.notation import write_term
from kg.queries.query_file import QueryFile, read_folder
from kg.resources import folder

__all__ = ["Check", "Finding", "Severity", "load_checks", "run_checks"]

HEAD: Final = ("summary", "summary_zh", "problem", "solution", "severity", "tags")


class Severity(StrEnum):
    """How severe a finding is: only a violation makes a check fail."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, what it says, and its query.

    ``rests_on`` are the triples that a finding rests on, as Turtle with the query's variables in
    braces; only the checks for clashes have them.
    """

    name: str
    summary: str
    summary_zh: str
    problem: str
    solution: str
    severity: Severity
    text: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check found: the term that is wrong, and the value that makes it so.

    Both are written as Turtle with our prefixes; ``value`` is empty where the term says it all.
    """

    check: Check
    term: str
    value: str = ""


@cache
def load_checks(name: str) -> tuple[Check, ...]:
    """Give the checks of a folder of ``ontology/checks``, by name.

    Raises ``InputError`` where the folder is empty or a head is incomplete.
    """
    place = folder("ontology") / "checks" / name
    return tuple(_read_check(file, place) for file in read_folder(place, HEAD))


def run_checks(
    quads: Iterable[Quad] | None = None, checks: tuple[Check, ...] | None = None
) -> tuple[Finding, ...]:
    """Run the checks for pitfalls, or those given, on the ontology or on the quads given.

    The queries see the union of all graphs, and each file of the ontology as a graph.
    """
    store = Store()
    store.bulk_extend(module_quads() if quads is None else quads)
    chosen = load_checks("pitfalls") if checks is None else checks
    return tuple(finding for check in chosen for finding in _run(check, store))


def _run(check: Check, store: Store) -> list[Finding]:
    solutions = store.query(check.text, use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions), "checks are SELECT queries"
    has_value = "value" in {variable.value for variable in solutions.variables}
    found: dict[Finding, None] = {}
    for solution in solutions:
        value = solution["value"] if has_value else None
        text = "" if value is None else write_term(value)
        found[Finding(check, write_term(solution["term"]), text)] = None
    return list(found)


def _read_check(file: QueryFile, place: Path) -> Check:
    try:
        severity = Severity(file.said("severity"))
    except ValueError as error:
        raise InputError(
            f"the severity is {file.said('severity')!r}",
            expected="violation, warning or info",
            remedy="correct the head of the check",
            where=Place(place / f"{file.name}.rq", 1),
        ) from error
    return Check(
        name=file.name,
        summary=file.said("summary"),
        summary_zh=file.said("summary_zh"),
        problem=file.said("problem"),
        solution=file.said("solution"),
        severity=severity,
        text=file.text,
        rests_on=_texts(file.head.get("rests_on")),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
