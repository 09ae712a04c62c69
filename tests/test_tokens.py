"""Tokens: hashed at rest, compared in constant time, revoked at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError, UsageError
from kg.tokens import SCOPES, Token, TokenFile


def test_a_token_is_found_and_its_file_does_not_hold_it(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "tokens")
    token = file.add("ann", "write")
    found = file.find(token)
    assert found is not None
    assert (found.name, found.scope) == ("ann", "write")
    assert token not in file.path.read_text("utf-8")
    assert file.path.stat().st_mode & 0o077 == 0
    assert file.find(token[:-1]) is None
    assert file.find("") is None


def test_a_revoked_token_counts_for_nothing_also_where_the_file_was_read_before(
    tmp_path: Path,
) -> None:
    server, person = TokenFile(tmp_path / "tokens"), TokenFile(tmp_path / "tokens")
    token = person.add("ann", "write")
    assert server.find(token)
    person.revoke("ann")
    assert server.find(token) is None


def test_a_scope_includes_those_before_it() -> None:
    allowed = {
        scope: [wanted for wanted in SCOPES if Token("x", "", scope, "").allows(wanted)]
        for scope in SCOPES
    }
    assert allowed == {"read": ["read"], "write": ["read", "write"]}


def test_names_are_unique_and_plain(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "tokens")
    file.add("ann", "read")
    with pytest.raises(UsageError, match="already"):
        file.add("ann", "write")
    with pytest.raises(UsageError, match="name of a token"):
        file.add("a\nb", "write")
    with pytest.raises(UsageError, match="'bob'"):
        file.revoke("bob")


@pytest.mark.parametrize(
    "line", ["{", "[]", json.dumps({"name": "x", "sha256": "", "scope": "all", "created": ""})]
)
def test_a_line_that_is_no_token_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "tokens"
    path.write_text(f"{line}\n", "utf-8")
    with pytest.raises(InputError, match="line 1"):
        TokenFile(path).tokens()
