"""Named graphs that stand although they are empty.

A release is a set of quads, and an empty graph has none. So who makes one, by PUT of a document
without triples or by CREATE, has it noted: ``graph:named`` holds a triple ``<g> sd:name <g>``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from console.protocol import ABSOLUTE
from kg.queries.tokens import Token, prefix_declarations, tokens
from kg.vocab import GRAPHS, PREFIXES

__all__ = ["NAMED", "forgotten", "noted", "pattern", "with_notes"]

NAMED: Final = GRAPHS + "named"
_NAME: Final = "<http://www.w3.org/ns/sparql-service-description#name>"


def pattern(graph: str) -> str:
    """Give the pattern of the note that this graph stands."""
    return f"GRAPH <{NAMED}> {{ <{graph}> {_NAME} <{graph}> }}"


def noted(graph: str) -> str:
    """Give the update that notes that this graph stands."""
    return f"INSERT DATA {{ {pattern(graph)} }}"


def forgotten(graph: str) -> str:
    """Give the update that takes the note away."""
    return f"DELETE DATA {{ {pattern(graph)} }}"


def with_notes(text: str) -> str:
    r"""Give the update with what CREATE and DROP of single graphs mean for the notes.

    >>> with_notes("DROP SILENT GRAPH <urn:g>")[:41]
    'DROP SILENT GRAPH <urn:g>\n; DELETE DATA {'
    """
    return text + "".join(f"\n; {note}" for note in _notes(text))


def _notes(text: str) -> Iterator[str]:
    if not any(word in text.upper() for word in ("CREATE", "DROP")):
        return
    known = {**PREFIXES, **prefix_declarations(text)}
    sequence = list(tokens(text))
    depth = 0
    for index, token in enumerate(sequence):
        depth += (token.text == "{") - (token.text == "}")
        if depth or token.kind != "word" or token.text.upper() not in {"CREATE", "DROP"}:
            continue
        rest = sequence[index + 1 : index + 4]
        if rest and rest[0].text.upper() == "SILENT":
            rest = rest[1:]
        if len(rest) < 2 or rest[0].text.upper() != "GRAPH":
            continue
        graph = _iri(rest[1], known)
        if ABSOLUTE.fullmatch(graph):
            yield noted(graph) if token.text.upper() == "CREATE" else forgotten(graph)


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, name = token.text.partition(":")
    return prefixes[prefix] + name if token.kind == "pname" and prefix in prefixes else ""
