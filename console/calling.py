"""What a query is called: as it says itself, as the library asks it, or after what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from console.citing import title_of
from console.gallery import said
from console.headings import headings
from console.library import examples, once
from console.naming import name_nodes
from kg.queries.parameters import ANY, slots
from kg.queries.patterns import take_apart
from kg.queries.terms import terms_named
from kg.queries.tokens import prefix_declarations, tokens
from kg.vocab import ONT, PREFIXES

__all__ = ["call_query"]

_MOST_COLUMNS: Final = 4
_MOST_NAMES: Final = 4
_LANGUAGES: Final = frozenset({'"zh"', '"pt"'})
_UNTOLD: Final = "http://www.w3.org/"


def call_query(query: str, language: str) -> str:
    """Give the title of a query in this language, '' where it names nothing.

    It is its own remark, else the question of the library that it is, with its values, else what
    it asks for.
    """
    own = title_of(query)
    question = _as_question(query, own, language)
    return question or own or _made(query, language)


def _as_question(query: str, own: str, language: str) -> str:
    """Give what the library calls this query, unless it calls itself otherwise."""
    values, sense = _sense(query)
    name = once("senses", _senses).get(sense)
    found = examples().get(name or "")
    if found is None or own not in {"", found.summary}:
        return ""
    prefixes = {**PREFIXES, **prefix_declarations(query)}
    given = {one.name: _iri(values[one.name], prefixes) for one in found.parameters}
    return said(found, language, given).text


def _senses() -> Mapping[tuple[str, ...], str]:
    return {_sense(one.text)[1]: name for name, one in examples().items()}


def _sense(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give the values of the parameters, and the tokens but for them and what goes without saying.

    Prefixes go without saying, and so does in which language texts are asked for.
    """
    places = slots(text)
    within = {place.start for place in places.values()}
    found: list[str] = []
    declared = 0
    for token in tokens(text):
        if token.text.upper() == "PREFIX":
            declared = 3
        if declared:
            declared -= 1
        elif token.start in within:
            found.append(ANY)
        else:
            found.append('"en"' if token.text in _LANGUAGES else token.text)
    return {name: place.term for name, place in places.items()}, tuple(found)


def _made(query: str, language: str) -> str:
    """Give a title made of the columns of a query and of the classes and things that it names."""
    parts = take_apart(query)
    if parts is None:
        return ""
    columns = [one.name for one in (*parts.selected, *parts.named)][:_MOST_COLUMNS]
    titles = list(headings(columns, language).values())
    iris = list(terms_named(query))
    names = name_nodes(iris)
    told = [names.of(iri, language).text for iri in iris if _tells(iri) and names.labels(iri)]
    behind = [one for one in dict.fromkeys(told) if one.casefold() not in _folded(titles)]
    listed = ", ".join(dict.fromkeys(titles)), ", ".join(behind[:_MOST_NAMES])
    return " — ".join(filter(None, (listed[0][:1].upper() + listed[0][1:], listed[1])))


def _tells(iri: str) -> bool:
    """Tell whether a term says what a query is about: a class or a thing, not a property."""
    local = iri.removeprefix(ONT)
    return local[:1].isupper() if local != iri else not iri.startswith(_UNTOLD)


def _folded(texts: Iterable[str]) -> set[str]:
    return {text.casefold() for text in texts}


def _iri(term: str, prefixes: Mapping[str, str]) -> str:
    """Give the IRI of a term as a query writes it, '' for any value."""
    if term == ANY:
        return ""
    prefix, colon, local = term.partition(":")
    return term[1:-1] if term.startswith("<") else prefixes.get(prefix, f"{prefix}{colon}") + local
