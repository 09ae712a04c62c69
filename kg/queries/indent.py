"""A query on lines of its own making: a pattern a line, groups indented, comments kept.

`kg.queries.layout` spells a text in the house style and leaves its lines alone; this sets the
lines too, for what was typed in a hurry. A line break that its author made inside a statement
stays, and so does a short group on one line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.queries.layout import format_query
from kg.queries.tokens import Token, tokens

__all__ = ["indent_query"]

_STARTS: Final = frozenset(
    {"BASE", "BIND", "CONSTRUCT", "DESCRIBE", "FILTER", "FROM", "GRAPH", "HAVING", "LATERAL",
     "LIMIT", "MINUS", "OFFSET", "OPTIONAL", "PREFIX", "SELECT", "ASK", "SERVICE", "VALUES"}
)  # fmt: skip
_COMMENT: Final = re.compile(r"#[^\r\n]*")
_OPENING: Final = frozenset("([")
_CLOSING: Final = frozenset(")]")
_WIDEST: Final = 100


def indent_query(text: str, file: Path | str) -> str:
    """Give the query in the house style on lines that show its groups.

    Its tokens and comments stay what they are, and what is laid out already stays as it is.
    Raises ``QueryError`` with line and column where a character belongs to no token.

    >>> print(indent_query("select ?s{?s a <urn:A>;<urn:p> ?o filter(?o>1)}limit 3", "query"))
    SELECT ?s {
      ?s a <urn:A> ;
        <urn:p> ?o
      FILTER(?o>1)
    }
    LIMIT 3
    <BLANKLINE>
    """
    spelled = format_query(text, file)
    sequence = list(tokens(spelled))
    if not sequence:
        return spelled
    writer = _Writer(spelled, sequence)
    for index in range(len(sequence)):
        writer.take(index)
    return writer.whole()


@dataclass(slots=True)
class _Writer:
    """Writes token by token and knows how deep it stands."""

    text: str
    sequence: Sequence[Token]
    out: list[str] = field(default_factory=list)
    line: str = ""
    brackets: list[str] = field(default_factory=list)
    inside: bool = False
    """Whether a statement has begun that goes on."""
    constraint: int = -1
    """How many brackets stood open where a FILTER or BIND began, -1 outside of one."""
    data: int = -1
    """How many brackets stand open in the rows of VALUES, -1 outside of them."""
    inline: int = 0
    """Where the short group ends that stays on one line."""

    def take(self, index: int) -> None:
        """Write one token, and before it what belongs between it and the token before."""
        token = self.sequence[index]
        before = self.sequence[index - 1] if index else None
        gap = self.text[before.end if before else 0 : token.start]
        if token.text == "}" and self.brackets:
            self.brackets.pop()
            self.inside = False
        if token.text in _CLOSING and self.brackets:
            self.brackets.pop()
        begins = self._begins(token, before)
        if begins:
            self.inside = False
        self._between(gap, token, before, begins=begins)
        self.line += token.text
        self._after(token, index)

    def whole(self) -> str:
        """Give all lines."""
        last = self.sequence[-1]
        self._comments(self.text[last.end :])
        self._break()
        return "\n".join(self.out).rstrip("\n") + "\n"

    def _begins(self, token: Token, before: Token | None) -> bool:
        """Tell whether a token begins a statement or a clause, and so a line."""
        if before is None or self._in_brackets() or token.start < self.inline:
            return False
        word = token.text.upper() if token.kind == "word" else ""
        if word in _STARTS:
            return before.text.upper() not in {"NOT", "FROM"} and not self._is_ordered(word, before)
        if word in {"GROUP", "ORDER"}:
            return True
        if token.text == "{":
            return not self.inside or before.text in {"{", ".", "}"}
        return before.text == "." or (before.text == "}" and word not in {"UNION", "WHERE", ""})

    @staticmethod
    def _is_ordered(word: str, before: Token) -> bool:
        """Tell whether DESC stands for the order; it is no clause of its own there."""
        return word == "DESCRIBE" and before.text.upper() == "BY"

    def _between(self, gap: str, token: Token, before: Token | None, *, begins: bool) -> None:
        if before is None:
            self._comments(gap)
            return
        if token.start < self.inline or (token.end == self.inline and token.text == "}"):
            self.line += " " if gap or {token.text, before.text} & {"{", "}"} else ""
            return
        commented = self._comments(gap)
        forced = (
            begins
            or token.text == "}"
            or before.text == "{"
            or (before.text == "}" and not self._goes_on(token))
            or (before.text in {".", ";"} and not self._in_brackets())
        )
        if forced or commented or ("\n" in gap and self._may_break(token)):
            self._break()
            if gap.count("\n") > 1 and not commented and before.text != "{" and token.text != "}":
                self.out.append("")
            self.line = "  " * self._depth(token)
        elif gap or token.text in {"{", ";", "."} or before.text in {";", "}"}:
            tight = before.text in _OPENING or token.text in _CLOSING
            self.line += "" if tight and token.text not in {"{"} else " "

    def _goes_on(self, token: Token) -> bool:
        """Tell whether a token may stand behind a closed group on its line."""
        return self._in_brackets() or token.text.upper() in _JOINS

    def _may_break(self, token: Token) -> bool:
        return token.text not in {"{", ".", ";", ","}

    def _depth(self, token: Token) -> int:
        if token.text.upper() == "WHERE" and not self.brackets:
            return 0
        goes_on = self.inside or self._in_brackets()
        return self.brackets.count("{") + (goes_on and token.text not in {"}", *_CLOSING})

    def _after(self, token: Token, index: int) -> None:
        if token.text == "{":
            if not self.inline or token.start >= self.inline:
                self.inline = self._short_group(index)
            self.brackets.append("{")
            self.inside = False
        elif token.text in _OPENING:
            self.brackets.append(token.text)
        elif token.text in {"}", "."}:
            self.inside = False
        elif not self._in_brackets() and len(self.brackets) != self.data:
            self.inside = True
            if token.kind == "word" and token.text.upper() in {"FILTER", "BIND"}:
                self.constraint = len(self.brackets)
        if token.text == ")" and self.constraint == len(self.brackets):
            self.inside = False
            self.constraint = -1
        if token.kind == "word" and token.text.upper() == "VALUES":
            self.data = len(self.brackets) + 1
        elif token.text == "}" and len(self.brackets) + 1 == self.data:
            self.data = -1

    def _short_group(self, index: int) -> int:
        """Give where a group ends that its author wrote on one line and that fits there, else 0."""
        start = self.sequence[index].start
        for token in self.sequence[index + 1 :]:
            if token.text in {"{", ";"} and not self._in_brackets():
                return 0
            if token.text == "}":
                written = self.text[start : token.end]
                wide = len(self.line) + len(written) > _WIDEST
                top = not self.brackets and len(self.sequence) > index
                return 0 if "\n" in written or wide or top else token.end
        return 0

    def _in_brackets(self) -> bool:
        return bool(self.brackets) and self.brackets[-1] in _OPENING

    def _comments(self, gap: str) -> bool:
        """Write the comments of a gap: behind the line, or on lines of their own."""
        found = list(_COMMENT.finditer(gap))
        last = 0
        for one in found:
            if "\n" in gap[last : one.start()] or not self.line.strip():
                self._break()
                if gap[last : one.start()].count("\n") > 1 and self.out:
                    self.out.append("")
                self.line = "  " * len(self.brackets)
            else:
                self.line += " "
            self.line += one[0].rstrip()
            self._break()
            last = one.end()
        return bool(found)

    def _break(self) -> None:
        if self.line.strip():
            self.out.append(self.line.rstrip())
        self.line = ""


_JOINS: Final = frozenset({"UNION", "WHERE"})
