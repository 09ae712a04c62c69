"""The answer card: everything that is known, with a verdict, and nothing done silently."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kg.errors import UsageError
from kg.figures.answer import Request, answer, find_named, find_period
from kg.figures.answer_render import card_json, card_text
from kg.figures.convert import read_rate
from kg.figures.lookup import Lookup
from kg.queries.library import question_named
from kg.seeds.values import decimal_text
from kg.vocab import ID

QUESTION = "figures-for-an-area"


@pytest.fixture(scope="module")
def lookup(graph):
    return Lookup(graph.store)


def card(lookup, area, period, **options):
    request = Request(f"{ID}indicator/cbec-trade", f"{ID}place/{area}", period, **options)
    return answer(request, lookup)


def verdicts(found):
    return {
        (one.entries[0].figure.kind, one.entries[0].figure.cell.unit): one.verdict.name
        for one in found.answers
        if one.entries[0].figure.cell.direction == "both"
    }


def test_the_trade_of_shenzhen_in_2023_has_one_source(lookup):
    found = card(lookup, "Shenzhen", "2023")
    assert found.title == "Cross-border e-commerce trade, Shenzhen, 2023"
    assert verdicts(found) == {("amount", "CNY"): "one source", ("growth", "CNY"): "one source"}
    (entry,) = found.answers[0].entries
    assert entry.figure.value == 326_530_000_000
    assert [(c.document, c.start, c.end) for c in entry.citations] == [("002", 430, 511)]
    assert found.notes == ()


def test_the_trade_of_2020_differs_by_how_much_and_why(lookup):
    """The verdict is the gravest of what comparing the figures finds."""
    (one,) = [one for one in card(lookup, "CN", "2020").answers if len(one.entries) == 2]
    assert str(one.verdict) == "differ: by 1.88%; the intervals do not meet"
    assert {entry.figure.rule for entry in one.entries} == {None, "prior-from-growth"}
    assert {c.document for entry in one.entries for c in entry.citations} == {"003", "004"}


def test_growth_without_a_currency_is_held_against_growth_with_one(lookup):
    request = Request(f"{ID}indicator/goods-trade", f"{ID}place/CN", "2020")
    (one,) = [one for one in answer(request, lookup).answers if len(one.entries) == 2]
    assert one.verdict.name == "differ"
    assert one.verdict.difference == Fraction("0.4")


def test_nothing_is_widened_unless_asked_for(lookup):
    """Guangdong has no figure of its own for 2023; Shenzhen lies in it."""
    alone = card(lookup, "Guangdong", "2023")
    assert alone.answers == ()
    assert alone.notes[0].startswith("there is no figure for 2023, but for 2024-Q1")
    wide = card(lookup, "Guangdong", "2023", within_areas=True)
    assert {e.figure.cell.area for a in wide.answers for e in a.entries} == {"place/Shenzhen"}
    assert "within Guangdong are shown too, none is added up" in wide.notes[0]


def test_periods_within_are_shown_on_request(lookup):
    alone = card(lookup, "CN", "2024")
    wide = card(lookup, "CN", "2024", within_periods=True)
    periods = {entry.figure.cell.period for one in wide.answers for entry in one.entries}
    assert periods >= {"2024-S1", "2024-Q1"}
    assert periods > {entry.figure.cell.period for one in alone.answers for entry in one.entries}
    assert any("periods within 2024" in note for note in wide.notes)


def test_an_amount_is_converted_by_the_rate_a_source_implies_and_that_is_said(lookup):
    found = card(lookup, "CN", "2020", currency="USD")
    conversions = {
        entry.figure.iri: entry.conversion for one in found.answers for entry in one.entries
    }
    yuan = conversions[f"{ID}obs/004-013"]
    assert yuan is not None
    assert yuan.source is not None
    assert yuan.source.startswith(f"{ID}obs/implied-exchange-rate-")
    assert Fraction("261.5") * 10**9 in yuan.interval
    assert conversions[f"{ID}obs/004-014"] is None, "it is in dollars already"
    assert "CNY per USD (obs:implied-exchange-rate-" in card_text(found).plain


def test_without_a_rate_nothing_is_converted_and_that_is_said(lookup):
    found = card(lookup, "Shenzhen", "2023", currency="USD")
    assert found.answers[0].entries[0].conversion is None
    assert found.notes == ("no rate for 2023: 002-007 is not converted to USD",)


def test_a_given_rate_is_exact_and_named(lookup):
    found = card(lookup, "Shenzhen", "2023", currency="USD", rate=read_rate("7"))
    conversion = found.answers[0].entries[0].conversion
    assert conversion is not None
    assert conversion.value == Fraction("46647142857.14"), "to two decimals, as all large figures"
    assert Fraction(326_530_000_000, 7) in conversion.interval
    assert conversion.source is None
    assert "at 7 CNY per USD (as given)" in card_text(found).plain


@pytest.mark.parametrize("text", ["0", "-1", "7,1", "1e3", "nan", ""])
def test_what_is_no_rate_is_an_error(text):
    with pytest.raises(UsageError, match="the rate is"):
        read_rate(text)


@pytest.mark.parametrize(
    "name", ["Shenzhen", "shenzhen", "深圳", "深圳市", "place:Shenzhen", "place/Shenzhen"]
)
def test_a_place_is_found_by_its_names_in_any_language(lookup, name):
    assert find_named(name, "place", lookup) == f"{ID}place/Shenzhen"


@pytest.mark.parametrize(
    "name", ["cbec-trade", "跨境电商进出口额", "Comércio eletrónico transfronteiriço"]
)
def test_an_indicator_is_found_by_its_names_in_any_language(lookup, name):
    assert find_named(name, "indicator", lookup) == f"{ID}indicator/cbec-trade"


def test_a_name_that_nothing_bears_is_an_error_with_near_ones(lookup):
    with pytest.raises(UsageError, match="no area has the name 'Shenzen'") as caught:
        find_named("Shenzen", "place", lookup)
    assert "Shenzhen" in caught.value.expected


@pytest.mark.parametrize(
    ("text", "key"), [("2023", "2023"), ("2024-h1", "2024-S1"), (" 2024-q1 ", "2024-Q1")]
)
def test_a_period_may_be_written_in_small_letters_and_as_a_half(text, key):
    assert find_period(text) == key


@pytest.mark.parametrize("text", ["", "23", "2024-Q5", "2024-13", "last year"])
def test_what_is_no_period_is_an_error(text):
    with pytest.raises(UsageError, match="the period is"):
        find_period(text)


@pytest.mark.parametrize(
    ("area", "period"),
    [("Shenzhen", "2023"), ("CN", "2020"), ("CN", "2019"), ("CN", "2021"), ("Guangdong", "2024-Q1"),
     ("Guangdong", "2024-S1"), ("Hangzhou", "2021-01--2021-09")],
)  # fmt: skip
def test_the_named_question_agrees_with_the_card(graph, lookup, area, period):
    """The same figures, the same bounds, and a verdict of difference for the same ones."""
    text = question_named(QUESTION).text
    for default, wanted in (
        ("place:Shenzhen", f"place:{area}"),
        ("period:2023", f"period:{period}"),
    ):
        assert f"{{ {default} }}" in text
        text = text.replace(f"{{ {default} }}", f"{{ {wanted} }}")
    asked = {
        (str(row.figure), *(None if n is None else decimal_text(Fraction(n)) for n in numbers(row)))
        for row in graph.query(text)
    }
    found = card(lookup, area, period)
    shown = {
        (one["figure"], one["lower"], one["value"], one["upper"])
        for group in card_json(found)["answers"]
        for one in group["figures"]
    }
    assert asked == shown
    assert shown
    apart = {str(row.figure) for row in graph.query(text) if row.verdict == "differ"}
    differing = [one for one in found.answers if one.verdict.name == "differ"]
    assert bool(apart) == bool(differing)
    assert apart <= {entry.figure.iri for one in differing for entry in one.entries}
    cited = {
        (str(row.figure), str(row.document)[len(ID + "doc/") :], row.start, row.end)
        for row in graph.query(text)
    }
    assert cited == {
        (entry.figure.iri, c.document, c.start, c.end)
        for one in found.answers
        for entry in one.entries
        for c in entry.citations
    }


def numbers(row):
    return row.lowerBound, row.value, row.upperBound


def test_the_question_declares_its_parameters():
    parameters = {one.name: (one.default, one.type) for one in question_named(QUESTION).parameters}
    assert parameters == {
        "area": ("place:Shenzhen", "cbec:Place"),
        "indicator": ("ind:cbec-trade", "cbec:Indicator"),
        "period": ("period:2023", "cbec:Period"),
    }


def test_a_card_in_another_language_names_things_in_it(graph):
    found = card(Lookup(graph.store, "zh"), "Shenzhen", "2023")
    assert found.title == "跨境电商进出口额, 深圳, 2023"
