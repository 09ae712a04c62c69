"""Why a query has no solutions: which pattern alone has none, or which join is the first to fail.

The patterns are asked one by one, then one more with each step, each question for one solution at
most; what was found is counted afterwards (`counted`). OPTIONAL takes no solution away and is asked
only where a FILTER needs what it binds. FILTER and MINUS come at the end of their group, where
SPARQL has a FILTER work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from kg.queries.query_parts import Group, Part, Query

__all__ = ["MOST_COUNTED", "MOST_PROBES", "Join", "Pattern", "Report", "counted", "explain"]

MOST_PROBES: Final = 60
MOST_PATTERNS: Final = 30
MOST_COUNTED: Final = 1000
"""More solutions than these are not counted; one more tells that there are more."""
_KEPT: Final = frozenset({"triple", "values", "bind", "union", "group", "select", "graph"})
_LAST: Final = frozenset({"filter", "minus"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """A part of the query, and whether it has solutions alone; None where that stayed open.

    ``count`` is their number where it was counted; ``texts`` is what was asked.
    """

    kind: str
    text: str
    start: int
    end: int
    rows: bool | None
    count: int | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Patterns together, by their numbers, whether they have a solution, and how many."""

    patterns: tuple[int, ...]
    rows: bool | None
    count: int | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What was found out.

    ``first`` are the numbers of the patterns that first yield nothing: one that has no match
    alone, or the fewest found that do not go together. ``kind`` says which: pattern, join,
    filter, minus, tail (what follows the patterns), found (there are solutions) or open.
    """

    kind: str
    patterns: tuple[Pattern, ...] = ()
    joins: tuple[Join, ...] = ()
    first: tuple[int, ...] = ()


@dataclass(slots=True)
class _Probe:
    """Asks whether some parts have a solution together, as often as it may."""

    query: Query
    ask: Callable[[str], bool | None]
    left: int = MOST_PROBES
    known: dict[tuple[str, ...], bool | None] = field(default_factory=dict)

    def __call__(self, texts: tuple[str, ...]) -> bool | None:
        """Tell whether there is a solution; None where it cannot be found out."""
        if texts not in self.known:
            if self.left <= 0:
                return None
            self.left -= 1
            self.known[texts] = self.asks(_group(texts))
        return self.known[texts]

    def asks(self, group: str) -> bool | None:
        """Tell whether a group has a solution."""
        query = self.query
        values = query.values.text if query.values else ""
        return self.ask(f"{query.prologue}\nASK {query.dataset} WHERE {group} {values}")


def explain(query: Query, text: str, ask: Callable[[str], bool | None]) -> Report:
    """Give why a query, whose text this is, has no solutions.

    ``ask`` evaluates an ASK query; it gives None where that took too long.
    """
    where = query.where
    if where is None:
        return Report("open")
    probe = _Probe(query, ask)
    if probe.asks(text[where.start : where.end]):
        tail = query.having or query.offset is not None or query.limit is not None
        return Report("tail" if tail else "found")
    while len(where.parts) == 1 and where.parts[0].kind == "group":
        where = where.parts[0].groups[0]
    if where.select is not None:
        return Report("open")
    parts = list(_parts(where))
    kept = [part for part in parts if part.kind in _KEPT][:MOST_PATTERNS]
    last = [part for part in parts if part.kind in _LAST][:MOST_PATTERNS]
    rows = [None if part.kind == "bind" else probe((_text(part),)) for part in kept]
    patterns = tuple(
        Pattern(part.kind, part.text, part.start, part.end, found, texts=(_text(part),))
        for part, found in zip([*kept, *last], [*rows, *(None for _ in last)], strict=True)
    )
    alone = next((number for number, found in enumerate(rows) if found is False), None)
    if alone is not None:
        return Report("pattern", patterns, (), (alone,))
    optional = [part for part in parts if part.kind == "optional"]
    return _joined(probe, kept, optional, last, patterns)


def counted(report: Report, query: Query, count: Callable[[str], int | None]) -> Report:
    """Give the report with the numbers of solutions, each up to one more than `MOST_COUNTED`.

    ``count`` gives the one value of a SELECT query, None where that took too long.
    """
    values = query.values.text if query.values else ""
    # longer than every variable of the query, and so none of them
    one_name = "?n" + "n" * max((len(one.name) for one in query.variables), default=0)

    def number(one: Pattern | Join) -> int | None:
        if not one.rows:
            return 0 if one.rows is False else None
        inner = f"SELECT (1 AS {one_name}) WHERE {{ {_group(one.texts)} {values} }}"
        return count(
            f"{query.prologue}\nSELECT (COUNT(*) AS ?many) {query.dataset} "
            f"WHERE {{ {{ {inner} LIMIT {MOST_COUNTED + 1} }} }}"
        )

    patterns = tuple(replace(one, count=number(one)) for one in report.patterns)
    joins = tuple(replace(one, count=number(one)) for one in report.joins)
    return replace(report, patterns=patterns, joins=joins)


def _group(texts: tuple[str, ...]) -> str:
    return "{\n" + "\n".join(texts) + "\n}"


def _joined(
    probe: _Probe,
    kept: list[Part],
    optional: list[Part],
    last: list[Part],
    patterns: tuple[Pattern, ...],
) -> Report:
    """Add the patterns one by one, then what filters take away, until nothing is left."""
    joins: list[Join] = []
    together: list[int] = []
    for number in _connected(kept):
        together.append(number)
        if len(together) == 1:
            continue
        texts = tuple(_text(kept[one]) for one in together)
        found = probe(texts)
        joins.append(Join(tuple(together), found, texts=texts))
        if found is False:
            fewest = _fewest(probe, kept, together)
            if fewest != tuple(together):
                joins.append(Join(fewest, False))
            return Report("join", patterns, tuple(joins), fewest)
        if found is None:
            return Report("open", patterns, tuple(joins))
    texts = tuple(_text(kept[one]) for one in together)
    bound = frozenset[str]().union(*(part.binds for part in kept))
    needed = frozenset[str]().union(*(part.uses for part in last)) - bound
    texts += tuple(part.text for part in optional if part.binds & needed)
    for place, part in enumerate(last):
        texts += (part.text,)
        together.append(len(kept) + place)
        found = probe(texts)
        joins.append(Join(tuple(together), found, texts=texts))
        if found is False:
            return Report(part.kind, patterns, tuple(joins), (len(kept) + place,))
        if found is None:
            break
    # what is left, such as a pattern behind an OPTIONAL, has not been told apart
    return Report("open", patterns, tuple(joins))


def _fewest(probe: _Probe, kept: list[Part], failing: list[int]) -> tuple[int, ...]:
    """Give a smallest part of failing patterns that still fails: leave out what does not matter."""
    needed = list(failing)
    for one in failing[:-1]:
        rest = [other for other in needed if other != one]
        names = frozenset[str]().union(*(kept[other].binds for other in rest))
        if any(kept[other].kind == "bind" and not kept[other].uses <= names for other in rest):
            continue
        if len(rest) > 1 and probe(tuple(_text(kept[other]) for other in rest)) is False:
            needed = rest
    return tuple(needed)


def _connected(kept: list[Part]) -> list[int]:
    """Give the patterns in an order in which each shares a variable with those before it.

    BIND comes when what it computes from is there.
    """
    left = list(range(len(kept)))
    order: list[int] = []
    names: frozenset[str] = frozenset()
    while left:
        ready = [one for one in left if kept[one].kind != "bind"] or left
        bound = [
            one
            for one in left
            if kept[one].kind == "bind" and kept[one].uses - kept[one].binds <= names
        ]
        near = [one for one in ready if kept[one].binds & names]
        chosen = (bound or near or ready)[0]
        left.remove(chosen)
        order.append(chosen)
        names |= kept[chosen].binds
    return order


def _parts(group: Group) -> Iterator[Part]:
    """Give the parts of a group; those of GRAPH one by one, each with its GRAPH."""
    for part in group.parts:
        inner = part.groups[0] if part.groups else None
        simple = (
            inner is not None
            and inner.select is None
            and all(one.kind in {"triple", "values"} for one in inner.parts)
        )
        if part.kind == "group" and simple and inner is not None:
            yield from inner.parts
        elif part.kind == "graph" and simple and inner is not None:
            named = frozenset(one[1:] for one in part.head.split() if one[0] in "?$")
            for one in inner.parts:
                yield replace(
                    one,
                    kind="graph",
                    text=f"{part.head} {{ {one.text} }}",
                    binds=one.binds | named,
                    uses=one.uses | named,
                )
        else:
            yield part


def _text(part: Part) -> str:
    """Give what stands for a part in a group."""
    return f"{part.text} ." if part.kind == "triple" else part.text
