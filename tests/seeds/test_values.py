"""From printed digits to intervals: containment, monotonicity, exactness."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.seeds.values import SCALES, Stated, decimal_text, interval_of

DIGITS = st.from_regex(r"\A[1-9][0-9]{0,5}(\.[0-9]{1,4})?\Z")
QUALIFIERS = st.sampled_from(["exact", "about", "over", "under", "nearly"])


@pytest.mark.parametrize(
    ("stated", "qualifier", "counted", "expected"),
    [
        (Stated(("1.22",), "thousand"), "exact", False, ("1220", "1215", "1225")),
        (Stated(("110",), "billion"), "over", False, ("110000000000", "110000000000", None)),
        (Stated(("6",), "million"), "nearly", False, ("6000000", None, "6000000")),
        (Stated(("110",), "thousand"), "about", False, ("110000", "108500", "111500")),
        (Stated(("1.3",), "million"), "about", False, ("1300000", "1150000", "1450000")),
        (Stated(("89",)), "exact", True, ("89", "89", "89")),
        (Stated(("10",)), "exact", False, ("10", "9.5", "10.5")),
        (Stated(("10.5",)), "exact", False, ("10.5", "10.45", "10.55")),
        (Stated(fraction="1/2"), "rough-fraction", False, ("50", "45", "55")),
        (Stated(fraction="1/5"), "about", False, ("20", "16", "24")),
        (Stated(fraction="1/3"), "rough-fraction", False, ("33.333333", "30", "36.666667")),
        (Stated(fraction="1/2"), "nearly", False, ("50", None, "50")),
        (Stated(multiple="2"), "rough-fraction", False, ("100", "80", "120")),
        (Stated(("1.2", "1.4"), "million"), "range", False, ("1300000", "1150000", "1450000")),
    ],
)  # fmt: skip
def test_an_interval_follows_from_digits_and_qualifier(
    stated: Stated, qualifier: str, counted: bool, expected: tuple[str | None, ...]
) -> None:
    """The table of the module, on figures as the articles print them."""
    interval = interval_of(stated, qualifier, counted=counted)
    found = (
        decimal_text(interval.value),
        None if interval.lower is None else decimal_text(interval.lower, rounding="down"),
        None if interval.upper is None else decimal_text(interval.upper, rounding="up"),
    )
    assert found == expected


@given(DIGITS, st.sampled_from(sorted(SCALES)), QUALIFIERS)
def test_the_value_lies_within_its_bounds(digits: str, scale: str, qualifier: str) -> None:
    """Whatever the qualifier, the printed number is one of those it may stand for."""
    interval = interval_of(Stated((digits,), scale), qualifier)
    assert interval.lower is None or interval.lower <= interval.value
    assert interval.upper is None or interval.value <= interval.upper
    assert interval.value == Fraction(digits) * SCALES[scale]


@given(DIGITS, st.sampled_from(sorted(SCALES)))
def test_a_further_digit_narrows_the_interval(digits: str, scale: str) -> None:
    """More printed digits never say less."""
    finer = digits + ("0" if "." in digits else ".0")
    wide = interval_of(Stated((digits,), scale), "exact")
    narrow = interval_of(Stated((finer,), scale), "exact")
    assert wide.lower is not None
    assert wide.upper is not None
    assert narrow.lower is not None
    assert narrow.upper is not None
    assert wide.lower < narrow.lower < narrow.upper < wide.upper


@given(st.fractions())
def test_rounding_outwards_never_shrinks(number: Fraction) -> None:
    """A bound without a finite decimal is moved outwards, by less than a millionth."""
    low = Fraction(decimal_text(number, rounding="down"))
    high = Fraction(decimal_text(number, rounding="up"))
    assert low <= number <= high
    assert high - low <= Fraction(1, 10**6)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_decimal_is_written_canonically(number: Decimal) -> None:
    """No exponent, no trailing zero, no plus sign: engines give back what they were given."""
    text = decimal_text(Fraction(number))
    assert Fraction(text) == Fraction(number)
    assert "E" not in text
    assert not (("." in text) and text.endswith(("0", ".")))
