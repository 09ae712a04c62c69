"""Terms as a person reads them: with our prefixes, as Turtle writes them."""

from __future__ import annotations

from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.names import Names
from kg.vocab import PREFIXES

__all__ = ["write_term", "write_triple"]

RDF_TYPE: Final = PREFIXES["rdf"] + "type"
_NAMES: Final = Names()


def write_term(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Give a term with our prefixes, as Turtle writes it.

    >>> write_term(NamedNode(PREFIXES["place"] + "CN"))
    'place:CN'
    """
    if isinstance(term, NamedNode):
        return _NAMES.shorten(term.value)
    if isinstance(term, Literal) and not term.language:
        plain = term.datatype.value == PREFIXES["xsd"] + "string"
        quoted = str(Literal(term.value))
        return quoted if plain else f"{quoted}^^{_NAMES.shorten(term.datatype.value)}"
    return str(term)


def write_triple(triple: Triple) -> str:
    """Give a triple with our prefixes, as Turtle writes it without the dot."""
    predicate = triple.predicate
    verb = "a" if predicate.value == RDF_TYPE else write_term(predicate)
    return f"{write_term(triple.subject)} {verb} {write_term(triple.object)}"
