"""Limits as a person sets them: ``seconds=30`` or ``memory=1GiB``, under their published names.

The service description and the problem documents name every limit. What holds before the
application sees a request begins with ``front-``, what a change may take with ``write-``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any, Final

from kg.errors import UsageError

__all__ = ["choose_limits"]

_VALUE: Final = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>[KMG]iB)?", re.ASCII)
_UNITS: Final = {"": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_MAY_BE_NONE: Final = frozenset(
    {"cache-answer", "cache-bytes", "front-recent-bytes", "pages", "slow", "spares"}
)
# it has an option of its own
_NO_LIMITS: Final = frozenset({"trusted-proxies"})


def choose_limits(texts: Iterable[str], parts: Sequence[tuple[str, Any]]) -> list[Any]:
    """Give the parts, which are dataclasses, with these numbers in place of theirs.

    Each text is ``NAME=VALUE``; sizes may end in KiB, MiB or GiB. A part stands with what the names
    of its limits begin with. Raises UsageError for a name that is none and for a value that is no
    number of its kind.
    """
    found: dict[str, tuple[int, str, bool]] = {}
    for place, (prefix, part) in enumerate(parts):
        for field in fields(part):
            kind = type(getattr(part, field.name))
            if kind in {int, float}:
                name = prefix + field.name.replace("_", "-")
                found[name] = place, field.name, kind is int
    names = sorted(set(found) - _NO_LIMITS)
    changes: list[dict[str, float]] = [{} for _ in parts]
    for text in texts:
        name, _, value = text.partition("=")
        if name not in names:
            near = get_close_matches(name, names, 3, 0.5)
            raise UsageError(
                f"no limit is called {name!r}",
                expected="NAME=VALUE, where NAME is one of " + ", ".join(names),
                remedy=f"did you mean {' or '.join(near)}?" if near else "choose one of these",
            )
        place, field_name, whole = found[name]
        changes[place][field_name] = _number(name, value, whole=whole)
    return [replace(part, **changed) for (_, part), changed in zip(parts, changes, strict=True)]


def _number(name: str, text: str, *, whole: bool) -> float:
    found = _VALUE.fullmatch(text)
    least = 0 if name in _MAY_BE_NONE else 1
    if found:
        number = float(found["number"]) * _UNITS[found["unit"] or ""]
        fits = number.is_integer() and number >= least if whole else number > 0
        if fits and math.isfinite(number) and not (found["unit"] and not whole):
            return int(number) if whole else number
    raise UsageError(
        f"the limit {name} cannot be {text!r}",
        expected=f"a whole number from {least}, which may end in KiB, MiB or GiB"
        if whole
        else "a number of seconds above 0",
        remedy="give a value such as " + (f"{name}=64MiB" if whole else f"{name}=30"),
    )
