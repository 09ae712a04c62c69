"""What can be said of a query before it runs: faults, doubts and remarks, each with its place.

A fault comes from the grammar or from the engine's parser, whatever else from the parts of the
query (`kg.queries.patterns`). Every piece of advice names its phrase, so that it can be said in
the reader's language, and may carry edits that would put things right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import islice
from operator import attrgetter
from typing import Final, Literal

from console.fixes import Edit, Fix, fixes_of
from kg.queries.diagnosis import engine_fault, fault_of
from kg.queries.fault import Fault, prefix_faults
from kg.queries.patterns import take_apart
from kg.queries.query_parts import Group, Part, Query, Variable
from kg.queries.tokens import Token, tokens

__all__ = ["Advice", "Joining", "faults", "remarks"]

Severity = Literal["error", "warning", "info"]
# to compare names takes the longer the more and the longer they are
_MOST_COMPARED: Final = 300
_LONGEST_COMPARED: Final = 60
_MOST_UNBOUND: Final = 100


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to say of a place: ``values`` fill in the phrase that ``code`` names."""

    severity: Severity
    code: str
    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()
    symbols: frozenset[str] = frozenset()


def faults(text: str, well_known: Mapping[str, str], verdict: Callable[[], str]) -> list[Advice]:
    """Give what keeps the query from running; nothing where it can.

    ``verdict`` asks the engine's parser what it has against the text; it is asked only where the
    grammar has nothing against it.
    """
    fault = fault_of(text)
    if fault is None and (query := take_apart(text)) and (found := list(_ungrouped(query))):
        return found
    if fault is None:
        message = verdict()
        if not message:
            return []
        fault = fault_of(text, message=message) or engine_fault(text, message)
    found = [_of_fault(text, fault, well_known)]
    if fault.code not in {"empty", "update"}:
        found += [
            _of_fault(text, prefix, well_known)
            for prefix in prefix_faults(text, tokens(text))
            # what stands behind an open string may be a part of it
            if prefix.offset != fault.offset
            and (fault.code != "string" or prefix.offset < fault.offset)
        ]
    return found


Joining = Callable[[Query, str, str], Sequence[str]]
"""Gives patterns that would join two variables of a query."""


def remarks(text: str, joining: Joining = lambda *_: ()) -> list[Advice]:
    """Give what is doubtful about a query that can run, in the order of its places."""
    query = take_apart(text)
    if query is None:
        return []
    found = [
        *_unused_prefixes(text),
        *islice(_of_query(query), _MOST_UNBOUND),
        *_once(query),
    ]
    if query.where is not None:
        for where, one in _crossed(query.where, frozenset()):
            found.append(replace(one, fixes=tuple(_joins(query, where, one, joining))))
    return sorted(found, key=lambda one: (one.start, one.code))


def _of_fault(text: str, fault: Fault, well_known: Mapping[str, str]) -> Advice:
    end = _end(text, fault.offset)
    fixes = tuple(fixes_of(text, fault, end, well_known))
    values = {"found": fault.found, "meant": fault.meant}
    return Advice("error", fault.code, fault.offset, end, values, fixes, fault.symbols)


def _ungrouped(query: Query) -> Iterator[Advice]:
    """Give the variables that are selected beside groups without being one."""
    if query.grouped is None and not query.aggregates:
        return
    grouped = query.grouped or frozenset()
    missing = [one for one in query.selected if one.name not in grouped]
    every = " ".join(dict.fromkeys(f"?{one.name}" for one in missing))
    for one in missing:
        fixes = []
        if query.grouped is not None:
            edit = Edit(query.group_end, query.group_end, f" {every}")
            fixes.append(Fix("fix_group", every, (edit,)))
        elif query.where is not None:
            clause = f"GROUP BY {every}"
            edit = Edit(query.where.end, query.where.end, f"\n{clause}")
            fixes.append(Fix("fix_add", clause, (edit,)))
        sample = f"(SAMPLE(?{one.name}) AS ?{one.name}Sample)"
        fixes.append(Fix("fix_write", sample, (Edit(one.start, one.end, sample),)))
        values = {"found": f"?{one.name}"}
        yield Advice("error", "ungrouped", one.start, one.end, values, tuple(fixes))


def _of_query(query: Query) -> Iterator[Advice]:
    """Give what is selected or used and never bound, and a limit without an order."""
    where = query.where
    bound = where.binds if where is not None else frozenset[str]()
    bound |= query.values.binds if query.values else frozenset()
    made = frozenset(one.name for one in query.named)
    if where is not None or query.form == "select":
        for one in query.selected:
            if one.name not in bound:
                alone = len(query.selected) + len(query.named) == 1
                yield _unbound(one, bound, may_go=not alone)
        seen: set[str] = set()
        for one in query.tail_uses:
            if one.name not in bound | made | (query.grouped or frozenset()) | seen:
                seen.add(one.name)
                yield _unbound(one, bound | made)
    if where is not None:
        yield from _in_filters(query, where, bound)
    if query.limit and not query.ordered and query.form != "ask":
        yield Advice("info", "unordered", query.limit.start, query.limit.end)


def _in_filters(query: Query, where: Group, bound: frozenset[str]) -> Iterator[Advice]:
    variables = sorted(query.variables, key=attrgetter("start"))
    for part in where.parts:
        if part.kind not in {"filter", "bind"}:
            continue
        own = frozenset[str]().union(*(group.binds for group in part.groups))
        inner = frozenset[str]().union(*(_used(group) for group in part.groups))
        first = bisect_left(variables, part.start, key=attrgetter("start"))
        last = bisect_left(variables, part.end, key=attrgetter("start"))
        places = {one.name: one for one in reversed(variables[first:last])}
        for name in sorted(part.uses - part.binds - own - inner - bound):
            yield _unbound(places[name], bound)


