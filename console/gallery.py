"""The library of questions as readers look through it: by topic, and by what they want to know."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final
from urllib.parse import urlencode

from console.citing import Citation
from console.library import Example, examples, once
from console.naming import Name, Names, name_nodes
from console.pickers import Form, Picker, Values, changed, leads, named_in, values_of
from console.surroundings import cite_as
from kg.queries.library import Question
from kg.queries.search import best_fits
from kg.resources import folder
from kg.vocab import PREFIXES

__all__ = [
    "TOPICS",
    "Entry",
    "cite_question",
    "entries",
    "form_of",
    "said",
    "topics_of",
]

TOPICS: Final[Mapping[str, tuple[str, ...]]] = {
    "figures": (
        "agreement", "areas", "bounds", "currencies", "derivations", "figures", "growth",
        "indicators", "ownership", "periods", "ranks", "shares", "targets", "units",
    ),
    "sources": ("audit", "evidence"),
    "places": ("parks", "places"),
    "events": ("events", "themes"),
    "organizations": ("agents", "organizations"),
    "platforms": ("platforms", "products", "routes"),
    "programmes": ("policy", "programmes"),
    "claims": ("claims", "topics"),
}  # fmt: skip
"""The topics of the gallery in their order: topic → tags of questions."""

_MOST_FITS: Final = 12
_NEAR_FIRST: Final = 0.45
_TYPED: Final = 300
_NAMED: Final = 0.15
"""What a thing that the words name and a question can be asked of adds to the fit."""
_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A question in the gallery, with the values that the reader's own words choose for it."""

    example: Example
    summary: Name
    chosen: Mapping[str, str] = field(default_factory=dict)


def entries(words: str, topic: str, language: str) -> list[Entry]:
    """Give the questions of a topic that fit the words, best first; without words all, by name."""
    known = {name: one for name, one in examples().items() if not topic or topic in topics_of(one)}
    if not words:
        return [Entry(one, said(one, language)) for one in known.values()]
    return _fitting(words[:_TYPED], known, language)


def topics_of(example: Example) -> list[str]:
    """Give the topics of a question, that of its first tag first."""
    found = [
        next((topic for topic, tags in TOPICS.items() if tag in tags), "") for tag in example.tags
    ]
    return list(dict.fromkeys(filter(None, found)))


def form_of(example: Example) -> Form:
    """Give the question as a form."""
    return Form(f"question {example.name}", example.text, example.parameters)


def said(example: Example, language: str, values: Values | None = None) -> Name:
    """Give what a question asks in this language, with these values in place of the defaults.

    A default that the sentence names gives its place to the value; of others the name follows.
    """
    spoken = language if language in example.summaries else "en"
    text = example.summaries.get(spoken, example.summary)
    changed = {
        one.name: (_iri(one.default), values[one.name])
        for one in example.parameters
        if values and values.get(one.name, "") != _iri(one.default)
    }
    if not changed:
        return Name(text, spoken)
    names = name_nodes(set(filter(None, chain.from_iterable(changed.values()))))
    behind = []
    for default, iri in changed.values():
        new = names.of(iri, spoken).text if iri else ""
        old = next(filter(None, (_said(text, one) for one in _called(names, default, spoken))), "")
        if old and new:
            text = text.replace(old, new)
        elif new:
            behind.append(new)
    return Name(" · ".join([text, *behind]), spoken)


def cite_question(
    example: Example, values: Values, pickers: Iterable[Picker], language: str
) -> tuple[Citation, dict[str, str]]:
    """Give how a question is cited as it is asked, and what its fields choose beside the defaults.

    Both the words and the address of the citation have the choices.
    """
    slugs = {one.name: one.chosen.slug if one.chosen else "" for one in pickers}
    otherwise = changed(form_of(example), slugs)
    address = f"{example.iri}?{urlencode(otherwise)}" if otherwise else example.iri
    title = said(example, language, values).text
    return cite_as(address, title, "cite_question", language), otherwise


def _fitting(words: str, known: Mapping[str, Example], language: str) -> list[Entry]:
    """Give the questions that fit; one that can be asked of what the words name fits better.

    One that has no answer for what they name is left out.
    """
    fits, _ = best_fits(words, _questions(known.values()))
    end = time.monotonic() + _SECONDS
    ranked = []
    for fit in fits:
        one, named = known[fit.question.name], {}
        if one.parameters and time.monotonic() < end:
            named = named_in(form_of(one), words)
        entry = Entry(one, Name(one.summary), changed(form_of(one), named))
        ranked.append((fit.score + _NAMED * min(len(named), 2), entry))
    ranked.sort(key=lambda one: (-one[0], one[1].example.name))
    least = ranked[0][0] * _NEAR_FIRST if ranked else 0
    return [
        _told(entry, language)
        for score, entry in ranked[:_MOST_FITS]
        if score >= least and (time.monotonic() > end or _is_answered(entry))
    ]


def _is_answered(entry: Entry) -> bool:
    form = form_of(entry.example)
    return not entry.chosen or leads(form, values_of(form, entry.chosen))


def _told(entry: Entry, language: str) -> Entry:
    """Give the entry with what it asks, in the language and with what is chosen."""
    values = values_of(form_of(entry.example), entry.chosen) if entry.chosen else None
    return replace(entry, summary=said(entry.example, language, values))


def _questions(known: Iterable[Example]) -> Mapping[str, Question]:
    """Give the questions with the answers that they have on the seeds, where we know them."""

    def ask() -> Mapping[str, Question]:
        place = folder("ontology") / "competency"
        return {
            one.name: Question(
                one.name,
                {code: one.summaries.get(code, one.summary) for code in ("en", "zh", "pt")},
                one.tags,
                one.parameters,
                one.text,
                place / f"{one.name}.rq",
            )
            for one in examples().values()
        }

    every = once("questions", ask)
    return {one.name: every[one.name] for one in known}


def _called(names: Names, iri: str, language: str) -> list[str]:
    labels = [one.text for one in names.labels(iri) if one.language in {language, "en"}]
    return sorted(labels, key=len, reverse=True)


def _said(text: str, name: str) -> str:
    """Give a name as a text has it, empty where it has not: “2023年” may be written “2023 年”."""
    found = re.search(r"\s*".join(map(re.escape, name.replace(" ", ""))), text)
    return found[0] if found else ""


def _iri(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name
