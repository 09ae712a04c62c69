"""What things are called, in every language: an index of names, and what it is asked for."""

__all__ = ["build", "folding", "gather", "index", "keeper", "ranking", "typos"]
