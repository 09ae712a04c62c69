"""The views: one file a group of addresses."""

__all__ = ["graph_store", "health", "pages", "sparql", "update"]
