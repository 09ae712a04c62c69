"""A Turtle text laid out as our writer lays it out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError, Place
from kg.rdf.convert import to_rdflib
from kg.rdf.turtle import write_turtle

__all__ = ["format_turtle"]

# Strings and IRIs are matched so that a # inside them is no comment.
_COMMENT: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"""'
    r"|'''(?:[^'\\]|\\.|'{1,2}(?!'))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\s]*>"
    r"|(?P<comment>\#[^\n]*)",
    re.DOTALL,
)


def format_turtle(text: str, file: Path | str) -> str:
    """Give the Turtle text in the order and layout of `write_turtle`, with its own prefixes.

    Raises ``InputError`` with the line where the text is no Turtle or holds a comment: a comment
    belongs to no triple, so there is no place to which it could move.
    """
    for match in _COMMENT.finditer(text):
        if match["comment"]:
            raise InputError(
                f"a comment: {match['comment']}",
                expected="remarks as triples, which stay with what they are about",
                remedy="write it as a skos:editorialNote, or take it out",
                where=Place(file, text.count("\n", 0, match.start()) + 1),
            )
    parser = ox.parse(text, format=ox.RdfFormat.TURTLE)
    try:
        graph = to_rdflib(parser)
    except SyntaxError as error:
        raise InputError(
            f"this is no Turtle: {error.msg}",
            expected="Turtle with absolute IRIs",
            remedy="correct it at this place",
            where=Place(file, error.lineno, error.offset),
        ) from error
    for prefix, namespace in parser.prefixes.items():
        graph.bind(prefix, namespace)
    try:
        return write_turtle(graph)
    except RecursionError:
        raise InputError(
            "blank nodes or lists stand too deep inside one another",
            expected="a few levels",
            remedy="give the inner nodes IRIs",
            where=Place(file),
        ) from None
