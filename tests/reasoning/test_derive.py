"""Derived figures, each against arithmetic done by hand on the printed digits."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from pyoxigraph import Literal, Quad

from kg.mapping import map_seeds
from kg.reasoning import derive
from kg.resources import folder
from kg.seeds import read_seeds
from kg.vocab import ID, PREFIXES, cbec

BILLION = 10**9


@pytest.fixture(scope="module")
def derived() -> list[Quad]:
    """Give what follows from the figures of the seeds."""
    return derive(map_seeds(read_seeds(folder("seeds"))))


def numbers(derived: list[Quad], figure: str) -> Mapping[str, Decimal]:
    """Give value and bounds of a derived figure."""
    return {
        quad.predicate.value.partition("#")[2]: Decimal(quad.object.value)
        for quad in derived
        if quad.subject.value == f"{ID}obs/{figure}"
        and isinstance(quad.object, Literal)
        and quad.object.datatype.value == PREFIXES["xsd"] + "decimal"
    }


@pytest.mark.parametrize(
    ("figure", "lower", "upper"),
    [
        # 1.22 trn [1.215, 1.225] up 10.5 % [10.45, 10.55]: 1215/1.1055 and 1225/1.1045
        ("000-023-prior-by-000-024", "1099.050", "1109.100"),
        # 427.34 bn [427.335, 427.345] is 10 % [9.5, 10.5]: 427.335/0.105 and 427.345/0.095
        ("000-030-whole-by-000-031", "4069.857", "4498.369"),
        # 326.53 bn up 74.4 %: 326.525/1.7445 and 326.535/1.7435
        ("002-007-prior-by-002-008", "187.173", "187.288"),
        # 3,861.08 bn dollars is 63.6 % of service trade: 3861.075/0.6365 and 3861.085/0.6355
        ("003-028-whole-by-003-030", "6066.103", "6075.665"),
        # 1.98 trn up 15 %: 1975/1.155 and 1985/1.145
        ("003-040-prior-by-003-041", "1709.956", "1733.625"),
        # 84.94 bn up 12.6 %: 84.935/1.1265 and 84.945/1.1255
        ("003-054-prior-by-003-055", "75.397", "75.474"),
        # 1.69 trn up 31.1 %: 1685/1.3115 and 1695/1.3105
        ("004-013-prior-by-004-015", "1284.788", "1293.400"),
    ],
)
def test_a_derived_figure_has_the_bounds_of_hand_arithmetic(
    derived: list[Quad], figure: str, lower: str, upper: str
) -> None:
    """Bounds in billions, correct to the third decimal and rounded outwards."""
    found = numbers(derived, figure)
    slack = Decimal("0.001")
    assert Decimal(lower) <= found["lowerBound"] / BILLION <= Decimal(lower) + slack
    assert Decimal(upper) - slack <= found["upperBound"] / BILLION <= Decimal(upper)
    assert found["lowerBound"] < found["value"] < found["upperBound"]


def test_an_open_bound_stays_open(derived: list[Quad]) -> None:
    """More than 110 billion, half of the whole: at least 200 billion, and no more is known."""
    found = numbers(derived, "002-001-whole-by-002-003")
    assert found == {"value": Decimal(220 * BILLION), "lowerBound": Decimal(200 * BILLION)}


def test_each_derived_figure_names_its_rule_and_inputs(derived: list[Quad]) -> None:
    """Two inputs and one rule, so that plain SPARQL can walk from a figure to its spans."""
    figures = {quad.subject for quad in derived if quad.object == cbec("DerivedObservation")}
    assert len(figures) > 10
    for figure in figures:
        about = [quad.predicate for quad in derived if quad.subject == figure]
        assert about.count(cbec("derivedFrom")) == 2
        assert about.count(cbec("byRule")) == 1
        assert about.count(cbec("cell")) == 1
