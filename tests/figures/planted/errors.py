"""The kinds of errors that are planted, each a way to spoil one printed figure.

A kind gives the spoiled figure, or None where the figure cannot have that error. What it knows of
the truth it uses only where a writer of articles would have another true number before their eyes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Final

from kg.figures.figure import Cell
from tests.figures.planted.misprints import (
    billion_for_trillion,
    billion_for_yi,
    count_in_thousands,
    decimal_comma,
    digit_doubled,
    digit_dropped,
    digit_mistyped,
    digits_swapped,
    million_for_billion,
    thousand_for_wan,
    trillion_for_billion,
)
from tests.figures.planted.spoiling import Spoil, is_amount, is_money, moved, times, with_digits
from tests.figures.planted.world import (
    CITIES,
    LONE,
    MASS,
    RATES,
    TOTAL,
    TRADE,
    YEARS,
    Printed,
    Truth,
    later,
    print_amount,
    rounded,
)

__all__ = ["ERRORS", "HARMLESS", "UNSEEN"]


def _true(one: Printed, cell: Cell, truth: Truth) -> Printed:
    """Give the figure with the true number of another cell."""
    digits, scale = print_amount(truth.amount(cell))
    return replace(one, digits=(digits,), scale=scale)


def wrong_year(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one):
        return None
    return moved(one, period=f"{int(one.cell.period[:4]) - 1}{later(one.cell.period)}")


def wrong_quarter(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or not one.cell.period.endswith("-Q1"):
        return None
    return moved(one, period=one.cell.period.replace("-Q1", "-Q2"))


def half_for_quarter(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or not one.cell.period.endswith("-Q1"):
        return None
    return moved(one, period=one.cell.period.replace("-Q1", "-S1"))


def quarter_for_half(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or not one.cell.period.endswith("-S1"):
        return None
    return moved(one, period=one.cell.period.replace("-S1", "-Q1"))


def half_for_year(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or not one.cell.period.endswith("-S1"):
        return None
    return moved(one, period=one.cell.period[:4])


def cumulative_for_single(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or "--" not in one.cell.period:
        return None
    return moved(one, period=one.cell.period[:4] + "-Q3")


def import_for_export(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or one.cell.direction not in {"import", "export"}:
        return None
    other = "import" if one.cell.direction == "export" else "export"
    return moved(one, direction=other)


def total_for_export(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or one.cell.direction != "both":
        return None
    return moved(one, direction="export")


def export_for_total(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or one.cell.direction != "export":
        return None
    return moved(one, direction="both")


def all_trade_for_online(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_amount(one) or one.cell.indicator != TOTAL:
        return None
    return moved(one, indicator=TRADE)


def _growth(one: Printed) -> bool:
    return one.kind == "growth" and one.cell.indicator == TRADE


def percent_for_points(one: Printed, truth: Truth | None, _random: Random) -> Printed | None:
    """Take by how many points the growth itself rose for the growth."""
    before = one.cell.replace(period=f"{int(one.cell.period[:4]) - 1}{later(one.cell.period)}")
    if truth is None or not _growth(one) or int(before.period[:4]) <= YEARS[0]:
        return None
    return with_digits(one, rounded(truth.growth(one.cell) - truth.growth(before), 1))


def growth_sign(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not _growth(one):
        return None
    text = one.digits[0]
    return with_digits(one, text.removeprefix("-") if text.startswith("-") else f"-{text}")


def growth_of_other_basis(one: Printed, truth: Truth | None, _random: Random) -> Printed | None:
    """Give the growth over the quarter before as that over the year before."""
    if truth is None or not _growth(one) or not one.cell.period.endswith("-Q1"):
        return None
    before = one.cell.replace(period=f"{int(one.cell.period[:4]) - 1}-Q4")
    return with_digits(one, rounded((truth.amount(one.cell) / truth.amount(before) - 1) * 100, 1))


def stale_growth(one: Printed, truth: Truth | None, _random: Random) -> Printed | None:
    before = one.cell.replace(period=f"{int(one.cell.period[:4]) - 1}{later(one.cell.period)}")
    if truth is None or not _growth(one) or int(before.period[:4]) <= YEARS[0]:
        return None
    return with_digits(one, rounded(truth.growth(before), 1))


def growth_of_wrong_year(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    before = f"{int(one.cell.period[:4]) - 1}{later(one.cell.period)}"
    if not _growth(one) or int(before[:4]) <= YEARS[0]:
        return None
    return moved(one, period=before)


def growth_point_lost(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    return with_digits(one, one.digits[0].replace(".", "")) if _growth(one) else None


def growth_of_exports_for_total(
    one: Printed, _truth: Truth | None, _random: Random
) -> Printed | None:
    if not _growth(one) or one.cell.direction != "export":
        return None
    return moved(one, direction="both")


def currency_mixed_up(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    return moved(one, unit="USD") if is_money(one) else None


def dollars_for_yuan(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    return moved(one, unit="CNY") if is_amount(one) and one.cell.unit == "USD" else None


def equivalent_at_wrong_rate(one: Printed, truth: Truth | None, _random: Random) -> Printed | None:
    """Convert with the rate of two years before."""
    if truth is None or not is_amount(one) or one.cell.unit != "USD":
        return None
    year = int(one.cell.period[:4])
    yuan = truth.amount(one.cell.replace(unit="CNY"))
    digits, scale = print_amount(yuan / RATES[year - 2])
    return replace(one, digits=(digits,), scale=scale)


def _share(one: Printed) -> bool:
    return one.kind == "share" and one.whole is not None and one.whole.indicator == TRADE


def share_inverted(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Give the share of the rest."""
    return with_digits(one, rounded(100 - one.value, 1)) if _share(one) else None


