"""SPARQL texts: their tokens, the library of questions, and the forms of an answer."""

__all__ = [
    "diagnosis",
    "grammar",
    "indent",
    "layout",
    "library",
    "limits",
    "named_terms",
    "parameters",
    "patterns",
    "query_parts",
    "rdf",
    "results",
    "search",
    "tokens",
    "values",
]
