"""Has Comunica ask a started server: ``python -m tests.acceptance.comunica --modules DIR``.

DIR is where ``npm install @comunica/query-sparql@4`` was said; it is no part of this repository.
Comunica finds the endpoint by its service description, reads graphs and linked data, and writes
with a token.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.acceptance.w3c import started

__all__ = ["asked_by_comunica", "main", "missing", "wrong"]

PROGRAM: Final = Path(__file__).with_suffix(".mjs")
_NAMES: Final = ("endpoint", "discovered", "graph", "thing")


def missing(modules: Path) -> str:
    """Give what is not there and how to get it, '' where all is."""
    if shutil.which("node") is None:
        return "there is no node: install Node.js"
    if not (modules / "node_modules" / "@comunica" / "query-sparql").is_dir():
        return f"there is no Comunica in {modules}: npm install @comunica/query-sparql@4 there"
    return ""


def asked_by_comunica(modules: Path, address: str, token: str = "") -> dict[str, Any]:
    """Give what Comunica got from the server at the address."""
    node = shutil.which("node")
    assert node, "missing() said that it is there"
    done = subprocess.run(
        [node, str(PROGRAM), str(modules), address, token],
        capture_output=True,
        check=True,
        text=True,
        timeout=300,
    )
    found = json.loads(done.stdout)
    assert isinstance(found, dict), "the program writes one object"
    return found


def wrong(found: dict[str, Any], *, wrote: bool) -> list[str]:
    """Give the names of what Comunica should have got otherwise."""
    names = [name for name in _NAMES if "深圳" not in found.get(name, [])]
    sizes = [name for name in ("construct", "describe") if found.get(name, 0) < 10]
    truths = ["ask", *(["inserted", "deleted"] if wrote else [])]
    return names + sizes + [name for name in truths if found.get(name) is not True]


def main(arguments: list[str] | None = None) -> int:
    """Run, print what came and what is wrong, and give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance.comunica")
    parser.add_argument("--modules", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="serve a copy of this, not a new build")
    asked = parser.parse_args(arguments)
    if why := missing(asked.modules):
        print(why, file=sys.stderr)
        return 1
    with started(asked.data) as site:
        address = site.query.removesuffix("/sparql")
        found = asked_by_comunica(asked.modules.resolve(), address, site.token)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    bad = wrong(found, wrote=True)
    print(f"wrong: {', '.join(bad)}" if bad else "all as it should be")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
