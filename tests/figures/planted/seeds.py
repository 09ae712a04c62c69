"""The figures of the five articles as printed figures, to plant errors into copies of them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.figures.figure import Cell
from kg.resources import folder
from kg.seeds import read_seeds
from kg.seeds import record as r
from tests.figures.planted.world import Printed

__all__ = ["printed_seeds"]


def printed_seeds() -> list[Printed]:
    """Give the amounts, growths, shares and ranks of the records whose reading is accepted."""
    documents = read_seeds(folder("seeds")).documents
    statements = (statement for document in documents for statement in document.statements)
    return list(_printed(statements))


def _printed(statements: Iterator[r.Statement]) -> Iterator[Printed]:
    for one in statements:
        if isinstance(one, r.Rank) and one.review == "accepted":
            yield Printed(
                id=one.id,
                kind="rank",
                cell=_cell(one.dimensions),
                digits=(str(one.listed),),
                group=one.scope["en"],
                listed=None if one.ordered else one.within,
            )
        if not isinstance(one, r.Amount | r.Growth | r.Share) or one.review != "accepted":
            continue
        yield Printed(
            id=one.id,
            kind=type(one).__name__.lower(),
            cell=_cell(one.dimensions),
            digits=one.stated.digits,
            scale=one.stated.scale,
            qualifier=one.qualifier,
            whole=_cell(one.whole) if isinstance(one, r.Share) else None,
            basis=one.basis if isinstance(one, r.Growth) else None,
            fraction=one.stated.fraction,
            multiple=one.stated.multiple,
            equivalent=one.equivalent if isinstance(one, r.Amount) else None,
            status=one.status,
            inferred=one.period_inferred,
        )


def _cell(d: r.Dimensions) -> Cell:
    return Cell(
        d.indicator, d.area, d.period, d.unit, d.direction, d.product, d.ownership, d.entity
    )
