"""Periods in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.seeds.periods import Period

__all__ = ["period_name"]

_HALVES: Final = {
    "S1": {"en": "first half of {}", "zh": "{}年上半年", "pt": "primeiro semestre de {}"},
    "S2": {"en": "second half of {}", "zh": "{}年下半年", "pt": "segundo semestre de {}"},
}
_ORDINALS: Final = {
    "en": ("first", "second", "third", "fourth"),
    "zh": ("一", "二", "三", "四"),
    "pt": ("primeiro", "segundo", "terceiro", "quarto"),
}
_QUARTER: Final = {"en": "{1} quarter of {0}", "zh": "{0}年第{1}季度", "pt": "{1} trimestre de {0}"}


def period_name(period: Period) -> Mapping[str, str]:
    """Name a period in words where it has a name, else by its key."""
    year, _, part = period.key.partition("-")
    if part in _HALVES:
        return {language: form.format(year) for language, form in _HALVES[part].items()}
    if part.startswith("Q") and len(part) == 2:
        number = int(part[1]) - 1
        return {
            language: form.format(year, _ORDINALS[language][number])
            for language, form in _QUARTER.items()
        }
    if not part:
        return {"en": year, "zh": f"{year}年", "pt": year}
    shown = period.key.replace("--", " – ")
    return {"en": shown, "zh": shown, "pt": shown}
