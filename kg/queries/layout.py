"""A query text in the house style: upper-case keywords, no trailing space, one last newline."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from kg.errors import Place, QueryError
from kg.queries.diagnosis import form_error
from kg.queries.tokens import position, tokens

__all__ = ["format_query"]

# The words of SPARQL that are not upper case: https://www.w3.org/TR/sparql11-query/#rBuiltInCall
_SPELLED: Final = {
    word.upper(): word
    for word in (
        "a", "true", "false", "isIRI", "isURI", "isBLANK", "isLITERAL", "isNUMERIC", "sameTerm",
    )
} | {"ISBLANK": "isBlank", "ISLITERAL": "isLiteral", "ISNUMERIC": "isNumeric"}  # fmt: skip
_TRAILING_SPACE: Final = re.compile(r"[ \t\r]+(?=\n)")


def format_query(text: str, file: Path | str) -> str:
    """Give the query in the house style; strings, IRIs, names and comments keep their text.

    Raises ``QueryError`` with line and column where the text breaks the grammar of queries.
    """
    if error := form_error(text, file=str(file)):
        raise error
    parts: list[str] = []
    end = 0
    for token in tokens(text):
        if token.kind == "error":
            raise QueryError(
                f"the character {token.text!r} cannot stand here",
                expected="SPARQL 1.1",
                remedy="correct the query at this place",
                where=Place(file, *position(text, token.start)),
            )
        # Between two tokens are only spaces and comments.
        parts.append(_TRAILING_SPACE.sub("", text[end : token.start]))
        if token.kind == "word":
            parts.append(_SPELLED.get(token.text.upper(), token.text.upper()))
        else:
            parts.append(token.text)
        end = token.end
    parts.append(_TRAILING_SPACE.sub("", text[end:]).rstrip())
    return "".join(parts) + "\n"
