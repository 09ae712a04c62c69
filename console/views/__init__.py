"""The views: one file a group of addresses."""

__all__ = [
    "catalog",
    "examples",
    "graph_store",
    "health",
    "home",
    "ontology",
    "resource",
    "sparql",
    "update",
    "workbench",
]