def _unbound(one: Variable, bound: Collection[str], *, may_go: bool = False) -> Advice:
    near = []
    if len(bound) <= _MOST_COMPARED and len(one.name) <= _LONGEST_COMPARED:
        near = get_close_matches(one.name, sorted(bound), n=1, cutoff=0.7)
    fixes = tuple(
        Fix("fix_write", f"?{name}", (Edit(one.start, one.end, f"?{name}"),)) for name in near
    )
    if may_go:
        fixes += (Fix("fix_remove", f"?{one.name}", (Edit(one.start - 1, one.end, ""),)),)
    return Advice("warning", "unbound", one.start, one.end, {"found": f"?{one.name}"}, fixes)


def _once(query: Query) -> Iterator[Advice]:
    """Give the variables that stand in one place alone, and so neither join nor show anything."""
    if query.everything or query.form not in {"select", "ask"} or query.where is None:
        return
    if any(group.select is not None for group in _groups(query.where)):
        return  # the variables of an inner query are others
    counts = Counter(one.name for one in query.variables)
    if query.form == "ask" and len(counts) == 1:
        return  # whether there is anything so is a whole question
    binds = query.where.binds
    parts = [part for group in _groups(query.where) for part in group.parts if not part.groups]
    joined = Counter(name for part in parts for name in part.uses)
    for one in query.variables:
        # a subject that is written once may have several patterns behind it
        if counts[one.name] == 1 and joined[one.name] < 2 and one.name in binds:
            yield Advice("info", "once", one.start, one.end, {"found": f"?{one.name}"})


def _joins(query: Query, where: Group, one: Advice, joining: Joining) -> Iterator[Fix]:
    """Give what would join two variables: a pattern of both, or one name for both."""
    found, meant = one.values["found"], one.values["meant"]
    for pattern in joining(query, found[1:], meant[1:]):
        start = where.start + 1
        yield Fix("fix_add", pattern, (Edit(start, start, f" {pattern} ."),))
    edits = tuple(
        Edit(other.start, other.end, found) for other in query.variables if other.name == meant[1:]
    )
    yield Fix("fix_join", f"{meant} → {found}", edits)


def _crossed(group: Group, outside: frozenset[str]) -> Iterator[tuple[Group, Advice]]:
    """Give where parts of a group share no variable, so that each goes with each."""
    if group.select is not None:
        if group.select.where is not None:
            yield from _crossed(group.select.where, frozenset())
        return
    islands: list[tuple[set[str], list[Part]]] = [(set(outside), [])] if outside else []
    late = {"filter", "bind"}  # they join what other parts bind, wherever they stand
    for part in sorted(group.parts, key=lambda one: one.kind in late):
        names = set(part.uses if part.kind in late else part.binds)
        touched = [one for one in islands if one[0] & names]
        if part.kind == "minus" or not names or (part.kind in late and not touched):
            continue
        islands = [one for one in islands if not one[0] & names]
        of_patterns = [] if part.kind in {*late, "values"} else [part]
        parts = [found for one in touched for found in one[1]]
        islands.append((names.union(*(one[0] for one in touched)), parts + of_patterns))
    islands = [one for one in islands if one[1] or one[0] & outside]
    if len(islands) > 1:
        firsts = [(min(found, key=_start), min(names)) for names, found in islands if found]
        firsts.sort(key=lambda one: _start(one[0]))
        (_, name), (last, other) = firsts[0], firsts[-1]
        if len(firsts) == 1:
            other = min(outside)
        values = {"found": f"?{name}", "meant": f"?{other}"}
        yield group, Advice("warning", "crossed", last.start, last.end, values)
    for part in group.parts:
        inner = group.binds | outside if part.kind in {"optional", "filter", "minus"} else outside
        for one in part.groups:
            yield from _crossed(one, inner)


def _unused_prefixes(text: str) -> Iterator[Advice]:
    sequence = list(tokens(text))
    used = Counter(token.text.partition(":")[0] for token in sequence if token.kind == "pname")
    for index, token in enumerate(sequence[:-2]):
        if token.text.upper() != "PREFIX" or token.kind != "word":
            continue
        name, space = sequence[index + 1], sequence[index + 2]
        prefix = name.text.partition(":")[0]
        if name.kind == "pname" and used[prefix] == 1:
            end = space.end + (text[space.end : space.end + 1] == "\n")
            remove = Fix("fix_remove", f"{prefix}:", (Edit(token.start, end, ""),))
            values = {"found": f"{prefix}:"}
            yield Advice("info", "unused", token.start, space.end, values, (remove,))


def _groups(group: Group) -> Iterator[Group]:
    left = [group]
    while left:
        one = left.pop()
        yield one
        left.extend(inner for part in one.parts for inner in part.groups)


def _used(group: Group) -> frozenset[str]:
    return frozenset[str]().union(*(part.uses for one in _groups(group) for part in one.parts))


def _start(part: Part) -> int:
    return part.start


def _end(text: str, start: int) -> int:
    """Give where the token at an offset ends; at least one character is shown."""
    found: Token | None = next((one for one in tokens(text) if one.start <= start < one.end), None)
    return found.end if found is not None else min(len(text), start + 1)
