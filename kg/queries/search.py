"""Find the question of the library that some words ask for.

The score of a question is the best, over its summaries in every language, of how much of the
asked words it holds (weighted by their rarity in the library) and how alike the two texts read. A
word in the name of a thing of its expected answer counts too, if less: who asks for Zhuhai wants
an answer with Zhuhai in it. It is a look-up among known questions and never makes one up.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from kg.queries.library import Question

__all__ = ["Fit", "best_fits"]

SURE = 0.45
LEAD = 0.06
ANSWER_WEIGHT = 0.6
UNKNOWN_WEIGHT = 0.5
UNKNOWN_CHARACTER_WEIGHT = 0.35  # a Chinese word has about two of them

_WORD = re.compile(r"[㐀-鿿]|[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_IRI = re.compile(r"https?://\S*[/#](\S+)")
_COMMON = frozenset(
    re.findall(
        r"\S+",
        "a about an and are by did do does for from has have how in is it its of on or that the "
        "their there they to took was were what when where which who with much many "
        "o os e de da das dos em no na nos nas que qual quais quem foi foram por para com um uma "
        "se ao esta estao fica ficam ha sao sobre "
        "的 了 在 是 有 和 与 哪 些 什 么 多 少 谁 吗 呢 为 其",
    )
)


@dataclass(frozen=True, slots=True)
class Fit:
    """A question and how well it fits, from 0 to 1.

    ``unmet`` are the asked words that neither the question nor its answer holds, as they were
    written; single Chinese characters are left out, since they are no words.
    """

    question: Question
    score: float
    unmet: tuple[str, ...] = ()


def best_fits(words: str, library: Mapping[str, Question]) -> tuple[list[Fit], bool]:
    """Give the questions that fit, best first, and whether the first is clearly the one meant."""
    asked = _written(words)
    documents = {name: _question_terms(question) for name, question in library.items()}
    answers = {name: _answer_terms(question) for name, question in library.items()}
    rarity = _rarity(documents[name] | answers[name] for name in library)
    fits = sorted(
        (
            Fit(
                question,
                _score(words, asked.keys(), question, documents[name], answers[name], rarity),
                tuple(
                    word
                    for term, word in asked.items()
                    if len(term) > 1 and term not in documents[name] | answers[name]
                ),
            )
            for name, question in library.items()
        ),
        key=lambda fit: (-fit.score, fit.question.name),
    )
    fits = [fit for fit in fits if fit.score > 0.1]
    if not fits:
        return [], False
    following = fits[1].score if len(fits) > 1 else 0.0
    # a name that neither the question nor its answer holds cannot be what it is about
    named = all(word.islower() for word in fits[0].unmet)
    return fits, named and fits[0].score >= SURE and fits[0].score - following >= LEAD


def _written(text: str) -> dict[str, str]:
    """Give the telling words of a text, each with how it is written there.

    A word is folded, without accents, a plain plural as its singular.
    """
    found: dict[str, str] = {}
    for written in _WORD.findall(unicodedata.normalize("NFC", text)):
        decomposed = unicodedata.normalize("NFKD", written.casefold())
        word = "".join(char for char in decomposed if not unicodedata.combining(char))
        if word not in _COMMON:
            found.setdefault(_singular(word), written)
    return found


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _terms(text: str) -> frozenset[str]:
    return frozenset(_written(text))


def _question_terms(question: Question) -> frozenset[str]:
    texts = (*question.summaries.values(), *question.tags, question.name)
    return frozenset().union(*(_terms(text.replace("-", " ")) for text in texts))


@cache
def _cell_terms(cell: str) -> frozenset[str]:
    """Give the telling words of the name in a cell, the last part of an IRI; of text, none."""
    iri = _IRI.fullmatch(cell)
    return _terms(_HUMP.sub(" ", iri[1].replace("-", " "))) if iri else frozenset()


def _answer_terms(question: Question) -> frozenset[str]:
    if not question.expected.is_file():
        return frozenset()
    cells = {cell for row in question.expected_rows()[1:] for cell in row}
    return frozenset().union(*(_cell_terms(cell) for cell in cells))


def _rarity(documents: Iterable[frozenset[str]]) -> Mapping[str, float]:
    """Give log((1 + N) / n) for each word that n of the N questions hold."""
    documents = list(documents)
    counts: dict[str, int] = {}
    for terms in documents:
        for term in terms:
            counts[term] = counts.get(term, 0) + 1
    return {term: math.log((1 + len(documents)) / count) for term, count in counts.items()}


def _score(
    words: str,
    asked: Collection[str],
    question: Question,
    terms: frozenset[str],
    answer: frozenset[str],
    rarity: Mapping[str, float],
) -> float:
    # a word that nothing here holds tells less than a rare one: it may be a manner of speaking
    rarest = max(rarity.values(), default=1.0)
    total = sum(
        rarity.get(term, rarest * (UNKNOWN_WEIGHT if len(term) > 1 else UNKNOWN_CHARACTER_WEIGHT))
        for term in asked
    )
    met = sum(
        rarity[term] * (1 if term in terms else ANSWER_WEIGHT)
        for term in asked
        if term in terms or term in answer
    )
    alike = max(
        SequenceMatcher(None, words.casefold(), summary.casefold(), autojunk=False).ratio()
        for summary in question.summaries.values()
    )
    return 0.75 * met / total + 0.25 * alike if met else 0.0
