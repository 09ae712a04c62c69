"""Finding the question that some words ask for."""

from __future__ import annotations

import pytest

from kg.queries.library import questions
from kg.queries.search import best_fits


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_each_question_is_found_by_its_own_summary(language: str) -> None:
    library = questions()
    for name, question in library.items():
        fits, sure = best_fits(question.summaries[language], library)
        assert fits[0].question.name == name
        assert sure, f"{name} is not clearly found by {question.summaries[language]!r}"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("which parks are in Hengqin and what do they offer", "park-functions"),
        ("what platforms are present in Shenzhen", "platforms-in-shenzhen"),
        ("深圳有哪些平台", "platforms-in-shenzhen"),
        ("quem ocupou que cargos", "posts-held"),
        ("who held which posts", "posts-held"),
        ("unresolved references", "unresolved-references"),
        ("who said what about Shenzhen", "views-on-shenzhen"),
        ("quem disse o quê sobre Shenzhen", "views-on-shenzhen"),
        ("which policies apply in Guangdong", "policy-measures"),
        ("quais plataformas estão em Shenzhen", "platforms-in-shenzhen"),
        ("横琴有哪些园区", "park-places"),
    ],
)
def test_other_words_find_the_question_that_is_meant(words: str, name: str) -> None:
    fits, sure = best_fits(words, questions())
    assert fits[0].question.name == name
    assert sure


@pytest.mark.parametrize("words", ["how is the weather", "", "?", "the of and", "深"])
def test_words_that_fit_nothing_find_nothing_for_sure(words: str) -> None:
    assert not best_fits(words, questions())[1]


@pytest.mark.parametrize("words", ["what did CCTV say", "what is the capital of France"])
def test_a_name_that_nothing_here_bears_is_never_answered_for_sure(words: str) -> None:
    fits, sure = best_fits(words, questions())
    assert not sure
    assert fits[0].unmet == (words.split()[2] if "CCTV" in words else "France",)


def test_a_thing_of_the_answer_counts_though_the_question_does_not_name_it() -> None:
    fits, _ = best_fits("which parks are in Hengqin", questions())
    assert {fit.question.name for fit in fits[:2]} == {"park-functions", "park-places"}
    assert fits[0].unmet == ()


def test_words_that_fit_many_questions_name_no_single_one() -> None:
    fits, sure = best_fits("Shenzhen", questions())
    assert len(fits) > 1
    assert not sure
