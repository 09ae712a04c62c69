"""SPARQL texts: their tokens, the library of questions, and the forms of an answer."""

__all__ = [
    "diagnosis",
    "fault",
    "grammar",
    "indent",
    "layout",
    "library",
    "limits",
    "parameters",
    "patterns",
    "query_parts",
    "rdf",
    "results",
    "search",
    "terms",
    "tokens",
    "values",
]
