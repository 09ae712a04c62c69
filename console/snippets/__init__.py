"""A query as a few lines of other languages, ready to run where they are pasted.

The lines stand in the files beside this one. ``@name@`` in them is filled in: the query by the
rules of the language for texts, so that none can end its text and go on as code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from console.workers.formats import ResultKind, result_kind

__all__ = ["LANGUAGES", "Snippet", "snippets"]

_FOLDER: Final = Path(__file__).parent
_SLOT: Final = re.compile(r"@([a-z]+)@")
_WORDS: Final = ("SPARQL", "QUERY", "END")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A query in one language; ``suffix`` is that of a file of it."""

    language: str
    suffix: str
    text: str


def snippets(query: str, endpoint: str) -> list[Snippet]:
    """Give a query to this endpoint in each language that can do with its kind of answer."""
    kind = result_kind(query)
    text = query.rstrip() + "\n"
    found = []
    for language, (suffix, quote) in LANGUAGES.items():
        template = _template(language, kind)
        if template is None:
            continue
        values = {
            "query": quote(text),
            "endpoint": endpoint,
            "word": _word(text),
            "site": endpoint.removesuffix("/sparql"),
        }
        found.append(Snippet(language, suffix, _filled(template, values)))
    return found


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Give the text with its slots filled, all at once: what is filled in has no slots."""
    return _SLOT.sub(lambda slot: values[slot[1]], template)


def _plain(text: str) -> str:
    """Give a text for between two words that end it, of which neither is a line of it."""
    return text


def _word(text: str) -> str:
    """Give a word that is no line of the text."""
    lines = {line.strip() for line in text.split("\n")}
    number = 0
    for word in _WORDS:
        if word not in lines:
            return word
    while f"END{number}" in lines:
        number += 1
    return f"END{number}"


def _python(text: str) -> str:
    r"""Give a text of Python; over several lines where it can be read so.

    >>> _python('a "quoted" word\n')
    '"a \\"quoted\\" word"'
    """
    if _strange(text):
        return repr(text)
    plain = text.replace("\\", "\\\\")
    if "\n" not in text.rstrip("\n"):
        return '"' + plain.rstrip("\n").replace('"', '\\"') + '"'
    return '"""\\\n' + plain.replace('"""', '\\"\\"\\"') + '"""'


def _javascript(text: str) -> str:
    """Give a text of JavaScript."""
    if _strange(text):
        return json.dumps(text)
    inner = text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    return f"`\n{inner}`"


def _r(text: str) -> str:
    """Give a raw text of R 4, whose end is not in it."""
    dashes = ""
    while f'){dashes}"' in text:
        dashes += "-"
    return f'r"{dashes}(\n{text}){dashes}"'


def _power(text: str) -> str:
    """Give a text of the language M: quotes are doubled, and ``#(`` would begin an escape."""
    inner = text.replace("#(", "#(#)(").replace('"', '""')
    return '"' + "".join(f"#({ord(char):04X})" if _strange(char) else char for char in inner) + '"'


def _strange(text: str) -> bool:
    """Tell whether a text holds what editors and terminals do not show as it is."""
    return any(not (char.isprintable() or char in "\n\t") for char in text)


@cache
def _template(language: str, kind: ResultKind) -> str | None:
    for name in (f"{language}-{kind}.txt", f"{language}.txt"):
        path = _FOLDER / name
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            return text or None
    return None


LANGUAGES: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    "curl": ("sh", _plain),
    "pandas": ("py", _python),
    "rdflib": ("py", _python),
    "javascript": ("mjs", _javascript),
    "r": ("R", _r),
    "powerquery": ("pq", _power),
}
"""Each language with the suffix of its files and how it writes texts, in the order of pages."""
