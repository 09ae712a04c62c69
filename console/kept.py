"""Named graphs that stand although they are empty.

A release is a set of quads, and an empty graph has none. So of one that is made, by PUT of a
document without triples or by CREATE, ``graph:named`` says so: it holds ``<g> sd:name <g>``.
"""

from __future__ import annotations

from collections.abc import Iterator

from console.protocol import ABSOLUTE
from kg.queries.tokens import Token, prefix_declarations, tokens
from kg.vocab import NAME, NAMED, PREFIXES

__all__ = ["pattern", "with_notes"]


def pattern(graph: str) -> str:
    """Give the pattern of the note that this graph stands."""
    return f"GRAPH <{NAMED}> {{ <{graph}> <{NAME}> <{graph}> }}"


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
            verb = "INSERT" if token.text.upper() == "CREATE" else "DELETE"
            yield f"{verb} DATA {{ {pattern(graph)} }}"


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, name = token.text.partition(":")
    return prefixes[prefix] + name if token.kind == "pname" and prefix in prefixes else ""
