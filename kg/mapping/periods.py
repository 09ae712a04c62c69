"""From the periods that records speak of to node objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.mapping.quads import Node
from kg.seeds import record as r
from kg.seeds.cells import period_iri
from kg.seeds.period_names import period_name
from kg.seeds.periods import close_periods, previous_year

__all__ = ["period_nodes", "used_periods"]


def period_nodes(keys: Iterable[str]) -> Iterator[Node]:
    """Give the node objects of these periods and of those that relate to them, by key."""
    periods = close_periods(keys)
    for period in periods.values():
        node: Node = {
            "id": period_iri(period.key),
            "type": "Period",
            "label": period_name(period),
            "firstDay": period.first.isoformat(),
            "lastDay": period.last.isoformat(),
        }
        enclosing = [
            period_iri(other.key)
            for other in periods.values()
            if other.key != period.key and other.contains(period) and not period.contains(other)
        ]
        if enclosing:
            node["within"] = enclosing
        earlier = previous_year(period.key)
        if earlier in periods:
            node["previousYearPeriod"] = period_iri(earlier)
        yield node


def used_periods(seeds: r.Seeds) -> set[str]:
    """Give the keys of all periods that the records speak of."""
    figures = (
        statement
        for document in seeds.documents
        for statement in document.statements
        if isinstance(statement, r.Amount | r.Growth | r.Share | r.Rank)
    )
    keys = set[str]()
    for figure in figures:
        keys.add(figure.dimensions.period)
        if isinstance(figure, r.Share):
            keys.add(figure.whole.period)
    references = chain(
        (value for entity in seeds.entities.values() for _, value in entity.properties),
        (
            statement.object
            for document in seeds.documents
            for statement in document.statements
            if isinstance(statement, r.Relation)
        ),
    )
    prefix = "period/"
    return keys | {
        reference.removeprefix(prefix)
        for reference in references
        if isinstance(reference, str) and reference.startswith(prefix)
    }
