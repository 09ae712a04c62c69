"""The laws of interval arithmetic: no possible value is lost, and narrower gives narrower."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import kg.figures
from kg.figures.interval import Interval, hull
from kg.seeds import values

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=40)
bounds = st.none() | numbers


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    one, other = draw(bounds), draw(bounds)
    if one is not None and other is not None:
        one, other = min(one, other), max(one, other)
    return Interval(one, other)


@st.composite
def members(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a number in it."""
    interval = draw(intervals())
    low = interval.lower if interval.lower is not None else Fraction(-10_000)
    high = interval.upper if interval.upper is not None else Fraction(10_000)
    return interval, draw(st.fractions(min_value=low, max_value=high, max_denominator=10_000))


@st.composite
def nested(draw: st.DrawFn) -> tuple[Interval, Interval]:
    """An interval and one that encloses it."""
    inner = draw(intervals())
    return inner, hull(inner, draw(intervals()))


OPERATIONS = pytest.mark.parametrize(
    "operation", [operator.add, operator.sub, operator.mul, operator.truediv]
)
Operation = Callable[..., object]


@OPERATIONS
@given(left=members(), right=members())
def test_what_numbers_of_the_operands_give_lies_in_the_result(
    operation: Operation, left: tuple[Interval, Fraction], right: tuple[Interval, Fraction]
) -> None:
    """Containment: x in X and y in Y, so x∘y in X∘Y."""
    assume(operation is not operator.truediv or right[1] != 0)
    result = operation(left[0], right[0])
    if result is not None:
        assert isinstance(result, Interval)
        assert operation(left[1], right[1]) in result


@OPERATIONS
@given(left=nested(), right=nested())
def test_narrower_operands_give_no_wider_result(
    operation: Operation, left: tuple[Interval, Interval], right: tuple[Interval, Interval]
) -> None:
    """Monotonicity: X within X' and Y within Y', so X∘Y within X'∘Y'."""
    narrow, wide = operation(left[0], right[0]), operation(left[1], right[1])
    if isinstance(narrow, Interval) and isinstance(wide, Interval):
        assert wide.encloses(narrow)
    if narrow is None:
        assert wide is None or right[0] == Interval(Fraction(0), Fraction(0))


@given(left=intervals(), right=intervals())
def test_sums_and_products_do_not_depend_on_the_order(left: Interval, right: Interval) -> None:
    assert left + right == right + left
    assert left * right == right * left


@given(interval=intervals(), factor=numbers)
def test_scaling_is_multiplying_by_a_number(interval: Interval, factor: Fraction) -> None:
    assert interval.scale(factor) == interval * Interval(factor, factor)
    assert interval.scale(Fraction(1)) == interval
    assert interval.scale(Fraction(-1)) == -interval


@given(left=intervals(), right=intervals())
def test_an_intersection_lies_in_both_and_a_hull_holds_both(
    left: Interval, right: Interval
) -> None:
    around = hull(left, right)
    assert around.encloses(left)
    assert around.encloses(right)
    shared = left.intersection(right)
    assert left.meets(right) == right.meets(left) == (shared is not None)
    if shared is not None:
        assert left.encloses(shared)
        assert right.encloses(shared)


@given(left=members(), right=intervals())
def test_intervals_that_share_a_number_meet(
    left: tuple[Interval, Fraction], right: Interval
) -> None:
    if left[1] in right:
        assert left[0].meets(right)


def test_bounds_themselves_belong_to_an_interval() -> None:
    assert Interval(Fraction(1), Fraction(2)).meets(Interval(Fraction(2), None))
    assert not Interval(Fraction(1), Fraction(2)).meets(Interval(Fraction(3), None))


@pytest.mark.parametrize(
    ("divisor", "quotient"),
    [
        (("1", "2"), ("3", "8")),
        (("0", "2"), ("3", None)),
        (("-2", "0"), (None, "-3")),
        (("2", None), ("0", "4")),
        ((None, "-2"), ("-4", "0")),
        (("-1", "1"), None),
        (("0", "0"), None),
        ((None, None), None),
    ],
)
def test_a_quotient_is_known_unless_nought_parts_the_divisor(
    divisor: tuple[str | None, str | None], quotient: tuple[str | None, str | None] | None
) -> None:
    assert _interval("6", "8") / _interval(*divisor) == (
        None if quotient is None else _interval(*quotient)
    )


def test_an_interval_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="no interval begins at 2 and ends at 1"):
        Interval(Fraction(2), Fraction(1))


def test_the_width_of_an_interval_without_a_bound_is_not_known() -> None:
    assert Interval(Fraction(1), Fraction(4)).width == 3
    assert Interval(Fraction(1), None).width is None


def _interval(lower: str | None, upper: str | None) -> Interval:
    return Interval(
        None if lower is None else Fraction(lower), None if upper is None else Fraction(upper)
    )


def _floats(source: str) -> list[str]:
    """Name what in a module is a float or could become one."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(f"{node.lineno}: {node.value}")
        if isinstance(node, ast.Name) and node.id == "float":
            found.append(f"{node.lineno}: float")
        if isinstance(node, ast.ImportFrom) and node.module == "math":
            exact = {"ceil", "floor", "gcd", "lcm", "prod", "isqrt"}
            found += [f"{node.lineno}: {n.name}" for n in node.names if n.name not in exact]
        if isinstance(node, ast.Import) and any(n.name in {"math", "numpy"} for n in node.names):
            found.append(f"{node.lineno}: import")
    return found


def test_no_float_is_anywhere_where_figures_are_computed() -> None:
    """Neither a literal, nor the name, nor a function that gives one."""
    modules = sorted(Path(kg.figures.__path__[0]).rglob("*.py"))
    assert len(modules) >= 3
    for path in [*modules, Path(values.__file__)]:
        assert _floats(path.read_text(encoding="utf-8")) == [], path


@pytest.mark.parametrize("source", ["x = 0.1", "float('1')", "import math", "from math import exp"])
def test_the_search_for_floats_finds_one(source: str) -> None:
    assert _floats(source)