def share_of_other_whole(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Take the country for the province, or the province for the country."""
    if not _share(one) or one.whole is None or one.cell.area.removeprefix("place/") not in CITIES:
        return None
    province = f"place/{CITIES[one.cell.area.removeprefix('place/')]}"
    area = "place/CN" if one.whole.area == province else province
    return replace(one, whole=one.whole.replace(area=area))


def share_of_other_part(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Take another city for the one meant."""
    if not _share(one) or one.cell.area.removeprefix("place/") not in CITIES:
        return None
    return moved(one, area=_sibling(one.cell.area))


def _sibling(area: str) -> str:
    return next(f"place/{city}" for city in CITIES if f"place/{city}" != area)


def area_of_container(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or one.cell.area.removeprefix("place/") not in CITIES:
        return None
    return moved(one, area="place/Guangdong")


def area_of_part(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or one.cell.area != "place/Guangdong":
        return None
    return moved(one, area="place/Shenzhen")


def area_of_sibling(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    if not is_money(one) or one.cell.area.removeprefix("place/") not in CITIES:
        return None
    return moved(one, area=_sibling(one.cell.area))


def exact_for_over(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    return replace(one, qualifier="exact") if one.qualifier == "over" else None


def under_for_over(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    return replace(one, qualifier="under") if one.qualifier == "over" else None


def range_ends_swapped(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    return replace(one, digits=one.digits[::-1]) if one.qualifier == "range" else None


def other_value(one: Printed, _truth: Truth | None, random: Random) -> Printed | None:
    """Give a value a few per cent off, as a second article might."""
    if not is_amount(one):
        return None
    percent = random.choice((-8, -5, -3, 3, 5, 8))
    return times(one, Fraction(100 + percent, 100))


def old_value_repeated(one: Printed, truth: Truth | None, _random: Random) -> Printed | None:
    before = f"{int(one.cell.period[:4]) - 1}{later(one.cell.period)}"
    if truth is None or not is_money(one) or int(before[:4]) < YEARS[0]:
        return None
    return _true(one, one.cell.replace(period=before), truth)


def kilogram_for_tonne(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Write the number of tonnes with the unit kilogram, which makes it a cell of its own."""
    return moved(one, unit="kilogram") if one.cell.indicator == MASS and is_amount(one) else None


def tonnes_from_kilograms(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Write the number of kilograms with the unit tonne."""
    return times(one, Fraction(1000)) if one.cell.indicator == MASS else None


def rounded_too_far(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Round to two digits and print zeros behind, as if they were known."""
    if not is_money(one):
        return None
    whole, _, rest = one.digits[0].partition(".")
    if len(whole) < 3:
        return None
    tens = 10 ** (len(whole) - 2)
    return with_digits(one, f"{(int(whole) + tens // 2) // tens * tens}.{'0' * len(rest)}")


def rounded_coarsely(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Round to a whole number of billions, and say no more than that."""
    return with_digits(one, rounded(Fraction(one.digits[0]), 0)) if is_money(one) else None


def target_for_actual(one: Printed, _truth: Truth | None, random: Random) -> Printed | None:
    """Report as reached what had been aimed at."""
    if not is_money(one):
        return None
    return times(one, Fraction(100 + random.randint(4, 15), 100))


def lone_figure(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Mistype a figure that nothing else speaks of."""
    return replace(one, digits=("92.34",)) if one.cell.entity == LONE else None


def rank_off(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Put something one place lower, or higher where it is last."""
    if one.kind != "rank":
        return None
    place = int(one.digits[0])
    last = one.listed or len(CITIES)
    return with_digits(one, str(place + 1 if place < last else place - 1))


ERRORS: Final[Mapping[str, Spoil]] = {
    spoil.__name__.replace("_", "-"): spoil
    for spoil in (
        digits_swapped, digit_dropped, digit_doubled, digit_mistyped, billion_for_trillion,
        trillion_for_billion, million_for_billion, thousand_for_wan, billion_for_yi,
        decimal_comma, count_in_thousands, wrong_year, wrong_quarter, half_for_quarter,
        quarter_for_half, half_for_year, cumulative_for_single, import_for_export,
        total_for_export, export_for_total, all_trade_for_online, percent_for_points,
        growth_sign, growth_of_other_basis, stale_growth, growth_of_wrong_year,
        growth_point_lost, growth_of_exports_for_total, currency_mixed_up, dollars_for_yuan,
        equivalent_at_wrong_rate, share_inverted, share_of_other_whole, share_of_other_part,
        area_of_container, area_of_part, area_of_sibling, exact_for_over, under_for_over,
        range_ends_swapped, other_value, old_value_repeated, kilogram_for_tonne,
        tonnes_from_kilograms, rounded_too_far, rounded_coarsely, target_for_actual, lone_figure,
        rank_off,
    )
}  # fmt: skip

UNSEEN: Final = frozenset({"kilogram-for-tonne", "lone-figure"})
"""Errors that no comparison can see: nothing else speaks of the figure they leave behind."""

HARMLESS: Final = frozenset({"range-ends-swapped", "rounded-coarsely"})
"""Slips that leave the figure true: to report one would be a false alarm."""
