"""``kg ask`` answers plain words from the library, or says that it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.main import run


@pytest.fixture
def ask(data_folder: Path, capsys: pytest.CaptureFixture[str]):
    """Run the command on the release of the seeds; give exit code, output and messages."""

    def asked(*arguments: str) -> tuple[int, str, str]:
        code = run(["ask", "--data", str(data_folder), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return asked


def test_words_find_their_question_and_its_answer_with_evidence(ask) -> None:
    code, out, err = ask("what", "platforms", "are", "in", "Shenzhen", "--format", "table")
    assert code == 0
    assert "(platforms-in-shenzhen)" in err
    assert "platform:jumia" in out
    answer, _, evidence = out.partition("\nEvidence\n")
    assert answer
    assert "doc:002" in evidence


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [("深圳有哪些平台", "zh", "哪些"), ("que plataformas há em Shenzhen", "pt", "Que plataformas")],
)
def test_words_may_be_chinese_or_portuguese(ask, words: str, language: str, said: str) -> None:
    code, out, err = ask(words, "--language", language)
    assert code == 0
    assert "platforms-in-shenzhen" in err
    assert said in err
    assert out


def test_a_format_gives_the_answer_alone(ask) -> None:
    code, out, _ = ask("who held which posts", "--format", "json")
    assert code == 0
    assert json.loads(out)["results"]["bindings"]


def test_unclear_words_are_answered_with_the_nearest_questions(ask) -> None:
    code, out, err = ask("shenzhen")
    assert (code, out) == (1, "")
    assert "platforms-in-shenzhen: " in err
    assert "kg query" in err


def test_words_about_nothing_here_find_nothing(ask) -> None:
    code, out, err = ask("how is the weather")
    assert (code, out) == (1, "")
    assert "kg query --list" in err


def test_asked_words_that_the_question_does_not_hold_are_named(ask) -> None:
    code, _, err = ask("quem ocupou que cargos")
    assert code == 0
    assert err.startswith("Not taken into account: ocupou\n")


@pytest.mark.parametrize("place", ["Hangzhou", "place:Hangzhou", "杭州", "杭州市", "hangzhou"])
def test_a_parameter_takes_any_name_of_a_thing(ask, place: str) -> None:
    code, out, err = ask("figures-within-a-period", "--set", f"area={place}", "--format", "csv")
    assert code == 0
    assert "--set during=period:2022 --set indicator= --set area=place:Hangzhou" in err
    rows = out.splitlines()[1:]
    assert rows
    assert all("place/Hangzhou" in row for row in rows)


def test_a_parameter_may_be_left_open(ask) -> None:
    _, narrow, _ = ask("views-on-shenzhen", "--format", "csv")
    code, wide, _ = ask("views-on-shenzhen", "--set", "subject=", "--format", "csv")
    assert code == 0
    assert len(wide) > len(narrow)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("area=Hangzou", "place:Hangzhou"),
        ("where=CN", "during=period:2022"),
        ("area", "no '='"),
        ("area=place:Atlantis", "may be is called"),
    ],
)
def test_a_setting_that_means_nothing_is_answered_with_what_would(ask, setting, said) -> None:
    code, out, err = ask("figures-within-a-period", "--set", setting)
    assert (code, out) == (2, "")
    assert said in err
