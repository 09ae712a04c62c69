"""Every way in which the server says no: one table from a stable code to status and title.

The body of a refusal is a problem document (https://www.rfc-editor.org/rfc/rfc9457).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.errors import (
    AnswerLimitError,
    BuildLockedError,
    DiskClosedError,
    DiskFullError,
    DocumentError,
    InconsistentError,
    KgError,
    LimitError,
    NonConformingError,
    QueryError,
    RemoteStoreError,
    UnkeepableError,
    UnwritableError,
    WriterLostError,
)
from kg.vocab import BASE

__all__ = ["MEDIA_TYPE", "PROBLEMS", "UNTOLD", "Problem", "from_kg_error", "from_status"]

MEDIA_TYPE: Final = "application/problem+json"

PROBLEMS: Final[Mapping[str, tuple[int, str]]] = MappingProxyType(
    {
        "bad-request": (400, "The request cannot be understood"),
        "document": (400, "The document cannot be read"),
        "encoding": (400, "The request is not UTF-8"),
        "graph-iri": (400, "A graph is named by an IRI that is not absolute"),
        "many-queries": (400, "There is more than one query"),
        "no-update": (400, "There is no update"),
        "no-query": (400, "There is no query"),
        "query": (400, "The query cannot be read"),
        "too-nested": (400, "What was sent is nested too deeply"),
        "unauthorized": (401, "A token is needed to write"),
        "computed": (403, "The graph follows from the others"),
        "forbidden": (403, "The token does not allow this"),
        "other-site": (403, "A page of another site asked for this"),
        "read-only": (403, "This server does not write"),
        "service": (403, "The query calls another endpoint"),
        "update": (403, "The release cannot be changed"),
        "not-found": (404, "There is nothing at this address"),
        "method": (405, "The method is not allowed here"),
        "not-acceptable": (406, "None of the accepted formats is on offer"),
        "slow-request": (408, "The request did not come in time"),
        "gone": (410, "What was at this address is gone"),
        "precondition": (412, "A condition of the request does not hold"),
        "result-too-large": (413, "The answer is larger than is sent"),
        "too-long": (413, "The request is too long"),
        "media-type": (415, "The media type of the body is not understood"),
        "range": (416, "The file has no such part"),
        "host": (421, "This server has another name"),
        "inconsistent": (422, "The data would contradict the ontology"),
        "non-conforming": (422, "The data would violate a shape"),
        "not-kept": (422, "The data are of a kind that is not kept here"),
        "write-limit": (422, "The change takes more than a change may"),
        # not 507 or 503: the same query would fail the same way, now and later
        "memory-limit": (422, "The query needs more memory than a query may use"),
        "too-many-requests": (429, "One client asks too much at once"),
        "error": (500, "The server failed"),
        "store": (500, "The store cannot be read"),
        "http-version": (505, "This version of HTTP is not spoken here"),
        "transfer-coding": (501, "The body is sent in a way that is not known here"),
        "unknown-method": (501, "The method is not known here"),
        "remote-store": (502, "The server that holds the data does not answer"),
        "busy": (503, "There is no room for the query now"),
        "disk-closed": (503, "The server may not write to its folder"),
        "disconnected": (503, "The client has left"),
        "engine-crashed": (503, "The engine cannot evaluate the query"),
        "full": (507, "There is no room to keep more"),
        "time-limit": (504, "The query takes longer than a query may"),
        "transfer-limit": (504, "The answer was not read in time"),
        "disk-full": (507, "The server has no room for this"),
    }
)
UNTOLD: Final = frozenset(
    {"disk-closed", *(code for code, (status, _) in PROBLEMS.items() if status in {500, 502})}
)
"""The problems of which whoever runs the server is told more than the client."""
_OF_STATUS: Final = {
    400: "bad-request",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method",
    406: "not-acceptable",
    408: "slow-request",
    410: "gone",
    412: "precondition",
    413: "too-long",
    414: "too-long",
    415: "media-type",
    416: "range",
    429: "too-many-requests",
    503: "busy",
}


_OF_ERROR: Final = {
    DocumentError: "document",
    InconsistentError: "inconsistent",
    LimitError: "write-limit",
    NonConformingError: "non-conforming",
    UnkeepableError: "not-kept",
    UnwritableError: "not-acceptable",
}


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it so
    """A refusal: its ``code`` stands in `PROBLEMS`, ``detail`` says what was wrong this time.

    ``more`` holds further members of the document, such as ``line`` and ``column``; ``headers``
    are sent with it.
    """

    def __init__(
        self, code: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.status, self.title = PROBLEMS[code]
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = {key: value for key, value in more.items() if value not in (None, "")}

    def document(self) -> dict[str, object]:
        """Give the members of the problem document."""
        return {
            "type": f"{BASE}problem/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        } | self.more


def from_kg_error(error: KgError) -> Problem:
    """Give the problem that an error of the floors below amounts to."""
    if isinstance(error, QueryError):
        where = error.where
        detail, _, excerpt = error.problem.partition("\n")
        return Problem(
            "query",
            detail,
            line=where.line if where else None,
            column=where.column if where else None,
            excerpt=excerpt,
            expected=error.expected,
            remedy=error.remedy,
        )
    if isinstance(error, BuildLockedError):
        return Problem(
            "busy",
            "another release is being made",
            remedy="send the change again later; nothing of it was done",
            headers={"Retry-After": "2"},
        )
    if isinstance(error, WriterLostError):
        return Problem(
            "busy",
            error.problem,
            remedy=error.remedy,
            headers={"Retry-After": "5"},
        )
    if isinstance(error, AnswerLimitError):
        size = "bytes" in error.expected
        return Problem(
            "result-too-large" if size else "time-limit",
            error.problem,
            limit="result-bytes" if size else "seconds",
            expected=error.expected,
            remedy=error.remedy,
        )
    if isinstance(error, RemoteStoreError):
        return Problem(
            "remote-store",
            "the server that holds the data does not answer as it should",
            remedy="ask again later; its operator finds the reason in the log of this server",
            headers={"Retry-After": "5"},
        )
    if isinstance(error, DiskClosedError):
        return Problem(
            "disk-closed",
            "the folder of the server cannot be written to; nothing has changed",
            remedy="its operator finds the folder in the log, and may let the server write there",
        )
    if isinstance(error, DiskFullError):
        return Problem(
            "disk-full",
            "the disk of the server is full; nothing has changed",
            remedy="try again once its operator has made room",
        )
    code = _OF_ERROR.get(type(error))
    if code:
        where = error.where
        return Problem(
            code,
            error.problem,
            line=where.line if where else None,
            column=where.column if where else None,
            expected=error.expected,
            remedy=error.remedy,
        )
    # what else goes wrong is not the client's doing, and paths of the machine are not its business
    return Problem("store" if error.exit_code == 5 else "error", "see the log of the server")


def from_status(status: int, detail: str) -> Problem:
    """Give the problem for an HTTP status that the framework answers."""
    return Problem(_OF_STATUS.get(status, "bad-request" if status < 500 else "error"), detail)
