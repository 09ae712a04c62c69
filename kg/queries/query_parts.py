"""What a query is made of: groups, their parts, and the variables of each."""

from __future__ import annotations

from dataclasses import dataclass

from kg.queries.tokens import Token

__all__ = ["Group", "Part", "Query", "Variable"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable where it stands, without its mark."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a group.

    ``kind`` is triple, filter, bind, values, optional, minus, lateral, graph, service, union,
    group or select. ``text`` can stand alone in a group; a triple pattern of a list with ``;`` or
    ``,`` has its subject there. ``binds`` are the variables that it may give a value to, ``uses``
    all that it names, and ``groups`` the groups in it, for a filter those of EXISTS.
    """

    kind: str
    text: str
    start: int
    end: int
    binds: frozenset[str]
    uses: frozenset[str]
    groups: tuple[Group, ...] = ()
    head: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between two braces; ``select`` is the query where it is one."""

    start: int
    end: int
    parts: tuple[Part, ...] = ()
    select: Query | None = None

    @property
    def binds(self) -> frozenset[str]:
        """The variables that it may give a value to."""
        if self.select is not None:
            return self.select.gives
        return frozenset[str]().union(*(part.binds for part in self.parts))


@dataclass(frozen=True, slots=True)
class Query:
    """A query or one inside another.

    ``selected`` are the variables that SELECT names by themselves, ``named`` those that it makes
    with AS; ``everything`` says that it is ``*``. ``grouped`` is None without GROUP BY.
    ``variables`` are all of the text, wherever they stand. ``tail`` is what follows the group.
    """

    form: str
    start: int
    end: int
    prologue: str = ""
    dataset: str = ""
    selected: tuple[Variable, ...] = ()
    named: tuple[Variable, ...] = ()
    everything: bool = False
    aggregates: bool = False
    grouped: frozenset[str] | None = None
    group_end: int = 0
    where: Group | None = None
    values: Part | None = None
    ordered: bool = False
    limit: Token | None = None
    offset: Token | None = None
    having: bool = False
    tail_uses: tuple[Variable, ...] = ()
    variables: tuple[Variable, ...] = ()

    @property
    def gives(self) -> frozenset[str]:
        """The variables that have values in its solutions."""
        if self.everything and self.where is not None:
            return self.where.binds
        return frozenset(one.name for one in (*self.selected, *self.named))
