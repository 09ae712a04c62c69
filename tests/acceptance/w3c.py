"""Runs the suites of the W3C: ``python -m tests.acceptance.w3c --suite DIR [--suite DIR …]``.

DIR holds manifests, as https://github.com/w3c/rdf-tests and https://github.com/w3c/rdf-canon do;
they are not part of this repository. Tests of the languages and of canonicalization are run here,
those of the protocols against a started server. The exit status is 1 where a test fails that the
engine alone passes, or where there is nothing to run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import Final

import httpx

from kg.tokens import TokenFile
from tests.acceptance.canonical import canonical
from tests.acceptance.language import Language, Verdict
from tests.acceptance.manifest import Test, path_of, read_manifest
from tests.acceptance.over_http import Site, Spoken, errata

__all__ = ["find_tests", "main", "run_tests", "started"]

_HTTP: Final = {"GraphStoreProtocolTest", "ProtocolTest", "ServiceDescriptionTest"}
_LANGUAGE: Final = {
    "CSVResultFormatTest",
    "NegativeSyntaxTest",
    "NegativeSyntaxTest11",
    "NegativeUpdateSyntaxTest11",
    "PositiveSyntaxTest",
    "PositiveSyntaxTest11",
    "PositiveUpdateSyntaxTest11",
    "QueryEvaluationTest",
    "UpdateEvaluationTest",
}


def find_tests(suites: list[Path], only: str = "") -> list[Test]:
    """Give the tests of every manifest below these folders, those of a group together."""
    paths = sorted(path for suite in suites for path in suite.rglob("manifest.ttl"))
    tests = [test for path in paths for test in read_manifest(path.resolve()) if only in test.group]
    return sorted(tests, key=_place)


def _place(test: Test) -> tuple[str, bool]:
    """Give where a test stands: behind its group, if an erratum says so."""
    return str(path_of(test.node.value).parent), bool(errata().get(test.name, {}).get("last"))


def run_tests(tests: list[Test], site: Site | None) -> Iterator[Verdict]:
    """Run the tests; those of the protocols are left out without a site."""
    with ExitStack() as stack:
        language = stack.enter_context(Language())
        client = stack.enter_context(httpx.Client(timeout=120))
        del client.headers["Accept"]
        spoken = Spoken(site, client) if site else None
        for test in tests:
            if test.kind in _LANGUAGE:
                yield language.run(test)
            elif test.kind in _HTTP and spoken:
                yield spoken.run(test)
            elif test.kind.endswith(("EvalTest", "MapTest")) and "rd" in test.kind.lower():
                yield canonical(test)
            else:
                yield Verdict(test, "beyond", f"a test of the kind {test.kind or 'unknown'}")


@contextmanager
def started(release: Path | None = None) -> Iterator[Site]:
    """Serve a copy of a data folder, or a new build, with a token that may write."""
    with tempfile.TemporaryDirectory(prefix="cbec-kg-acceptance-") as room:
        data, tokens = Path(room) / "data", Path(room) / "tokens"
        token = TokenFile(tokens).add("acceptance", "write")
        command = [sys.executable, "-m", "kg.cli.main"]
        if release:
            shutil.copytree(release, data, symlinks=True)
        else:
            subprocess.run([*command, "build", "--data", str(data)], check=True)
        process = subprocess.Popen(
            [*command, "serve", "--port", "0", "--data", str(data), "--tokens", str(tokens)],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert process.stderr is not None
        drain = Thread(target=process.stderr.read, daemon=True)
        try:
            line = process.stderr.readline()
            assert "http://127.0.0.1:" in line, line
            drain.start()
            root = line.split()[-1].rstrip("/")
            yield Site(f"{root}/sparql", f"{root}/update", f"{root}/graphs", token)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
            process.stderr.close()


def main(arguments: list[str] | None = None) -> int:
    """Run what the arguments ask for, print the verdicts, and give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance.w3c", description=__doc__)
    parser.add_argument("--suite", type=Path, action="append", default=[])
    parser.add_argument("--data", type=Path, help="serve a copy of this, not a new build")
    parser.add_argument("--only", default="", help="run the groups whose name holds this")
    parser.add_argument("--verbose", action="store_true", help="name the tests that pass, too")
    asked = parser.parse_args(arguments)
    tests = find_tests(asked.suite, asked.only)
    if not tests:
        print(
            f"there is no manifest.ttl with tests below {', '.join(map(str, asked.suite)) or '—'}; "
            "the suites are not part of this repository: name the folder of a copy with --suite",
            file=sys.stderr,
        )
        return 1
    with ExitStack() as stack:
        spoken = any(test.kind in _HTTP for test in tests)
        site = stack.enter_context(started(asked.data)) if spoken else None
        counted: dict[str, Counter[str]] = {}
        for verdict in run_tests(tests, site):
            test = verdict.test
            counted.setdefault(test.group, Counter())[verdict.outcome] += 1
            if asked.verbose or verdict.outcome in {"failed", "engine"}:
                print(f"{verdict.outcome:8} {test.group}/{test.name} {verdict.why[:300]}")
    return _report(counted)


def _report(counted: dict[str, Counter[str]]) -> int:
    heads = ("passed", "failed", "engine", "refused", "beyond")
    print(f"\n{'group':24}" + "".join(f"{head:>9}" for head in heads))
    for group, counts in sorted(counted.items()):
        print(f"{group:24}" + "".join(f"{counts[head] or '':>9}" for head in heads))
    total = sum(counted.values(), Counter())
    print(f"{'all':24}" + "".join(f"{total[head]:>9}" for head in heads))
    print(
        "engine: it fails in the engine alone, too; refused: it calls another server; "
        "beyond: it needs what is not claimed"
    )
    for name, entry in errata().items():
        print(f"corrected: {name}: {entry['why']}")
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    # so that the server, which is a process of its own, ends with this one
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
