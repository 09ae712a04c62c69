"""The rules by which figures follow from figures, one file each."""

from __future__ import annotations

from typing import Final

from kg.figures.rules import (
    current_from_growth,
    difference_of_periods,
    exports_and_imports,
    growth_from_values,
    implied_exchange_rate,
    part_from_share,
    prior_from_growth,
    ratio_of_values,
    share_from_shares,
    share_from_values,
    sum_of_periods,
    whole_from_share,
)
from kg.figures.rules.rule import Quantity, Rule, compatible, is_natural, natural, says_nothing

__all__ = [
    "RULES",
    "Quantity",
    "Rule",
    "compatible",
    "is_natural",
    "natural",
    "says_nothing",
]

RULES: Final[tuple[Rule, ...]] = (
    current_from_growth.RULE,
    difference_of_periods.RULE,
    exports_and_imports.RULE,
    growth_from_values.RULE,
    implied_exchange_rate.RULE,
    part_from_share.RULE,
    prior_from_growth.RULE,
    ratio_of_values.RULE,
    share_from_shares.RULE,
    share_from_values.RULE,
    sum_of_periods.RULE,
    whole_from_share.RULE,
)
"""All rules, by name."""
