"""A query taken apart: what it selects, and the parts of its groups with their variables.

It is read by the grammar in ``sparql.ebnf`` and never evaluated. Nothing here recurses deeper than
the brackets of the text, which `kg.queries.limits` bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from kg.queries.grammar import CLOSE, Failure, steps
from kg.queries.query_parts import Group, Part, Query, Variable
from kg.queries.tokens import Token, query_form, tokens

__all__ = ["take_apart"]

_KINDS: Final = {
    "FILTER": "filter",
    "OPTIONAL": "optional",
    "MINUS": "minus",
    "LATERAL": "lateral",
    "GRAPH": "graph",
    "SERVICE": "service",
    "BIND": "bind",
}
_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})


@dataclass(slots=True)
class _Node:
    rule: str
    children: list[_Node | Token] = field(default_factory=list)


@lru_cache(16)
def take_apart(text: str) -> Query | None:
    """Give the parts of a query, None where it is no query in form or an update.

    >>> take_apart("SELECT ?s { ?s a <urn:x> ; <urn:p> ?o }").where.parts[1].text
    '?s <urn:p> ?o'
    """
    sequence = list(tokens(text))
    top = _tree(sequence)
    return None if top is None else _Reader(text).query(top, query_form(text))


def _tree(sequence: Sequence[Token]) -> _Node | None:
    """Give the tree of rules; what the grammar repeats lies side by side in it."""
    root = _Node("")
    open_nodes = [root]
    for step in steps(sequence):
        if isinstance(step, Failure):
            return None
        if isinstance(step, int):
            if step < len(sequence):
                open_nodes[-1].children.append(sequence[step])
        elif step == CLOSE:
            open_nodes.pop()
        else:
            parent = open_nodes[-1]
            # generated for a bracket or a repetition, or a list that goes on
            if "." in step or step == parent.rule == "Triples":
                open_nodes.append(parent)
            else:
                node = _Node(step)
                parent.children.append(node)
                open_nodes.append(node)
    first = root.children[0]
    return first if isinstance(first, _Node) else None


def _tokens(node: _Node | Token) -> Iterator[Token]:
    left: list[_Node | Token] = [node]
    while left:
        one = left.pop()
        if isinstance(one, Token):
            yield one
        else:
            left.extend(reversed(one.children))


def _nodes(node: _Node, rule: str) -> Iterator[_Node]:
    """Give the topmost nodes of a rule below a node."""
    left: list[_Node | Token] = list(reversed(node.children))
    while left:
        one = left.pop()
        if isinstance(one, _Node):
            if one.rule == rule:
                yield one
            else:
                left.extend(reversed(one.children))


def _names(node: _Node | Token) -> frozenset[str]:
    return frozenset(one.text[1:] for one in _tokens(node) if one.kind == "variable")


def _variables(node: _Node | Token) -> tuple[Variable, ...]:
    found = (one for one in _tokens(node) if one.kind == "variable")
    return tuple(Variable(one.text[1:], one.start, one.end) for one in found)


class _Reader:
    """Turns the tree of one text into its parts."""

    def __init__(self, text: str) -> None:
        self._text = text

    def query(self, node: _Node, form: str) -> Query:
        """Give a query: the whole one, or one inside a group."""
        whole = list(_tokens(node))
        prologue = _child(node, "Prologue")
        body = next(
            one
            for one in (node, *(child for child in node.children if isinstance(child, _Node)))
            if one.rule in {"Select", "SubSelect", "Construct", "Describe", "Ask"}
        )
        clause = _child(body, "SelectClause")
        where = _child(body, "Where")
        group = next(_nodes(where, "Group"), None) if where is not None else None
        if group is None and body.rule == "Construct":
            group = _child(body, "Template")
        tail = _child(body, "Modifiers") or _Node("Modifiers")
        values = _child(node, "Values") or _child(body, "Values")
        grouping = next(_nodes(tail, "GroupBy"), None)
        tail_tokens = list(_tokens(tail))
        expressions = [*_nodes(tail, "Having"), *_nodes(tail, "OrderBy")]
        if clause is not None:
            expressions += _nodes(clause, "Selected")
        selected, named = self._selected(clause)
        return Query(
            form=form,
            start=whole[0].start,
            end=whole[-1].end,
            prologue=self._slice(prologue) if prologue is not None else "",
            dataset=" ".join(self._slice(one) for one in body.children if _is(one, "Dataset")),
            selected=selected,
            named=named,
            everything=clause is not None and any(_text(one) == "*" for one in clause.children),
            aggregates=any(
                token.text.upper() in _AGGREGATES and token.kind == "word"
                for one in expressions
                for token in _tokens(one)
            ),
            grouped=None if grouping is None else _names(grouping),
            group_end=list(_tokens(grouping))[-1].end if grouping is not None else 0,
            where=self._group(group) if group is not None else None,
            values=self._values(values) if values is not None else None,
            ordered=next(_nodes(tail, "OrderBy"), None) is not None,
            limit=_after(tail_tokens, "LIMIT"),
            offset=_after(tail_tokens, "OFFSET"),
            having=next(_nodes(tail, "Having"), None) is not None,
            tail_uses=_variables(tail),
            variables=_variables(node),
        )

    def _selected(self, clause: _Node | None) -> tuple[tuple[Variable, ...], tuple[Variable, ...]]:
        if clause is None:
            return (), ()
        selected: list[Variable] = []
        named: list[Variable] = []
        for one in _nodes(clause, "Selected"):
            found = _variables(one)
            if len(list(_tokens(one))) == 1:
                selected.extend(found)
            else:
                named.append(found[-1])
        return tuple(selected), tuple(named)

    def _group(self, node: _Node) -> Group:
        whole = list(_tokens(node))
        start, end = whole[0].start, whole[-1].end
        inner = _child(node, "SubSelect")
        if inner is not None:
            return Group(start, end, select=self.query(inner, "select"))
        parts: list[Part] = []
        for child in (_child(node, "Body") or node).children:
            if not isinstance(child, _Node):
                continue
            if child.rule == "Triples":
                for statement in _nodes(child, "Statement"):
                    parts.extend(self._statement(statement))
            elif child.rule == "Pattern":
                parts.append(self._pattern(child))
        return Group(start, end, tuple(parts))

    def _pattern(self, node: _Node) -> Part:
        first = next(_tokens(node))
        uses = _names(node)
        inner = _child(node, "Values")
        if inner is not None:
            return self._values(inner)
        kind = _KINDS.get(first.text.upper(), "")
        if kind in {"filter", "bind"}:
            binds = frozenset({_variables(node)[-1].name}) if kind == "bind" else frozenset[str]()
            groups = tuple(map(self._group, _nodes(node, "Group")))
            return self._part(kind, node, binds, uses, groups)
        groups = tuple(map(self._group, _nodes(node, "Group")))
        if not kind:
            kind = "union" if len(groups) > 1 else "select" if groups[0].select else "group"
        binds = frozenset[str]().union(*(group.binds for group in groups))
        head = ""
        if kind in {"graph", "service"}:
            head = self._text[first.start : groups[0].start].strip()
            binds |= frozenset(one[1:] for one in head.split() if one[0] in "?$")
        if kind == "minus":
            binds = frozenset()
        return self._part(kind, node, binds, uses, groups, head)

    def _values(self, node: _Node) -> Part:
        names = _names(node)
        return self._part("values", node, names, names)

    def _statement(self, node: _Node) -> Iterator[Part]:
        """Give the triple patterns of a statement; one with brackets stays whole."""
        nested = next(_nodes(node, "Nested"), None)
        properties = next(_nodes(node, "Properties"), None)
        if nested is not None or properties is None:
            yield self._part("triple", node, _names(node), _names(node))
            return
        subject = node.children[0]
        verb: _Node | None = None
        start = next(_tokens(subject)).start
        for child in properties.children:
            if not isinstance(child, _Node):
                continue
            if child.rule == "Verb":
                verb = child
                if start < 0:
                    start = next(_tokens(child)).start
                continue
            assert verb is not None, "objects stand behind a verb"
            for one in _nodes(child, "Object"):
                last = list(_tokens(one))[-1]
                first = start if start >= 0 else next(_tokens(one)).start
                names = _names(subject) | _names(verb) | _names(one)
                text = " ".join(map(self._slice, (subject, verb, one)))
                yield Part("triple", text, first, last.end, names, names)
                start = -1

    def _part(
        self,
        kind: str,
        node: _Node,
        binds: frozenset[str],
        uses: frozenset[str],
        groups: tuple[Group, ...] = (),
        head: str = "",
    ) -> Part:
        whole = list(_tokens(node))
        start, end = whole[0].start, whole[-1].end
        return Part(kind, self._text[start:end], start, end, binds, uses, groups, head)

    def _slice(self, node: _Node | Token) -> str:
        whole = list(_tokens(node))
        return self._text[whole[0].start : whole[-1].end] if whole else ""


def _is(child: _Node | Token, rule: str) -> bool:
    return isinstance(child, _Node) and child.rule == rule


def _child(node: _Node, rule: str) -> _Node | None:
    """Give the first child of a rule."""
    return next((one for one in node.children if isinstance(one, _Node) and one.rule == rule), None)


def _text(child: _Node | Token) -> str:
    return child.text if isinstance(child, Token) else ""


def _after(sequence: Sequence[Token], word: str) -> Token | None:
    for token, following in pairwise(sequence):
        if token.text.upper() == word:
            return following
    return None
