"""Who may write: tokens, how often, and the record of what was written.

A token travels in the header ``Authorization: Bearer`` (https://www.rfc-editor.org/rfc/rfc6750)
and nowhere else: an address ends up in logs, and a cookie would be sent by any site's form. So
no page of another site can make a browser write here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

from console.problems import UNTOLD, Problem, from_kg_error
from console.site import this_site
from kg.change import Change, Outcome, Revise
from kg.errors import KgError
from kg.tokens import Token, TokenFile

__all__ = [
    "KEY",
    "OpenRevise",
    "Writes",
    "Writing",
    "carry_out",
    "count_request",
    "limit_rates",
    "rates",
    "require",
    "this_writes",
    "written",
]

KEY: Final = "console.writes"
WRITES: Final = "600 per minute"
"""How often one token may write."""
REFUSALS: Final = "30 per minute"
"""How often one address may come with a token that is wrong; nobody guesses 256 bits so."""

_BEARER: Final = re.compile(r"Bearer +([A-Za-z0-9\-._~+/]+=*) *", re.IGNORECASE)
_CHALLENGE: Final = 'Bearer realm="cbec-kg"'

_limiter = Limiter(
    get_remote_address, storage_uri="memory://", strategy="moving-window", headers_enabled=False
)


@dataclass(frozen=True, slots=True)
class Writes:
    """What a server needs to write: the tokens, the way to make releases, and the record.

    ``record`` is called once for each change that was asked for, with what is to be noted;
    ``is_ready`` tells whether a change would be begun at once. ``bounds`` is a dataclass of
    numbers: what a change may take.
    """

    tokens: TokenFile
    revise: Revise
    record: Callable[..., None]
    is_ready: Callable[[], bool] = lambda: True
    bounds: object = None


class OpenRevise(Protocol):
    """A `Revise` that holds something until it is closed."""

    @property
    def bounds(self) -> object:
        """What a change may take: a dataclass of numbers."""
        ...

    def is_ready(self) -> bool:
        """Tell whether a change would be begun at once."""
        ...

    def __call__(self, change: Change) -> Outcome:
        """Make a new release of the change, or raise ``KgError``."""
        ...

    def close(self) -> None:
        """Let go of what is held."""
        ...


@dataclass(frozen=True, slots=True)
class Writing:
    """How a server comes to write: whose tokens count, and what makes releases.

    ``open`` is called when the server starts, with a function that serves the current release;
    the server itself knows nothing of how a release is made.
    """

    tokens: TokenFile
    open: Callable[[Callable[[Path], None]], OpenRevise]


def this_writes() -> Writes | None:
    """Give what the current application writes with, None where it does not write."""
    writes = current_app.extensions.get(KEY)
    assert writes is None or isinstance(writes, Writes)
    return writes


def rates() -> Iterator[tuple[str, float]]:
    """Give how often a token may write and an address be refused, by a name for each."""
    for name, rate in (("write_per_minute", WRITES), ("write_refused_per_minute", REFUSALS)):
        item = parse(rate)
        yield name, item.amount * 60 / item.get_expiry()


def limit_rates(app: Flask) -> None:
    """Count the writes of each token, and the wrong tokens of each address, from now on."""
    _limiter.init_app(app)


def require(scope: str) -> Writes:
    """Give what to write with, if the request may; raises `Problem`.

    The token is looked for before anything of the body is read.
    """
    writes = this_writes()
    if writes is None:
        raise Problem(
            "read-only",
            "this server does not write",
            remedy="its operator allows it with --tokens; or build a release from changed seeds",
        )
    g.token = _token(writes, scope)
    return writes


def _token(writes: Writes, scope: str) -> Token:
    header = request.headers.get("Authorization", "")
    if not header:
        raise _unauthorized("the request has no token", "")
    match = _BEARER.fullmatch(header)
    token = writes.tokens.find(match[1]) if match else None
    if token is None:
        count_request(f"refused {get_remote_address()}", REFUSALS)
        raise _unauthorized("the token is not known here", ', error="invalid_token"')
    if not token.allows(scope):
        _record(writes, "forbidden", token=token)
        raise Problem(
            "forbidden",
            f"the token {token.name} may {token.scope} only",
            expected=f"a token with the scope {scope}",
            headers={
                "WWW-Authenticate": f'{_CHALLENGE}, error="insufficient_scope", scope="{scope}"'
            },
        )
    count_request(f"token {token.name}", WRITES)
    return token


def count_request(key: str, rate: str) -> None:
    """Count one more request for this key, in this process; raises `Problem` beyond the rate."""
    item = parse(rate)
    if not _limiter.limiter.hit(item, key):
        reset, _ = _limiter.limiter.get_window_stats(item, key)
        raise Problem(
            "too-many-requests",
            f"more than {rate}",
            headers={"Retry-After": str(max(1, round(reset - time.time())))},
        )


def _unauthorized(detail: str, error: str) -> Problem:
    return Problem(
        "unauthorized",
        detail,
        expected="a header 'Authorization: Bearer TOKEN'",
        headers={"WWW-Authenticate": _CHALLENGE + error},
    )


def carry_out(writes: Writes, change: Change) -> Outcome:
    """Carry out the change and record it, also where it is refused; raises `Problem`."""
    try:
        outcome = writes.revise(change)
    except KgError as error:
        problem = from_kg_error(error)
        _record(writes, problem.code, change, why=str(error) if problem.code in UNTOLD else "")
        raise problem from error
    _record(writes, "done", change, outcome)
    return outcome


def _record(
    writes: Writes,
    result: str,
    change: Change | None = None,
    outcome: Outcome | None = None,
    token: Token | None = None,
    why: str = "",
) -> None:
    """Note who asked for what and what became of it; never the token, never the data.

    ``why`` is what the client is not told: it may name paths of this machine.
    """
    who = token or g.token
    writes.record(
        "write",
        who=who.name,
        address=get_remote_address(),
        method=request.method,
        path=request.path,
        what=change.kind if change else "",
        graph=(change.graph or "") if change else "",
        bytes=len(change.body) or len(change.text) if change else 0,
        result=result,
        release=outcome.release if outcome else this_site().settings.release,
        added=outcome.added if outcome else 0,
        removed=outcome.removed if outcome else 0,
        **({"why": why} if why else {}),
    )


def written(outcome: Outcome, status: int, *, location: str = "") -> Response:
    """Give the answer to a change that was carried out."""
    response = Response(status=status)
    del response.headers["Content-Type"]
    response.headers["X-Release"] = outcome.release
    response.headers["Cache-Control"] = "no-store"
    if location:
        response.headers["Location"] = location
    return response
