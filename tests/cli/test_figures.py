"""``kg figures`` shows the answer card of a release."""

from __future__ import annotations

import json

import pytest

from kg.cli.main import run


@pytest.fixture
def figures(data_folder):
    """Run the command on the release of the seeds and give its exit code."""

    def figures(area, indicator, period, *options):
        words = ["--area", area, "--indicator", indicator, "--period", period, *options]
        return run(["figures", *words, "--data", str(data_folder)])

    return figures


def test_the_card_shows_value_bounds_source_and_verdict(figures, capsys):
    """The example of the help works on the seeds."""
    assert figures("Shenzhen", "cbec-trade", "2023") == 0
    text = capsys.readouterr().out
    assert "verdict: one source" in text
    assert "326,530,000,000 CNY  [326,525,000,000 to 326,535,000,000]" in text
    assert "characters 430 to 511 of document 002, Daily Herald News Today" in text


def test_a_card_may_be_asked_for_in_chinese(figures, capsys):
    assert figures("深圳", "跨境电商进出口额", "2023", "--language", "zh") == 0
    assert "跨境电商进出口额, 深圳, 2023" in capsys.readouterr().out


def test_a_card_as_json_holds_numbers_as_texts(figures, capsys):
    assert figures("CN", "cbec-trade", "2020", "--format", "json", "--currency", "USD") == 0
    found = json.loads(capsys.readouterr().out, parse_float=pytest.fail)
    verdicts = [one["verdict"] for one in found["answers"]]
    assert {
        "name": "differ",
        "reason": "by 1.88%; the intervals do not meet",
        "difference": "1.878055",
    } in verdicts
    converted = [f["converted"] for one in found["answers"] for f in one["figures"]]
    assert any(one and one["rateFrom"] for one in converted)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("Nowhere", "cbec-trade", "2023"), "no area has the name 'Nowhere'"),
        (("CN", "happiness", "2023"), "no indicator has the name 'happiness'"),
        (("CN", "cbec-trade", "20"), "the period is 20"),
        (("CN", "cbec-trade", "2020", "--rate", "x"), "the rate is x"),
        (("CN", "cbec-trade", "2020", "--rate", "7"), "no currency is asked for"),
        (("Shenzen", "cbec-trade", "2023"), "such as Shenzhen"),
        (("CN", "跨境电商", "2023"), "such as cbec-trade"),
    ],
)
def test_what_cannot_be_understood_is_wrong_usage(figures, capsys, words, problem):
    assert figures(*words) == 2
    output = capsys.readouterr()
    assert problem in output.err
    assert "remedy" in output.err
    assert output.out == ""


def test_a_cell_without_figures_names_the_periods_that_have_some(figures, capsys):
    assert figures("Guangdong", "cbec-trade", "1999") == 0
    assert "no figure for 1999, but for 2024-Q1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "period", ["2024-S1", "2024-H1", "2024H1", "2024h1", "2024-01--2024-06", "2024年上半年"]
)
def test_a_period_may_be_written_and_called_in_several_ways(figures, capsys, period):
    assert figures("CN", "cbec-trade", period) == 0
    assert "obs:000-023" in capsys.readouterr().out


def test_an_area_without_figures_names_those_within_it_that_have_some(figures, capsys):
    assert figures("Greater Bay Area", "cbec-trade", "2023") == 0
    assert "--within-areas shows: Shenzhen" in capsys.readouterr().out


def test_a_whole_card_speaks_the_language_asked_for(figures, capsys):
    """Verdict, bounds and source too."""
    assert figures("中国", "cbec-trade", "2020", "--language", "zh") == 0
    text = capsys.readouterr().out
    assert "结论：不一致：相差 1.88%；两个区间不相交" in text
    assert "[1,685,000,000,000 至 1,695,000,000,000]" in text
    assert "文献 004 第 746 至 844 字符" in text
    assert figures("China", "cbec-trade", "2020", "--language", "pt") == 0
    assert "conclusão: diferem: em 1.88%; os intervalos não se encontram" in capsys.readouterr().out
