"""Tokens that allow a client to write: only their hashes are kept.

The file holds a line of JSON for each token. A token is 256 random bits, so one round of
SHA-256 is as good as a slow hash: there is no guessable password to slow down for. Whoever reads
the file learns no token; whoever can write it can make one, so it is readable by its owner alone.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kg.errors import InputError, UsageError

__all__ = ["SCOPES", "Token", "TokenFile", "new_token"]

SCOPES: Final = ("read", "write")
"""What a token may be used for; each includes those before it."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token: whose it is, its SHA-256, its scope and when it was made."""

    name: str
    sha256: str
    scope: str
    created: str

    def allows(self, scope: str) -> bool:
        """Tell whether the token may be used for what ``scope`` names."""
        return SCOPES.index(scope) <= SCOPES.index(self.scope)


def new_token() -> str:
    """Give a token that nobody can guess."""
    return f"kg_{secrets.token_urlsafe(32)}"


class TokenFile:
    """The tokens of one file, read again whenever the file changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._tokens: tuple[Token, ...] = ()

    def tokens(self) -> tuple[Token, ...]:
        """Give what is kept of each token; none where there is no file. Raises ``InputError``."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return ()
        seen = (status.st_mtime_ns, status.st_size)
        if seen != self._seen:
            self._tokens = tuple(_read(self.path))
            self._seen = seen
        return self._tokens

    def find(self, token: str) -> Token | None:
        """Give what is kept of this token, or None; it takes equally long for any wrong one."""
        digest = _digest(token)
        found = None
        for known in self.tokens():
            if hmac.compare_digest(known.sha256, digest):
                found = known
        return found

    def add(self, name: str, scope: str) -> str:
        """Make a token and give it: it is kept nowhere. Raises ``UsageError`` for a taken name."""
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name!r} cannot be the name of a token",
                expected="up to 64 letters, digits, dots, hyphens or underscores",
            )
        known = self.tokens()
        if any(token.name == name for token in known):
            raise UsageError(
                f"there is a token {name!r} already",
                expected="a name for each token",
                remedy=f"choose another, or revoke it first: kg token revoke {name}",
            )
        token = new_token()
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        self._write([*known, Token(name, _digest(token), scope, moment)])
        return token

    def revoke(self, name: str) -> None:
        """Let the token of this name allow nothing from now on. Raises ``UsageError``."""
        known = self.tokens()
        kept = [token for token in known if token.name != name]
        if len(kept) == len(known):
            raise UsageError(
                f"there is no token {name!r} in {self.path}",
                expected=f"one of {', '.join(token.name for token in known) or 'none'}",
            )
        self._write(kept)

    def _write(self, tokens: Iterable[Token]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        work = self.path.with_name(f".tmp-{self.path.name}-{secrets.token_hex(4)}")
        work.touch(mode=0o600)
        work.write_text("".join(json.dumps(asdict(one)) + "\n" for one in tokens), "utf-8")
        work.replace(self.path)
        self._seen = None


def _read(path: Path) -> Iterable[Token]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            value = json.loads(line)
            token = Token(*(str(value[key]) for key in ("name", "sha256", "scope", "created")))
            SCOPES.index(token.scope)
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"line {number} of {path} is no token",
                expected="lines as 'kg token add' writes them",
                remedy="take the line out",
            ) from error
        yield token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
