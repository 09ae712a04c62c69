"""What a file of a table cannot hold."""

from __future__ import annotations

__all__ = ["RefusalError"]


class RefusalError(Exception):
    """The answer does not go into such a file: what of it, what would, and what to do."""

    def __init__(self, detail: str, *, expected: str, remedy: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.expected = expected
        self.remedy = remedy
