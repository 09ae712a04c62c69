"""Find the question of the library that some words ask for.

The score of a question is how much of the asked words it holds (weighted by their rarity in the
library), how alike the two texts read, and how much of its name was asked for. A word of its
summaries in any language counts most, one of its tags less, and one in the name of a thing of its
expected answer still: who asks for Zhuhai wants an answer with Zhuhai in it. A word counts too, if
less, where only another form of it or a slip away from it stands there. A question that holds all
words goes before those that hold some. It is a look-up among known questions and never makes one
up.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from kg.queries.library import Question

__all__ = ["Fit", "best_fits"]

SURE = 0.42
LEAD = 0.06
TAG_WEIGHT = 0.8
ANSWER_WEIGHT = 0.6
KIN_WEIGHT = 0.8
WHOLE = 0.05
UNKNOWN_WEIGHT = 0.5
UNKNOWN_CHARACTER_WEIGHT = 0.35  # a Chinese word has about two of them

_WORD = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+")
_ASKING = re.compile(
    r"^\s*(?:please\s+)?(?:(?:give|show|tell|find|list|get)\s+(?:me\s+)?(?:all\s+)?(?:(?:of\s+)?the\s+)?"
    r"(?:list\s+of\s+|of\s+)?|(?:a\s+)?list\s+of\s+|(?:mostra|mostre|lista|liste|dá)(?:-me)?\s+|"
    r"(?:请)?(?:给我|列出|告诉我))",
    re.IGNORECASE,
)
_ANSWERS: Final[dict[tuple[Path, int], frozenset[str]]] = {}
"""The telling words of each file of an answer, as it was at a moment."""
_LETTERS: Final = 4
_STEM: Final = 6
_ENDING: Final = 4
_ALIKE: Final = 0.8
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
    asked = _written(_ASKING.sub("", words, count=1)) or _written(words)
    documents = {name: _question_terms(question) for name, question in library.items()}
    answers = {name: _answer_terms(question) for name, question in library.items()}
    rarity = _rarity(documents[name] | answers[name] for name in library)
    kin = {term: _kin(term, rarity.keys()) for term in asked}
    fits = sorted(
        (
            Fit(
                question,
                _score(words, kin, question, documents[name], answers[name], rarity),
                tuple(
                    word
                    for term, word in asked.items()
                    if len(term) > 1 and not _holds(documents[name] | answers[name], term, kin)
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


@lru_cache(1 << 12)
def _terms(text: str) -> frozenset[str]:
    """Give the telling words of a text of the library, which is looked through again and again."""
    return frozenset(_written(text))


def _title_terms(question: Question) -> frozenset[str]:
    texts = (*question.summaries.values(), question.name)
    return frozenset().union(*(_terms(text.replace("-", " ")) for text in texts))


def _question_terms(question: Question) -> frozenset[str]:
    return _title_terms(question).union(*map(_terms, question.tags))


@cache
def _cell_terms(cell: str) -> frozenset[str]:
    """Give the telling words of the name in a cell, the last part of an IRI; of text, none."""
    iri = _IRI.fullmatch(cell)
    return _terms(_HUMP.sub(" ", iri[1].replace("-", " "))) if iri else frozenset()


def _answer_terms(question: Question) -> frozenset[str]:
    path = question.expected
    if not path.is_file():
        return frozenset()
    key = path, path.stat().st_mtime_ns
    if key not in _ANSWERS:
        _ANSWERS[key] = _terms_of_rows(question.expected_rows()[1:])
    return _ANSWERS[key]


def _terms_of_rows(rows: Iterable[Sequence[str]]) -> frozenset[str]:
    cells = {cell for row in rows for cell in row}
    return frozenset().union(*(_cell_terms(cell) for cell in cells))


def _rarity(documents: Iterable[frozenset[str]]) -> Mapping[str, float]:
    """Give log((1 + N) / n) for each word that n of the N questions hold."""
    documents = list(documents)
    counts: dict[str, int] = {}
    for terms in documents:
        for term in terms:
            counts[term] = counts.get(term, 0) + 1
    return {term: math.log((1 + len(documents)) / count) for term, count in counts.items()}


def _kin(term: str, vocabulary: Collection[str]) -> frozenset[str]:
    """Give the words that are other forms of one, or of which it is a slip where nothing is so."""
    if len(term) < _LETTERS:
        return frozenset()
    begun = term[:_LETTERS]
    found = {word for word in vocabulary if word.startswith(begun) and _is_form(term, word)}
    if not found and term not in vocabulary:
        # words that differ more in their length cannot be so much alike
        near = [word for word in vocabulary if _alike_at_most(term, word) >= _ALIKE]
        found.update(get_close_matches(term, near, 2, _ALIKE))
    return frozenset(found)


def _alike_at_most(one: str, other: str) -> float:
    return 2 * min(len(one), len(other)) / (len(one) + len(other))


def _is_form(one: str, other: str) -> bool:
    """Tell whether two words begin so that they are likely forms of the same."""
    short, long = sorted((one, other), key=len)
    if len(short) < _LETTERS or len(long) - len(short) > _ENDING or short == long:
        return False
    shared = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    return shared == len(short) or shared >= max(_STEM, len(short) - 2)


def _holds(terms: Collection[str], term: str, kin: Mapping[str, frozenset[str]]) -> bool:
    return term in terms or not kin[term].isdisjoint(terms)


def _score(
    words: str,
    kin: Mapping[str, frozenset[str]],
    question: Question,
    terms: frozenset[str],
    answer: frozenset[str],
    rarity: Mapping[str, float],
) -> float:
    # a word that nothing here holds tells less than a rare one: it may be a manner of speaking
    rarest = max(rarity.values(), default=1.0)
    worth = {term: _worth(term, near, rarity, rarest) for term, near in kin.items()}
    ranks = ((_title_terms(question), 1.0), (terms, TAG_WEIGHT), (answer, ANSWER_WEIGHT))
    met = 0.0
    for term, near in kin.items():
        exact = max((weight for held, weight in ranks if term in held), default=0.0)
        other = max((weight for held, weight in ranks if not near.isdisjoint(held)), default=0.0)
        met += worth[term] * max(exact, KIN_WEIGHT * other)
    if not met:
        return 0.0
    name = _terms(question.name.replace("-", " "))
    named = sum(any(_holds({word}, term, kin) for term in kin) for word in name) / max(1, len(name))
    alike = max(
        SequenceMatcher(None, words.casefold(), summary.casefold(), autojunk=False).ratio()
        for summary in question.summaries.values()
    )
    whole = WHOLE * all(_holds(terms | answer, term, kin) for term in kin)
    return min(1.0, 0.7 * met / sum(worth.values()) + 0.2 * alike + 0.1 * named + whole)


def _worth(term: str, near: Collection[str], rarity: Mapping[str, float], rarest: float) -> float:
    """Give how much it counts that a term is met."""
    known = [rarity[word] for word in (term, *near) if word in rarity]
    unknown = UNKNOWN_WEIGHT if len(term) > 1 else UNKNOWN_CHARACTER_WEIGHT
    return max(known, default=rarest * unknown)
