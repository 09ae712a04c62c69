"""The views: one file a group of addresses."""

__all__ = ["health", "pages", "sparql"]
