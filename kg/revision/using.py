"""The dataset that a request names for an update, written into its text.

https://www.w3.org/TR/sparql11-protocol/#update-dataset: ``using-graph-uri`` and
``using-named-graph-uri`` mean what USING and USING NAMED would mean in every operation that has
a WHERE, and must not meet USING, USING NAMED or WITH in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.errors import QueryError
from kg.queries.tokens import Token, tokens

__all__ = ["outer_tokens", "with_using"]


def with_using(text: str, graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """Give the update with the dataset of the request in it. Raises ``QueryError``.

    >>> with_using("DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", ["urn:g"], [])
    'DELETE { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p 1 }'
    >>> with_using("DELETE WHERE { ?s ?p 1 }", ["urn:g"], [])
    'DELETE { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p 1 }'
    """
    if not graphs and not named_graphs:
        return text
    clauses = "".join(f"USING <{iri}> " for iri in graphs)
    clauses += "".join(f"USING NAMED <{iri}> " for iri in named_graphs)
    outer = list(outer_tokens(text))
    inserted: list[tuple[int, str]] = []
    for before, token in zip([None, *outer], outer, strict=False):
        word = token.text.upper() if token.kind == "word" else ""
        if word in {"USING", "WITH"}:
            raise QueryError(
                f"the request names graphs for the update, and the update has {word} too",
                expected="one of both",
                remedy="leave out using-graph-uri and using-named-graph-uri, or the clause",
            )
        if word == "WHERE":
            template = _block(text, token) if before and before.text.upper() == "DELETE" else ""
            inserted.append((token.start, f"{template} {clauses}" if template else clauses))
    for start, clause in reversed(inserted):
        text = text[:start] + clause + text[start:]
    return text


def outer_tokens(text: str) -> Iterator[Token]:
    """Give the tokens that stand in no braces, and the braces."""
    depth = 0
    for token in tokens(text):
        depth -= token.text == "}"
        if depth == 0:
            yield token
        depth += token.text == "{"


def _block(text: str, where: Token) -> str:
    """Give the group that follows a WHERE, braces included, '' where it never ends."""
    depth, start = 0, -1
    for token in tokens(text[where.end :]):
        if token.text == "{":
            start = token.start if depth == 0 else start
            depth += 1
        elif token.text == "}":
            depth -= 1
            if depth == 0:
                return text[where.end + start : where.end + token.end]
    return ""
