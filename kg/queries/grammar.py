"""Where exactly a query stops being SPARQL.

The engine's own parser tries alternatives and names a place behind the culprit. The grammar in
``sparql.ebnf`` is LL(1): reading it token by token, the first token that no rule can take is the
culprit, and the tokens that some rule could take there are what was expected. The parse is a
loop over an explicit stack, so that no nesting can exhaust Python's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kg.queries.tokens import Token

__all__ = ["CLOSE", "Failure", "Step", "first_failure", "steps", "words_among"]

CLOSE: Final = ""
_END: Final = "end"
_PIECE: Final = re.compile(r"'[^']+'|[A-Za-z]+|[()|*+?]")

_NOTHING: Final[frozenset[str]] = frozenset()

Symbols = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """The first token that cannot stand where it stands (None: the text ends), and what could."""

    token: Token | None
    expected: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Grammar:
    """Each rule's alternatives, the tokens that may begin it, and which rules may be empty.

    ``words`` gives the kind of a keyword that does not stand in the rules by its own name.
    """

    words: Mapping[str, str]
    rules: Mapping[str, tuple[Symbols, ...]]
    first: Mapping[str, frozenset[str]]
    empty: frozenset[str]

    def symbol(self, token: Token | None) -> str:
        """Give the terminal that a token is, or that the end of the text is."""
        if token is None:
            return _END
        if token.kind == "word":
            word = token.text.upper()
            return self.words.get(word, word)
        return token.text if token.kind == "operator" else token.kind

    def beginnings(self, sequence: Iterable[str]) -> tuple[frozenset[str], bool]:
        """Give the tokens that may begin a sequence of symbols, and whether it may be empty."""
        found: set[str] = set()
        for symbol in sequence:
            if symbol == CLOSE:
                continue
            if symbol not in self.rules:
                return frozenset(found | {symbol}), False
            found |= self.first[symbol]
            if symbol not in self.empty:
                return frozenset(found), False
        return frozenset(found), True


def first_failure(sequence: Sequence[Token]) -> Failure | None:
    """Give where the tokens of a text stop being a query, or None where they are one.

    >>> from kg.queries.tokens import tokens
    >>> failure = first_failure(list(tokens("SELECT ?s WHERE { ?s ?p }")))
    >>> failure.token.text, failure.token.start
    ('}', 24)
    """
    return next((step for step in steps(sequence) if isinstance(step, Failure)), None)


def words_among(symbols: frozenset[str]) -> list[str]:
    """Give the keywords and the names of functions that stand for some terminals.

    >>> "STRLEN" in words_among(frozenset({"function"}))
    True
    """
    named = [word for word, kind in _grammar().words.items() if kind in symbols]
    return sorted({*named, *(symbol for symbol in symbols if symbol.isupper())})


Step = Failure | str | int
"""A rule that opens, ``CLOSE`` where it ends, the index of a token, or where the text fails."""


def steps(sequence: Sequence[Token]) -> Iterator[Step]:
    """Give what the grammar makes of the tokens of a text, in order, up to the first failure.

    The time is in proportion to the number of tokens.
    """
    grammar = _grammar()
    stack = ["Query"]
    # what may begin each symbol of the stack together with all that waits below it
    begins = [_NOTHING, _with("Query", _NOTHING)]
    index = 0
    while stack:
        top = stack.pop()
        begins.pop()
        if top == CLOSE:
            yield CLOSE
            continue
        token = sequence[index] if index < len(sequence) else None
        symbol = grammar.symbol(token)
        if top not in grammar.rules:
            if top != symbol:
                yield Failure(token, frozenset({top}))
                return
            yield index
            index += 1
            continue
        chosen = None
        for alternative in grammar.rules[top]:
            first, empty = _begins(alternative)
            if symbol in first:
                chosen = alternative
                break
            if empty:
                chosen = alternative
        if chosen is None or (symbol not in grammar.first[top] and symbol not in begins[-1]):
            yield Failure(token, _with(top, begins[-1]))
            return
        yield top
        stack.append(CLOSE)
        begins.append(begins[-1])
        for part in reversed(chosen):
            stack.append(part)
            begins.append(_with(part, begins[-1]))


@cache
def _begins(alternative: Symbols) -> tuple[frozenset[str], bool]:
    return _grammar().beginnings(alternative)


@cache
def _with(symbol: str, below: frozenset[str]) -> frozenset[str]:
    """Give the tokens that may begin a symbol with what these tokens begin behind it."""
    first, empty = _grammar().beginnings([symbol])
    return first | below if empty else first


@cache
def _grammar() -> _Grammar:
    text = Path(__file__).with_name("sparql.ebnf").read_text(encoding="utf-8")
    rules: dict[str, tuple[Symbols, ...]] = {}
    words: dict[str, str] = {}
    for line in text.splitlines():
        if " = " in line and not line.startswith("#"):
            name, _, body = line.partition(" = ")
            _Reader(name, _PIECE.findall(body), rules).read()
        elif " : " in line:
            kind, _, names = line.partition(" : ")
            words |= dict.fromkeys(names.split(), kind)
    first: dict[str, frozenset[str]] = dict.fromkeys(rules, frozenset())
    empty: set[str] = set()
    while True:
        grammar = _Grammar(words, rules, dict(first), frozenset(empty))
        for name, alternatives in rules.items():
            for alternative in alternatives:
                begins, may_be_empty = grammar.beginnings(alternative)
                first[name] |= begins
                if may_be_empty:
                    empty.add(name)
        if first == grammar.first and empty == grammar.empty:
            return grammar


class _Reader:
    """Turns the right side of one rule into plain alternatives; a bracket becomes its own rule."""

    def __init__(self, name: str, pieces: list[str], rules: dict[str, tuple[Symbols, ...]]) -> None:
        self.name = name
        self.pieces = pieces
        self.rules = rules
        self.at = 0

    def read(self) -> None:
        self.rules[self.name] = self._alternatives()

    def _alternatives(self) -> tuple[Symbols, ...]:
        found: list[Symbols] = []
        current: list[str] = []
        while self.at < len(self.pieces) and self.pieces[self.at] != ")":
            piece = self.pieces[self.at]
            self.at += 1
            if piece == "|":
                found.append(tuple(current))
                current = []
                continue
            symbol = piece.strip("'")
            if piece == "(":
                inner = self._alternatives()
                self.at += 1
                symbol = self._added(inner)
            current.append(self._repeated(symbol))
        return (*found, tuple(current))

    def _repeated(self, symbol: str) -> str:
        mark = self.pieces[self.at] if self.at < len(self.pieces) else ""
        if mark not in {"*", "+", "?"}:
            return symbol
        self.at += 1
        if mark == "?":
            return self._added(((symbol,), ()))
        name = self._added(())
        self.rules[name] = ((symbol, name), ())
        return name if mark == "*" else self._added(((symbol, name),))

    def _added(self, alternatives: tuple[Symbols, ...]) -> str:
        name = f"{self.name}.{len(self.rules)}"
        self.rules[name] = alternatives
        return name
