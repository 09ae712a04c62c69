"""The library of questions."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import MappingProxyType

import pytest

from kg.errors import QueryError, UsageError
from kg.queries.library import question_named, questions, read_question, readable_questions

HEADER = "#+ summary: A?\n#+ summary_zh: 甲？\n#+ summary_pt: Á?\n#+ tags: [a, b]\n"


def test_questions_come_in_the_order_of_their_names_and_cannot_be_changed() -> None:
    found = questions()
    assert list(found) == sorted(found)
    assert isinstance(found, MappingProxyType)


def test_a_question_has_its_summaries_tags_and_parameters(tmp_path: Path) -> None:
    path = tmp_path / "one.rq"
    path.write_text(
        HEADER
        + "#+ parameters: {place: {default: 'place:CN', type: 'cbec:Place'}, any: {}}\n"
        + "ASK { VALUES ?place { place:CN } VALUES ?any { UNDEF } }\n",
        encoding="utf-8",
    )
    question = read_question(path)
    assert question.name == "one"
    assert dict(question.summaries) == {"en": "A?", "zh": "甲？", "pt": "Á?"}
    assert question.tags == ("a", "b")
    assert [(p.name, p.default, p.type) for p in question.parameters] == [
        ("place", "place:CN", "cbec:Place"),
        ("any", "", ""),
    ]
    assert question.expected == tmp_path / "one.csv"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("ASK {}\n", 1, "no head"),
        ("#+ summary: a: b: c\nASK {}\n", 1, "not YAML"),
        ("#+ - a\nASK {}\n", 1, "not a mapping"),
        (HEADER + "#+ colour: red\nASK {}\n", 1, "'colour'"),
        (HEADER.replace("#+ summary_pt: Á?\n", "") + "ASK {}\n", 1, "'pt'"),
        (HEADER.replace("[a, b]", "a") + "ASK {}\n", 1, "tags"),
        (HEADER + "#+ parameters: [x]\nASK {}\n", 1, "parameters"),
        (HEADER + "#+ parameters: {x: {default: a}}\nASK { VALUES ?x { b } }\n", 1, "'x'"),
        (HEADER + "#+ parameters: {x: {type: a}}\nASK {}\n", 1, "'x'"),
    ],
)
def test_a_wrong_header_is_named_with_file_and_line(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    path = tmp_path / "one.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=problem) as caught:
        read_question(path)
    assert caught.value.where is not None
    assert (caught.value.where.file, caught.value.where.line) == (path, line)
    assert caught.value.expected or caught.value.remedy


def test_a_folder_without_questions_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no query"):
        questions(tmp_path)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    name = next(iter(questions()))
    with pytest.raises(UsageError) as caught:
        question_named(name[:-1])
    assert name in caught.value.expected


def test_questions_that_can_be_read_are_given_beside_the_errors_of_the_others(
    tmp_path: Path,
) -> None:
    for name in ("park-functions", "park-places"):
        shutil.copy(questions()[name].path, tmp_path)
    (tmp_path / "broken.rq").write_text("#+ summary: [\nASK {}\n")
    (tmp_path / "bytes.rq").write_bytes(b"#+ summary: \xff\n")
    found, errors = readable_questions(tmp_path)
    assert list(found) == ["park-functions", "park-places"]
    assert [Path(error.where.file).name for error in errors if error.where] == [
        "broken.rq",
        "bytes.rq",
    ]
