"""Find the question of the library that some words ask for.

The score of a question is the best, over its summaries in every language, of how much of the
asked words it holds (weighted by their rarity in the library) and how alike the two texts read.
It is a look-up among known questions and never makes one up.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.queries.library import Question

__all__ = ["Fit", "best_fits"]

SURE = 0.45
LEAD = 0.06

_WORD = re.compile(r"[㐀-鿿]|[^\W_]+")
_COMMON = frozenset(
    re.findall(
        r"\S+",
        "a an and are by did do does for from has have how in is it its of on or that the their "
        "there to was were what when where which who with much many "
        "o os e de da das dos em no na nos nas que qual quais quem foi foram por para com um uma "
        "se ao "
        "的 了 在 是 有 和 与 哪 些 什 么 多 少 谁 吗 呢 为 其",
    )
)


@dataclass(frozen=True, slots=True)
class Fit:
    """A question and how well it fits, from 0 to 1."""

    question: Question
    score: float


def best_fits(words: str, library: Mapping[str, Question]) -> tuple[list[Fit], bool]:
    """Give the questions that fit, best first, and whether the first is clearly the one meant."""
    asked = _terms(words)
    documents = {name: _question_terms(question) for name, question in library.items()}
    rarity = _rarity(documents.values())
    fits = sorted(
        (
            Fit(question, _score(words, asked, question, documents[name], rarity))
            for name, question in library.items()
        ),
        key=lambda fit: (-fit.score, fit.question.name),
    )
    fits = [fit for fit in fits if fit.score > 0.1]
    if not fits:
        return [], False
    following = fits[1].score if len(fits) > 1 else 0.0
    return fits, fits[0].score >= SURE and fits[0].score - following >= LEAD


def _terms(text: str) -> frozenset[str]:
    """Give the telling words of a text: folded, without accents, a plain plural as its singular."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    found = set()
    for word in _WORD.findall(plain):
        if word not in _COMMON:
            found.add(word[:-1] if len(word) > 3 and word.endswith("s") else word)
    return frozenset(found)


def _question_terms(question: Question) -> frozenset[str]:
    texts = (*question.summaries.values(), *question.tags, question.name)
    return frozenset().union(*(_terms(text.replace("-", " ")) for text in texts))


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
    asked: frozenset[str],
    question: Question,
    terms: frozenset[str],
    rarity: Mapping[str, float],
) -> float:
    if not asked:
        return 0.0
    # a word that no question holds tells little: it may be a name or a manner of speaking
    unknown = max(rarity.values(), default=1.0) / 2
    total = sum(rarity.get(term, unknown) for term in asked)
    met = sum(rarity[term] for term in asked & terms)
    alike = max(
        SequenceMatcher(None, words.casefold(), summary.casefold(), autojunk=False).ratio()
        for summary in question.summaries.values()
    )
    return 0.75 * met / total + 0.25 * alike if met else 0.0
