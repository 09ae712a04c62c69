"""``kg token``."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.main import run
from kg.tokens import TokenFile


def test_tokens_are_added_listed_and_revoked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "tokens")
    assert run(["token", "add", "ann", "--scope", "read", "--tokens", file]) == 0
    token = capsys.readouterr().out.strip()
    found = TokenFile(tmp_path / "tokens").find(token)
    assert found is not None
    assert found.scope == "read"
    assert run(["token", "list", "--tokens", file]) == 0
    assert capsys.readouterr().out.startswith("ann\tread\t")
    assert run(["token", "revoke", "ann", "--tokens", file]) == 0
    assert run(["token", "revoke", "ann", "--tokens", file]) == 2
