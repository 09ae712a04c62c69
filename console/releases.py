"""What was added and removed from one release to another, as a page shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from console.downloads import this_downloads
from console.links import follow
from console.naming import Name, name_nodes
from console.problems import Problem
from kg.release import Releases
from kg.release.changes import patch_lines
from kg.release.history import Entry
from kg.vocab import GRAPHS

__all__ = ["Changed", "Line", "Subject", "compare_releases", "history"]

_MOST_LINES: Final = 20_000
_MOST_SUBJECTS: Final = 100
_MOST_OF_ONE: Final = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One triple of a subject that was added or removed."""

    added: bool
    name: Name
    value: Name
    href: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing of which something was added or removed."""

    name: Name
    href: str
    added: int
    removed: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """How much was added and removed, in which graphs, and of what; ``whole`` unless cut off."""

    added: int
    removed: int
    graphs: tuple[tuple[str, int, int], ...]
    subjects: tuple[Subject, ...]
    more: int
    whole: bool
    patch: str


def history(data: Path | None) -> tuple[Entry, ...]:
    """Give the switches of the current release, the newest first, each release once."""
    entries = Releases(data).history() if data else ()
    return tuple({entry.id: entry for entry in entries}.values())[::-1]


def compare_releases(old: str, new: str, language: str) -> Changed:
    """Give what changed from one release to another.

    Raises `Problem` where one was never there, or is gone and left no patch.
    """
    lines = list(islice(_lines(old, new), _MOST_LINES + 1))
    whole, lines = len(lines) <= _MOST_LINES, lines[:_MOST_LINES]
    graphs: Counter[tuple[str, str]] = Counter()
    by_subject: dict[str, list[tuple[bool, NamedNode, object]]] = {}
    for line in lines:
        quad = next(iter(parse(line[2:], RdfFormat.N_QUADS)))
        name = quad.graph_name
        graph = name.value.removeprefix(GRAPHS) if isinstance(name, NamedNode) else ""
        graphs[graph, line[0]] += 1
        if isinstance(quad.subject, NamedNode):
            found = by_subject.setdefault(quad.subject.value, [])
            found.append((line[0] == "A", quad.predicate, quad.object))
    shown = dict(islice(sorted(by_subject.items(), key=_weight), _MOST_SUBJECTS))
    wanted = set(shown)
    for changes in shown.values():
        for _, predicate, value in changes[:_MOST_OF_ONE]:
            wanted |= {predicate.value} | ({value.value} if isinstance(value, NamedNode) else set())
    names = name_nodes(wanted)

    def line_of(added: bool, predicate: NamedNode, value: object) -> Line:
        if isinstance(value, NamedNode):
            said, href = names.of(value.value, language), follow(value.value).href
        else:
            text = value.value if isinstance(value, Literal) else str(value)
            said, href = Name(text, getattr(value, "language", None) or ""), ""
        return Line(added, names.of(predicate.value, language), said, href)

    subjects = tuple(
        Subject(
            names.of(iri, language),
            follow(iri).href,
            sum(added for added, *_ in changes),
            sum(not added for added, *_ in changes),
            tuple(line_of(*change) for change in changes[:_MOST_OF_ONE]),
        )
        for iri, changes in shown.items()
    )
    return Changed(
        sum(line[0] == "A" for line in lines),
        sum(line[0] == "D" for line in lines),
        tuple(
            (graph, graphs[graph, "A"], graphs[graph, "D"])
            for graph in sorted({graph for graph, _ in graphs})
        ),
        subjects,
        len(by_subject) - len(shown),
        whole,
        f"{old}..{new}.rdfp",
    )


def _weight(item: tuple[str, list[tuple[bool, NamedNode, object]]]) -> tuple[bool, str]:
    """Give what orders subjects: what people know of comes before what the graph says of itself."""
    return "/id/" not in item[0], item[0]


def _lines(old: str, new: str) -> Iterator[str]:
    downloads = this_downloads()
    if path := downloads.known_changes().patch(old, new):
        with path.open(encoding="utf-8", newline="\n") as file:
            yield from (line.removesuffix("\n") for line in file if line[:2] in {"A ", "D "})
        return
    before, after = downloads.path(old), downloads.path(new)
    if before is None or after is None:
        known = [entry.id for entry in downloads.releases.history()]
        missing = next((one for one in (old, new) if one not in known), "")
        if missing:
            raise Problem(
                "not-found",
                f"there was never a release {missing!r}",
                expected=f"one of {', '.join(known[:5])}",
                remedy="choose two at /compare",
            )
        raise Problem(
            "gone",
            "one of the two releases was removed",
            remedy="compare releases that follow one another: their changes are kept",
        )
    yield from (line for line in patch_lines(before, after) if line[:2] in {"A ", "D "})
