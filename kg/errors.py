"""Every error this software raises on purpose, in one tree.

::

    KgError                  something a person can put right
    ├── UsageError           the command was called wrongly                   exit 2
    ├── InputError           a record, query or document is wrong             exit 1
    │   ├── RecordError      a seed record breaks the record schema or a rule
    │   ├── QueryError       a SPARQL text cannot be parsed or evaluated
    │   ├── TermError        an IRI, prefixed name or triple cannot be read
    │   ├── DocumentError    an RDF document that somebody sent cannot be read
    │   ├── UnkeepableError  data are of a kind that a release does not keep
    │   └── SourceTextError  an article's text is not the one that was cited
    ├── LimitError           a change took more time or memory than it may          exit 1
    ├── UnwritableError      an answer has no form in the format that was asked for  exit 1
    ├── NonConformingError   the data violate a SHACL shape                   exit 3
    ├── InconsistentError    the ontology and the data contradict each other  exit 4
    ├── FaultError           a process apart met what nobody foresaw          exit 1
    └── StoreError           a release cannot be read or written              exit 5
        ├── NoReleaseError       nothing has been built or published yet
        ├── ReleaseVersionError  laid out by another version of this software
        ├── DamagedReleaseError  a file differs from its checksum
        ├── BuildLockedError     another build is at work
        ├── WriterLostError      the process that writes ended at this change
        ├── RemoteStoreError     another server does not answer as SPARQL 1.1 asks
        ├── AnswerLimitError     another server's answer takes more than it may
        └── DiskError            the disk is full, read-only or fails
            ├── DiskClosedError      nothing may be written there
            └── DiskFullError        there is no room for what is to be written

Each error says which value was wrong, what was expected and what to do, and where.
Its ``code`` is stable: programs may compare it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "AnswerLimitError",
    "BuildLockedError",
    "DamagedReleaseError",
    "DiskClosedError",
    "DiskError",
    "DiskFullError",
    "DocumentError",
    "FaultError",
    "InconsistentError",
    "InputError",
    "KgError",
    "LimitError",
    "NoReleaseError",
    "NonConformingError",
    "Place",
    "QueryError",
    "RecordError",
    "ReleaseVersionError",
    "RemoteStoreError",
    "SourceTextError",
    "StoreError",
    "TermError",
    "UnkeepableError",
    "UnwritableError",
    "UsageError",
    "WriterLostError",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is wrong: a file, and the line and column in it, counted from 1."""

    file: Path | str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [str(self.file), self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)


class KgError(Exception):
    """Something a person can put right; the root of the tree above.

    ``problem`` names the wrong value, ``expected`` what would be right, ``remedy`` what to do.
    ``also`` holds further errors found in the same run, so that one run reports all of them.
    """

    code = "error"
    exit_code = 1

    def __init__(
        self,
        problem: str,
        *,
        expected: str = "",
        remedy: str = "",
        where: Place | None = None,
        also: tuple[KgError, ...] = (),
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected
        self.remedy = remedy
        self.where = where
        self.also = also

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.problem}" if self.where else self.problem]
        if self.expected:
            lines.append(f"  expected: {self.expected}")
        if self.remedy:
            lines.append(f"  remedy: {self.remedy}")
        lines.extend(str(error) for error in self.also)
        return "\n".join(lines)


class UsageError(KgError):
    """The command was called wrongly."""

    code = "usage"
    exit_code = 2


class InputError(KgError):
    """A record, query or document is wrong."""

    code = "input"


class RecordError(InputError):
    """A seed record breaks the record schema or one of its rules."""

    code = "record"


class QueryError(InputError):
    """A SPARQL text cannot be parsed or evaluated."""

    code = "query"


class TermError(InputError):
    """An IRI, a prefixed name or a triple cannot be read."""

    code = "term"


class DocumentError(InputError):
    """An RDF document that somebody sent cannot be read."""

    code = "document"


class UnkeepableError(InputError):
    """Data are of a kind that a release does not keep."""

    code = "unkeepable"


class SourceTextError(InputError):
    """The text of an article is not the one that was cited."""

    code = "source-text"


class LimitError(KgError):
    """A change took more time or memory than it may."""

    code = "limit"


class UnwritableError(KgError):
    """An answer has no form in the format that was asked for."""

    code = "unwritable"


class NonConformingError(KgError):
    """The data violate a SHACL shape."""

    code = "non-conforming"
    exit_code = 3


class InconsistentError(KgError):
    """The ontology and the data contradict each other."""

    code = "inconsistent"
    exit_code = 4


class FaultError(KgError):
    """A process that does one piece of work failed in a way that nobody foresaw.

    The text may be what Python says of it, which is for the log and not for clients.
    """

    code = "fault"


class StoreError(KgError):
    """A release cannot be read or written."""

    code = "store"
    exit_code = 5


class NoReleaseError(StoreError):
    """Nothing has been built or published yet."""

    code = "no-release"


class ReleaseVersionError(StoreError):
    """The release has the layout of another version of this software, mostly a newer one."""

    code = "release-version"


class DamagedReleaseError(StoreError):
    """A file of the release differs from its checksum."""

    code = "damaged-release"


class BuildLockedError(StoreError):
    """Another build is at work in the same place."""

    code = "build-locked"


class WriterLostError(StoreError):
    """The process that writes ended while it was at this change, which may be made or not."""

    code = "writer-lost"


class RemoteStoreError(StoreError):
    """Another server does not answer, or not as SPARQL 1.1 asks."""

    code = "remote-store"


class AnswerLimitError(StoreError):
    """The answer of another server takes more time or bytes than it may."""

    code = "answer-limit"


class DiskError(StoreError):
    """The disk is full, read-only or fails."""

    code = "disk"


class DiskClosedError(DiskError):
    """The file system is read-only, or the permissions do not allow to write there."""

    code = "disk-closed"


class DiskFullError(DiskError):
    """There is no room on the disk for what is to be written."""

    code = "disk-full"
