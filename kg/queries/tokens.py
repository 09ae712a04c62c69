"""The tokens of a SPARQL text, and what can be known of a query without parsing it.

The terminals are those of SPARQL 1.1, section 19.8
(https://www.w3.org/TR/sparql11-query/#rQueryUnit). Two facts make this more than a split:

* ``<`` opens an IRI or compares, and only the grammar knows which: ``?a<?b#c> '''`` is a
  comparison followed by a comment, or an IRI followed by a string. `tokens` follows the longest
  match, as the standard says; `readings` follows both, so that a guard cannot be deceived.
* The engine needs no space behind a keyword: it reads ``SERVICEex:x {`` as a call of ``ex:x``.

Every expression is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = [
    "Reach",
    "Token",
    "calls_service",
    "has_dataset_clause",
    "position",
    "prefix_declarations",
    "query_form",
    "readings",
    "tokens",
]

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_FIRST = _BASE + "_"
_CHAR = _FIRST + "\\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = f"[{_BASE}](?:[{_CHAR}]|\\.+(?=[{_CHAR}]))*+"
_LOCAL = f"(?:[{_FIRST}:0-9]|{_PLX})(?:[{_CHAR}:]|{_PLX}|\\.+(?=[{_CHAR}:%\\\\]))*+"

_TERMINALS: Final = (
    ("space", r"[\x20\t\r\n]++"),
    ("comment", r"\#[^\r\n]*+"),
    ("iri", r'<[^<>"{}|^`\\\x00-\x20]*+>'),
    ("string", r"'''(?>[^'\\]|\\.|'{1,2}(?!'))*+'''"),
    ("string", r'"""(?>[^"\\]|\\.|"{1,2}(?!"))*+"""'),
    ("string", r"'(?>[^'\\\r\n]|\\[^\r\n])*+'"),
    ("string", r'"(?>[^"\\\r\n]|\\[^\r\n])*+"'),
    ("blank", f"_:[{_FIRST}0-9](?:[{_CHAR}]|\\.+(?=[{_CHAR}]))*+"),
    ("pname", f"(?:{_PREFIX})?:(?:{_LOCAL})?"),
    ("variable", f"[?$][{_FIRST}0-9][{_FIRST}0-9\u00b7\u0300-\u036f\u203f-\u2040]*+"),
    ("language", r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+"),
    ("number", r"(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?"),
    ("word", r"[A-Za-z][A-Za-z0-9_]*+"),
    ("operator", r"\^\^|&&|\|\||!=|<=|>=|<<|>>|[{}()\[\];,.=<>!+\-*/|^?]"),
    ("error", r"."),
)
_KINDS: Final = tuple(kind for kind, _ in _TERMINALS)
_TERMINAL: Final = re.compile("|".join(f"({text})" for _, text in _TERMINALS), re.DOTALL)
_SKIPPED: Final = frozenset({"space", "comment"})
_FORMS: Final = {
    "SELECT": "select",
    "ASK": "ask",
    "CONSTRUCT": "construct",
    "DESCRIBE": "describe",
} | dict.fromkeys(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"),
    "update",
)

# a query without a prologue
_AT_ONCE: Final = re.compile(
    r"[ \t\r\n]*+(SELECT|ASK|CONSTRUCT|DESCRIBE)(?=[ \t\r\n?$*{(<])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Token:
    """One terminal: its kind, its text as written, and where it starts, counted from 0."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next token may start."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Reach:
    """What `readings` found: every token of any reading, and the deepest nesting of brackets."""

    tokens: tuple[Token, ...]
    depth: int


def _token_at(text: str, start: int) -> Token:
    match = _TERMINAL.match(text, start)
    assert match is not None, "the last terminal matches any character"
    assert match.lastindex is not None, "each terminal is a group"
    return Token(_KINDS[match.lastindex - 1], match[0], start)


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a text in order, without spaces and comments.

    What no terminal matches comes as a token of the kind ``error``, one character at a time.

    >>> [token.text for token in tokens("SELECT ?s { ?s a <urn:x> } # all")]
    ['SELECT', '?s', '{', '?s', 'a', '<urn:x>', '}']
    """
    start = 0
    while start < len(text):
        token = _token_at(text, start)
        if token.kind not in _SKIPPED:
            yield token
        start = token.end


def _may_compare(iri: str) -> bool:
    """Tell whether ``<…>`` may also be read as a comparison that ends elsewhere.

    It matters only where a comment or a string would start inside, and is impossible behind
    ``//``, which no grammar rule allows outside IRIs, strings and comments.
    """
    inside = re.split("[#']", iri, maxsplit=1)
    return len(inside) == 2 and "//" not in inside[0]


def readings(text: str) -> Reach:
    """Give the tokens of every reading of a text, wherever ``<`` may open an IRI or compare.

    The number of readings may be exponential, that of their tokens is not: each start is looked
    at once, with the greatest depth at which any reading arrives there.
    """
    found: list[Token] = []
    arrivals = {0: 0}
    deepest = 0
    for start in range(len(text)):
        if start not in arrivals:
            continue
        depth = arrivals.pop(start)
        token = _token_at(text, start)
        options = [token]
        if token.kind == "iri" and _may_compare(token.text):
            options.append(Token("operator", "<", start))
        for option in options:
            after = depth
            if option.kind == "operator":
                after += (option.text in "{([") - (option.text in "})]")
                after += (option.text == "<<") - (option.text == ">>")
                deepest = max(deepest, after)
            if option.kind not in _SKIPPED:
                found.append(option)
            arrivals[option.end] = max(after, arrivals.get(option.end, after))
    return Reach(tuple(found), deepest)


def has_dataset_clause(text: str) -> bool:
    """Tell whether the query names its own dataset by ``FROM`` or ``FROM NAMED``.

    >>> has_dataset_clause("SELECT * FROM <urn:g> { ?s ?p ?o }")
    True
    >>> has_dataset_clause("SELECT * { ?from ?p 'FROM <urn:g>' } # FROM <urn:g>")
    False
    """
    if "from" not in text.lower():
        return False
    depth = 0
    for token in tokens(text):
        if token.text in {"{", "}"}:
            depth += 1 if token.text == "{" else -1
        elif (
            depth == 0
            and token.text[:4].upper() == "FROM"
            and (token.kind == "word" or _is_glued(text, token))
        ):
            return True
    return False


def _is_glued(text: str, token: Token) -> bool:
    """Tell whether a prefixed name is a keyword and the name behind it, since no space parts them.

    A name whose prefix the text declares, or that is being declared, is nothing but a name.
    """
    return token.kind == "pname" and token.text.partition(":")[0] not in prefix_declarations(text)


def calls_service(text: str) -> bool:
    """Tell whether any reading of the query calls another endpoint by ``SERVICE``.

    >>> calls_service("SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }")
    True
    >>> calls_service("SELECT * { ?s ?p 'SERVICE' }")
    False
    """
    if "service" not in text.lower():
        return False
    reach = sorted(readings(text).tokens, key=lambda token: token.start)
    for index, token in enumerate(reach):
        if token.text[:7].upper() != "SERVICE":
            continue
        if token.kind == "word":
            return True
        following = reach[index + 1].text if index + 1 < len(reach) else ""
        before = reach[index - 1].text.upper() if index else ""
        if token.kind == "pname" and following == "{" and before != "GRAPH":
            return True
    return False


def query_form(text: str) -> str:
    """Give ``select``, ``ask``, ``construct``, ``describe``, ``update`` or ``unknown``.

    It is told by the first keyword behind the prologue.

    >>> query_form("PREFIX ask: <urn:x> CONSTRUCT WHERE { ?s ?p ?o }")
    'construct'
    """
    if match := _AT_ONCE.match(text):
        return _FORMS[match[1].upper()]
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() not in {"PREFIX", "BASE", "VERSION"}:
            word = token.text.upper()
            for keyword, form in _FORMS.items():
                if word.startswith(keyword):
                    return form
            return "unknown"
        if token.kind not in {"word", "pname", "iri", "string"}:
            return "unknown"
    return "unknown"


def prefix_declarations(text: str) -> dict[str, str]:
    """Give the prefixes that the text declares with their namespaces, the later ones prevailing.

    >>> prefix_declarations("PREFIX ex: <urn:ex:> SELECT * { ?s a ex:T }")
    {'ex': 'urn:ex:'}
    """
    declared: dict[str, str] = {}
    sequence = list(tokens(text))
    for keyword, name, namespace in zip(sequence, sequence[1:], sequence[2:], strict=False):
        if (
            keyword.text.upper() == "PREFIX"
            and name.kind == "pname"
            and name.text.endswith(":")
            and namespace.kind == "iri"
        ):
            declared[name.text[:-1]] = namespace.text[1:-1]
    return declared


def position(text: str, offset: int) -> tuple[int, int]:
    r"""Give the line and the column of an offset, both counted from 1.

    >>> position("ASK {\n  x }", 8)
    (2, 3)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
