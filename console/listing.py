"""A query as a page lists it: its text, with what each part is told by a class."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup, escape

from kg.queries.tokens import tokens

__all__ = ["listed"]

_CLASSES: Final = {
    "iri": "iri",
    "number": "number",
    "pname": "iri",
    "string": "string",
    "variable": "variable",
    "word": "keyword",
}


def listed(text: str) -> Markup:
    """Give the text as HTML that reads the same; spaces and comments stay as they are.

    >>> listed("ASK {}")
    Markup('<span class="keyword">ASK</span> {}')
    """
    parts, end = [], 0
    for token in tokens(text):
        parts.append(escape(text[end : token.start]))
        kind = _CLASSES.get(token.kind, "")
        written = escape(token.text)
        parts.append(
            Markup('<span class="{}">{}</span>').format(kind, written) if kind else written
        )
        end = token.end
    parts.append(escape(text[end:]))
    return Markup("").join(parts)
