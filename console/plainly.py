"""A description as plain JSON, with names beside the IRIs, and what follows on other pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from console.resource import EVIDENCE, Resource
from kg.store.base import Term

__all__ = ["told_plainly", "unfinished"]


def told_plainly(resource: Resource) -> Mapping[str, Any]:
    """Give the description as plain JSON, with names beside the IRIs."""
    names = resource.names

    def node(iri: str) -> dict[str, Any]:
        labels = {name.language: name.text for name in names.labels(iri)}
        made = {name.language: name.text for name in names.made.get(iri, ())}
        return {"iri": iri, "label": labels or made or {"": names.of(iri).text}}

    def value(term: Term) -> dict[str, Any]:
        if isinstance(term, NamedNode):
            return node(term.value)
        if isinstance(term, Literal):
            return {"value": term.value} | (
                {"language": term.language} if term.language else {"datatype": term.datatype.value}
            )
        return {"node": term.value}

    return {
        **node(resource.iri),
        "types": list(resource.types.get(resource.iri, ())),
        "facts": [
            {"property": node(fact.property), **value(fact.value), "graphs": list(fact.graphs)}
            for fact in resource.facts
        ],
        "figures": [
            {column: value(term) for column, term in row.items()} for row in resource.figures
        ],
        "evidence": [
            {
                "statement": node(one.statement),
                "span": one.span,
                "document": node(one.document),
                "start": int(one.start),
                "end": int(one.end),
                "address": one.address,
                "note": one.note,
            }
            for one in resource.evidence
        ],
        "incoming": [
            {
                "property": node(group.property),
                "total": group.total,
                "nodes": [node(iri) for iri in group.nodes],
            }
            for group in resource.incoming
        ],
        "page": resource.page.number,
        "unfinished": unfinished(resource),
    }


def unfinished(resource: Resource) -> list[str]:
    """Give the lists of which more pages follow: properties, and the evidence."""
    page = resource.page
    before = (page.number - 1) * page.size if page.property else 0
    parts = [
        group.property for group in resource.incoming if group.total > before + len(group.nodes)
    ]
    return [*parts, EVIDENCE] if resource.more else parts
