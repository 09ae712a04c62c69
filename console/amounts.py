"""Numbers and figures in the words of a language; every digit comes from exact arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final

from kg.figures.figure import DIMENSIONS, Cell, Figure, full_name
from kg.figures.lookup import Lookup
from kg.figures.wording import UNITS, grouped
from kg.vocab import code_iri

__all__ = [
    "Say",
    "between",
    "exact",
    "marked",
    "matter_words",
    "roughly",
    "short",
    "unit_of",
    "unit_words",
    "value_words",
]

Say = Mapping[str, str]

_MARKS: Final = {"pt": ("\u00a0", ",")}
"""What stands between groups of three digits and before decimals where not ``,`` and ``.``."""

_SCALES: Final[Mapping[str, Sequence[tuple[int, str]]]] = {
    "en": ((10**12, " trillion"), (10**9, " billion"), (10**6, " million")),
    "zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    "pt": ((10**12, " biliões"), (10**9, " mil milhões"), (10**6, " milhões")),
}
_DECIMALS: Final = 3
_MONEY: Final = frozenset({"CNY", "USD"})


def exact(number: Fraction, language: str = "en", *, rounding: str = "nearest") -> str:
    """Write a number in full, its digits in groups.

    >>> exact(Fraction("1721739130434.78"), "zh")
    '1,721,739,130,434.78'
    """
    return marked(grouped(number, rounding=rounding).replace("-", "−"), language)


def marked(text: str, language: str) -> str:
    r"""Give a number in groups of three digits with the marks of a language.

    >>> marked("84,940.5", "pt")
    '84\xa0940,5'
    """
    group, point = _MARKS.get(language, (",", "."))
    return text.replace(",", "\0").replace(".", point).replace("\0", group)


def short(number: Fraction, language: str = "en") -> str:
    """Write a number as one says it: in its largest scale, with three decimals at most.

    ``≈`` stands before what is not the whole number.

    >>> [short(Fraction(text)) for text in ("326530000000", "1721739130434.78", "1500")]
    ['326.53 billion', '≈ 1.722 trillion', '1,500']
    >>> short(Fraction("326530000000"), "zh")
    '3,265.3亿'
    """
    for scale, name in _SCALES[language]:
        if abs(number) >= scale:
            return _rounded(number / scale, language) + name
    return _rounded(number, language)


def _rounded(number: Fraction, language: str) -> str:
    near = Fraction(round(number * 10**_DECIMALS), 10**_DECIMALS)
    return exact(near, language) if near == number else f"≈ {exact(near, language)}"


def unit_of(figure: Figure) -> str:
    """Give the unit in which a figure is told: that of its cell, a place, or per cent."""
    return UNITS.get(figure.kind, figure.cell.unit or "")


def unit_words(unit: str, lookup: Lookup, say: Say) -> str:
    """Name a unit as it stands behind a number."""
    if not unit:
        return ""
    return say.get(f"unit_{unit}") or lookup.label(code_iri("unit", unit))


def value_words(figure: Figure, lookup: Lookup, say: Say, language: str) -> str:
    """Write the value shortly with its unit; of what has one bound, that it is at least or most."""
    unit = unit_of(figure)
    if figure.kind == "rank":
        return say["rank_n"].format(exact(figure.value, language))
    lower, upper = figure.interval.lower, figure.interval.upper
    number = lower if upper is None and lower is not None else figure.value
    number = upper if lower is None and upper is not None else number
    said = short(number, language)
    gap = "" if unit == "percent" or language == "zh" else " "
    if language == "pt" and said[-1].isalpha():
        gap = " de "  # a scale is a noun there
    text = f"{said}{gap}{unit_words(unit, lookup, say)}".rstrip()
    if (lower is None) == (upper is None):
        return text
    return (say["at_least"] if upper is None else say["at_most"]).format(text)


def between(figure: Figure, say: Say, language: str) -> str:
    """Write the bounds in full, outward where they have no end; one bound alone in words."""
    lower, upper = figure.interval.lower, figure.interval.upper
    low = None if lower is None else exact(lower, language, rounding="down")
    high = None if upper is None else exact(upper, language, rounding="up")
    if low is None and high is None:
        return say["no_bounds"]
    if low is None or high is None:
        return (say["at_least"] if high is None else say["at_most"]).format(low or high)
    return low if low == high else f"{low} – {high}"


def roughly(figure: Figure, say: Say, language: str) -> str:
    """Write the bounds as one says them, outward to three decimals of one scale for both.

    What is worked out has digits without end, and none of them says more than these.
    """
    lower, upper = figure.interval.lower, figure.interval.upper
    known = [one for one in (lower, upper) if one is not None]
    if not known:
        return say["no_bounds"]
    largest = max(map(abs, known))
    scale, name = next((one for one in _SCALES[language] if largest >= one[0]), (1, ""))
    step, shown = Fraction(scale, 10**_DECIMALS), Fraction(1, 10**_DECIMALS)
    low = None if lower is None else exact(floor(lower / step) * shown, language)
    high = None if upper is None else exact(ceil(upper / step) * shown, language)
    if low is None or high is None:
        return (say["at_least"] if high is None else say["at_most"]).format(f"{low or high}{name}")
    return f"{low}{name}" if low == high else f"{low} – {high}{name}"


def matter_words(figure: Figure, lookup: Lookup, say: Say, known: Cell | None = None) -> str:
    """Name what a figure says beside what the reader knows already: ``known``, as a cell."""
    parts = _differing(figure.cell, known, lookup)
    if figure.kind == "amount":
        unit = figure.cell.unit or ""
        if unit in _MONEY:
            parts.append(say["in_unit"].format(unit_words(unit, lookup, say)))
        return _joined(parts, say) or say["amount"]
    if figure.kind == "growth":
        basis = lookup.label(code_iri("basis", figure.basis)) if figure.basis else ""
        return _joined([say["growth"], *parts, basis], say)
    if figure.kind == "rank":
        return _joined([say["rank"], *parts], say)
    if figure.whole and known is None:
        return _share_words(figure.cell, figure.whole, lookup, say)
    whole = _differing(figure.whole, figure.cell, lookup) if figure.whole else []
    share = say["share_in"].format(_joined(whole, say)) if whole else say["share"]
    return _joined([share, *parts], say)


def _share_words(part: Cell, whole: Cell, lookup: Lookup, say: Say) -> str:
    """Name a share in full: what of it is the part, and all of what it is a part of."""
    own = say["list_mark"].join(_differing(part, whole, lookup))
    of = say["list_mark"].join(_differing(whole, None, lookup))
    text = say["share_of_in"].format(own, of) if own else _joined([say["share"], of], say)
    return text[:1].upper() + text[1:]


def _differing(cell: Cell, known: Cell | None, lookup: Lookup) -> list[str]:
    """Name the dimensions of a cell, without its unit and without those that are known."""
    return [
        lookup.label(full_name(value, namespace))
        for name, namespace in DIMENSIONS.items()
        if name != "unit"
        and (value := getattr(cell, name)) is not None
        and (known is None or value != getattr(known, name))
    ]


def _joined(parts: Sequence[str], say: Say) -> str:
    text = say["list_mark"].join(part for part in parts if part)
    return text[:1].upper() + text[1:]
