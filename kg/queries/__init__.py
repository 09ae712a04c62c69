"""SPARQL texts: their tokens, the library of questions, and the forms of an answer."""

__all__ = [
    "diagnosis",
    "grammar",
    "library",
    "limits",
    "rdf",
    "results",
    "search",
    "tokens",
    "values",
]
