"""A triple as a person writes it, read."""

from __future__ import annotations

import re
from textwrap import shorten
from typing import Final

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, parse

from kg.errors import TermError
from kg.vocab import PREFIXES

__all__ = ["read_triple"]

_LONGEST: Final = 200
_EXAMPLE: Final = "'place:Shenzhen cbec:locatedIn place:CN'"
_PLACE: Final = re.compile(r"^Parser error at line \d+ [^:]*: ")
_PROLOGUE: Final = "".join(f"@prefix {name}: <{space}> . " for name, space in PREFIXES.items())


def read_triple(text: str) -> Triple:
    """Read one triple in Turtle's notation, our prefixes being known; the dot may be left out.

    Raises ``TermError`` where the text is no triple, or more than one.

    >>> str(read_triple("place:Shenzhen a cbec:City").predicate)
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    """
    statement = text.strip().removesuffix(".").rstrip()
    try:
        quads = list(parse(f"{_PROLOGUE}{statement} .", format=RdfFormat.TURTLE))
    except SyntaxError as error:
        # the parser counts its place from the start of our prologue, which the user never sees
        why = _PLACE.sub("", str(error.msg))
        raise _no_triple(text, why) from error
    if len(quads) != 1 or _has_blank(quads[0]):
        raise _no_triple(text, f"it holds {len(quads)} triples")
    quad = quads[0]
    return Triple(quad.subject, quad.predicate, quad.object)


def _has_blank(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _no_triple(text: str, why: str) -> TermError:
    return TermError(
        f"{shorten(text, _LONGEST)!r} is not a triple: {why}",
        expected=f"subject, predicate and object such as {_EXAMPLE}",
        remedy="write IRIs as <…> or with a known prefix, and literals in double quotes",
    )
