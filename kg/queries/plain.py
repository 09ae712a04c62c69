"""Plain queries: a SELECT of triple patterns that hang together, and nothing else.

Who reads many records at once writes such queries, and they can be answered without an engine
(`kg.store.columns`). Whatever is not certainly plain is left to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kg.queries.tokens import Token, tokens
from kg.vocab import rdf

__all__ = ["LONG", "Pattern", "PlainQuery", "read_plain"]

LONG: Final = 10_000
"""A smaller LIMIT makes a query short, so that all pages of one answer come from one place."""

# what tells most queries that are not meant here in a microsecond
_BEGINS: Final = re.compile(r"\s*+(?:PREFIX\s[^>]*+>\s*+)*+SELECT\s[^{]*+\{\s*+[?$]", re.IGNORECASE)
# below LONG
_SHORT: Final = re.compile(r"\bLIMIT\s++[0-9]{1,4}+(?![0-9])", re.IGNORECASE)
_COUNT: Final = re.compile(r"[0-9]{1,15}")
_TYPE: Final = rdf("type").value


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern: the name of a variable, an IRI, and either of both."""

    subject: str
    predicate: str
    value: str
    is_open: bool
    """Whether ``value`` is the name of a variable."""

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables."""
        return (self.subject, self.value) if self.is_open else (self.subject,)


@dataclass(frozen=True, slots=True)
class PlainQuery:
    """Triple patterns, the variables that are selected, and which of the solutions are wanted."""

    variables: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    offset: int = 0
    limit: int | None = None


def read_plain(text: str, prefixes: Mapping[str, str]) -> PlainQuery | None:
    """Give the parts of a long plain query, None for any other text.

    >>> read_plain("SELECT ?s { ?s a <urn:T> }", {}).patterns[0].value
    'urn:T'
    >>> read_plain("SELECT ?s { ?s a <urn:T> FILTER(?s > 1) }", {}) is None
    True
    """
    if not _BEGINS.match(text) or _SHORT.search(text):
        return None
    try:
        return _Reader(text, prefixes).query()
    except _NotPlainError:
        return None


class _NotPlainError(Exception):
    pass


class _Reader:
    """Reads one text from the left to the right; what it does not know is not plain."""

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self._left: Iterator[Token] = tokens(text)
        self._prefixes = dict(prefixes)
        self._token = next(self._left, None)

    def query(self) -> PlainQuery:
        while self._takes("PREFIX"):
            name, namespace = self._take("pname"), self._take("iri")
            self._prefixes[name.partition(":")[0]] = _absolute(namespace)
        self._expect("SELECT")
        selected: list[str] = []
        if not self._takes("*"):
            selected.append(self._take("variable")[1:])
            while self._is("variable"):
                selected.append(self._take("variable")[1:])
        self._takes("WHERE")
        self._expect("{")
        patterns = tuple(self._patterns())
        names = dict.fromkeys(name for one in patterns for name in one.variables)
        if len(set(selected)) < len(selected) or not names.keys() >= set(selected):
            raise _NotPlainError
        if not _hang_together(patterns):
            raise _NotPlainError
        numbers: dict[str, int] = {}
        while self._token is not None:
            word = self._token.text.upper()
            if word not in {"LIMIT", "OFFSET"} or word in numbers:
                raise _NotPlainError
            self._advance()
            numbers[word] = _count(self._take("number"))
        # an asterisk gives the variables by name, as the engine does
        chosen = tuple(selected or sorted(names))
        return PlainQuery(chosen, patterns, numbers.get("OFFSET", 0), numbers.get("LIMIT"))

    def _patterns(self) -> Iterator[Pattern]:
        while not self._takes("}"):
            subject = self._take("variable")[1:]
            while True:
                predicate = _TYPE if self._takes_type() else self._iri()
                while True:
                    yield self._pattern(subject, predicate)
                    if not self._takes(","):
                        break
                if not self._takes(";"):
                    break
                while self._takes(";"):
                    pass
                if self._token is not None and self._token.text in {".", "}"}:
                    break
            if not self._takes("."):
                self._expect("}")
                return

    def _pattern(self, subject: str, predicate: str) -> Pattern:
        if self._is("variable"):
            value = self._take("variable")[1:]
            if value == subject:
                raise _NotPlainError
            return Pattern(subject, predicate, value, is_open=True)
        return Pattern(subject, predicate, self._iri(), is_open=False)

    def _iri(self) -> str:
        if self._is("iri"):
            return _absolute(self._take("iri"))
        prefix, _, local = self._take("pname").partition(":")
        if prefix not in self._prefixes or "\\" in local:
            raise _NotPlainError
        return _valid(self._prefixes[prefix] + local)

    def _takes_type(self) -> bool:
        if self._token is None or self._token.text != "a":
            return False
        self._advance()
        return True

    def _is(self, kind: str) -> bool:
        return self._token is not None and self._token.kind == kind

    def _take(self, kind: str) -> str:
        if self._token is None or self._token.kind != kind:
            raise _NotPlainError
        text = self._token.text
        self._advance()
        return text

    def _takes(self, word: str) -> bool:
        if self._token is None or self._token.text.upper() != word:
            return False
        self._advance()
        return True

    def _expect(self, word: str) -> None:
        if not self._takes(word):
            raise _NotPlainError

    def _advance(self) -> None:
        self._token = next(self._left, None)


def _absolute(iri: str) -> str:
    """Give an IRI without its brackets; the engine has to resolve a relative one, or dots in it."""
    if "/." in iri:
        raise _NotPlainError
    return _valid(iri[1:-1])


def _valid(iri: str) -> str:
    """Give an IRI; the engine has to complain about what is none, or has no scheme."""
    try:
        return NamedNode(iri).value
    except ValueError:
        raise _NotPlainError from None


def _count(number: str) -> int:
    if not _COUNT.fullmatch(number):
        raise _NotPlainError
    return int(number)


def _hang_together(patterns: tuple[Pattern, ...]) -> bool:
    """Tell whether there are patterns, and each shares a variable with one that is reached."""
    reached = set(patterns[0].variables) if patterns else set()
    left = list(patterns[1:])
    while left:
        found = [one for one in left if not reached.isdisjoint(one.variables)]
        if not found:
            return False
        reached.update(name for one in found for name in one.variables)
        left = [one for one in left if reached.isdisjoint(one.variables)]
    return bool(patterns)
