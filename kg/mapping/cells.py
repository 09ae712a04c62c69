"""Cells of the statistics: what exactly a figure measures, with an IRI made of its dimensions.

Two figures compete when they lie in one cell. A share or a growth points at cells, and so also
at amounts that nobody reported.
"""

from __future__ import annotations

from kg.mapping.quads import Node
from kg.mapping.vocabulary import resolve
from kg.seeds.cells import cell_iri, period_iri
from kg.seeds.record import Dimensions
from kg.vocab import ID, code_iri

__all__ = ["cell_node", "dimension_values"]


def dimension_values(d: Dimensions) -> dict[str, str]:
    """Give the dimensions as the keys and IRIs that a cell or an observation carries."""
    values = {
        "indicator": f"{ID}indicator/{d.indicator}",
        "area": resolve(d.area),
        "period": period_iri(d.period),
        "unit": d.unit and code_iri("unit", d.unit),
        "direction": d.direction and code_iri("direction", d.direction),
        "product": d.product and code_iri("product", d.product),
        "ownership": d.ownership and code_iri("ownership", d.ownership),
        "observedEntity": d.entity and resolve(d.entity),
    }
    return {key: value for key, value in values.items() if value}


def cell_node(d: Dimensions) -> Node:
    """Give the node object of a cell."""
    return {"id": cell_iri(d), "type": "Cell", **dimension_values(d)}
