"""What is wrong at a place of a query, and prefixes that nobody has declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from kg.queries.tokens import Token, prefix_declarations
from kg.vocab import PREFIXES

__all__ = ["Fault", "prefix_faults", "row_fault"]

_VALUES: Final = frozenset({"iri", "number", "pname", "string", "word"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at an offset of a text.

    ``code`` names the kind of fault, ``found`` what stands there, ``meant`` what was probably
    meant, and ``symbols`` what the grammar could take, by its own names.
    """

    problem: str
    offset: int
    expected: str = ""
    remedy: str = ""
    code: str = "syntax"
    found: str = ""
    meant: str = ""
    symbols: frozenset[str] = frozenset()


def prefix_faults(
    text: str, sequence: Iterable[Token], prefixes: Mapping[str, str] = PREFIXES
) -> Iterator[Fault]:
    """Give each prefix that nobody has declared, where a name first has it.

    >>> from kg.queries.tokens import tokens
    >>> text = "SELECT ?s { ?s foo:bar ?o ; foo:baz 1 ; qux:x 2 }"
    >>> [(fault.found, fault.offset) for fault in prefix_faults(text, tokens(text))]
    [('foo', 15), ('qux', 40)]
    """
    known = {**prefixes, **prefix_declarations(text)}
    for token in sequence:
        prefix = token.text.partition(":")[0]
        if token.kind != "pname" or prefix in known:
            continue
        known[prefix] = ""
        near = get_close_matches(prefix, prefixes, n=1, cutoff=0.5)
        remedy = (
            f"did you mean {near[0]}: ? That is <{prefixes[near[0]]}>"
            if near
            else f"begin the query with PREFIX {prefix}: <…>"
        )
        yield Fault(
            f"the prefix {prefix}: is not declared",
            token.start,
            "a prefix with an IRI",
            remedy,
            "prefix",
            prefix,
            near[0] if near else "",
        )


def row_fault(sequence: Sequence[Token]) -> Fault | None:
    """Give the first row of VALUES that has more or fewer values than there are variables.

    >>> from kg.queries.tokens import tokens
    >>> row_fault(list(tokens("ASK { VALUES (?a ?b) { (1 'x'^^<urn:t>) (2) } }"))).offset
    40
    """
    wanted, row, held = -1, None, 0
    for at, token in enumerate(sequence):
        if token.text.upper() == "VALUES" and token.kind == "word":
            wanted, row, held = 0, None, 0
            if sequence[at + 1 : at + 2] and sequence[at + 1].text != "(":
                wanted = -1
        elif wanted < 0:
            continue
        elif token.text == "}":
            wanted = -1
        elif token.text == "(":
            row, held = token, 0
        elif token.kind == "variable":
            wanted += 1
        elif token.kind in _VALUES:
            held += sequence[at - 1].text != "^^"
        elif token.text == ")" and sequence[at - 1].kind == "variable":
            row = None
        elif token.text == ")" and row is not None and held != wanted:
            return Fault(
                f"the row has {held} values, and VALUES names {wanted} variables",
                row.start,
                f"{wanted} values",
                "write UNDEF where a variable has no value",
                "row",
                str(held),
                str(wanted),
            )
    return None
