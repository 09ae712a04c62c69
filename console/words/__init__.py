"""What things are called, in every language: an index of names, and what it is asked for."""

__all__ = [
    "build",
    "complete",
    "file",
    "fitting",
    "folding",
    "gather",
    "graphs",
    "index",
    "keeper",
    "prefixes",
    "ranking",
    "typos",
]
