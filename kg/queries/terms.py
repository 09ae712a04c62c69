"""The terms that a query names, and those of them that the graph does not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import Place
from kg.queries.tokens import Token, position, prefix_declarations, tokens
from kg.vocab import BASE, PREFIXES

__all__ = ["UnknownTerm", "iri_of", "named_place", "terms_named", "unknown_terms"]


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A name of our namespace that nothing in the graph bears, and the nearest that is borne."""

    written: str
    iri: str
    nearest: str


def terms_named(text: str, prefixes: Mapping[str, str] = PREFIXES) -> dict[str, str]:
    """Give the IRIs that the text names, each with the way it is first written."""
    known = {**prefixes, **prefix_declarations(text)}
    found: dict[str, str] = {}
    sequence = list(tokens(text))
    declaring = {
        index
        for index, token in enumerate(sequence)
        if (index and sequence[index - 1].text.upper() in {"PREFIX", "BASE", "FROM", "NAMED"})
        or (index > 1 and sequence[index - 2].text.upper() == "PREFIX")
    }
    for index, token in enumerate(sequence):
        if index in declaring:
            continue
        if iri := iri_of(token, known):
            found.setdefault(iri, token.text)
    return found


def iri_of(token: Token, prefixes: Mapping[str, str]) -> str:
    """Give the IRI that a token names, '' where it names none."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    if token.kind != "pname" or prefix not in prefixes:
        return ""
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)


def named_place(text: str, message: str, prefixes: Mapping[str, str] = PREFIXES) -> Place | None:
    r"""Give where the IRI that a message of the engine names first stands in the text.

    >>> named_place("SELECT (\n<urn:f>(1) AS ?x) {}", "The function <urn:f> is unknown")
    Place(file='query', line=2, column=1)
    """
    named = re.search(r"<([^<>]+)>", message)
    written = terms_named(text, prefixes).get(named[1]) if named else None
    if written is None:
        return None
    start = next(token.start for token in tokens(text) if token.text == written)
    return Place("query", *position(text, start))


def unknown_terms(
    text: str,
    exists: Callable[[str], bool],
    names: Callable[[str], Iterable[str]],
) -> list[UnknownTerm]:
    """Give the terms of our namespace in the text that the graph does not know.

    ``exists`` says whether an IRI occurs in the graph, ``names`` gives its IRIs in a namespace.
    """
    unknown = []
    for iri, written in terms_named(text).items():
        if not iri.startswith(BASE) or exists(iri):
            continue
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        namespace, local = iri[:cut], iri[cut:]
        folded = {name[cut:].casefold(): name[cut:] for name in names(namespace)}
        near = get_close_matches(local.casefold(), folded, n=1)
        nearest = written.removesuffix(">").removesuffix(local) + folded[near[0]] if near else ""
        if nearest and written.endswith(">"):
            nearest += ">"
        unknown.append(UnknownTerm(written, iri, nearest))
    return unknown
