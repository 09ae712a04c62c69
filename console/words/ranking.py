"""Which of the things that were found is meant most likely, and by which of its names.

Exact before the beginning of a name, that before the beginning of its words, that before any part
of it, and that before what only nearly matches; then the reader's language, labels before
aliases, and what is used most.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from console.words.folding import asked_words, fold, is_unspaced

__all__ = ["BEGUN", "EXACT", "NEAR", "PART", "Asked", "Found", "Held", "Match", "label_of"]

EXACT: Final = 0
BEGUN: Final = 1
WORDS: Final = 2
PART: Final = 3
NEAR: Final = 4
"""The steps of likeness, the best first."""
IRI: Final = 3
"""The source of a name that is only the end of an IRI."""
_FAR: Final = 4
_TECHNICAL: Final = (
    "http://www.w3.org/ns/shacl#",
    "http://spdx.org/rdf/terms#",
    "http://rdfs.org/ns/void#",
    "http://www.w3.org/ns/dcat#",
)
_SPACES: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Held:
    """A name as the store holds it; ``source`` is 0 for a label, then alias, notation, IRI."""

    text: str
    language: str
    source: int


@dataclass(frozen=True, slots=True)
class Match:
    """How well a name matches; smaller is better."""

    step: int
    distance: int
    name: Held

    @property
    def order(self) -> tuple[int, int, int]:
        """What matches are sorted by."""
        return self.step, self.distance, self.name.source


@dataclass(slots=True)
class Found:
    """A thing with its names, its use and, where it was looked for by name, its match."""

    number: int
    iri: str
    kind: str
    narrowest: str
    uses: int
    names: tuple[Held, ...]
    match: Match | None = None

    @property
    def technical(self) -> bool:
        """Whether it belongs to the shapes and files around the data, which few look for."""
        return self.narrowest.startswith(_TECHNICAL)


class Asked:
    """What was typed, made ready to be compared with many names."""

    def __init__(self, text: str) -> None:
        self.whole = " ".join(fold(text).split())
        self.words = asked_words(text)
        self.compact = "".join(self.words)
        self._pairs = any(is_unspaced(word) for word in self.words)
        self._starts = [
            re.compile(re.escape(word) if is_unspaced(word) else rf"(?<![^\W_]){re.escape(word)}")
            for word in self.words
        ]

    def best(self, names: Sequence[Held], language: str) -> Match | None:
        """Give the best match among the names of a thing, None without names.

        Of two that match alike, that in the reader's language is taken.
        """
        folded = [fold(name.text) for name in names]
        found = list(filter(None, map(self._match, names, folded)))
        if not found:
            found = [
                Match(NEAR, self._distance(one), name)
                for name, one in zip(names, folded, strict=True)
            ]
        if len(found) == 1:
            return found[0]
        return min(
            found,
            key=lambda match: (*match.order, match.name.language != language, match.name.text),
            default=None,
        )

    def _match(self, name: Held, folded: str) -> Match | None:
        """Give how a name matches, None where it does so only nearly."""
        last = name.source == IRI
        whole = self.whole
        at = folded.find(whole)
        if at == 0 and len(folded) == len(whole):
            return Match(EXACT, 0, name)
        if last and folded == self.compact:
            return Match(EXACT, 0, name)
        if at == 0:
            return Match(WORDS if last else BEGUN, 0, name)
        if self._starts and all(start.search(folded) for start in self._starts):
            joined = at > 0 or not self._pairs
            return Match(WORDS if joined and not last else PART, max(at, 0), name)
        if at > 0 or (len(self.words) > 1 and self.compact in folded.replace(" ", "")):
            return Match(PART, max(at, 0), name)
        return None

    def _distance(self, folded: str) -> int:
        """Give how many edits lie between the words and those of a name, as far as it matters."""
        held = _SPACES.split(folded)
        return sum(
            min((OSA.distance(word, one, score_cutoff=_FAR - 1) for one in held), default=_FAR)
            for word in self.words
        )


def label_of(names: Sequence[Held], language: str) -> Held | None:
    """Give the label for a reader of this language, None where there is none in any."""
    labels = [name for name in names if name.source == 0] or [
        name for name in names if name.source == 1
    ]
    order = {language: 0, "en": 1, "": 2}
    return min(labels, key=lambda name: (order.get(name.language, 3), name.language), default=None)
