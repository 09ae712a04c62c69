"""The views: one file a group of addresses."""

__all__ = [
    "catalog",
    "examples",
    "graph_store",
    "health",
    "ontology",
    "pages",
    "resource",
    "sparql",
    "update",
]
