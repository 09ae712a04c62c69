"""The README says the truth: its commands are run, its answers compared, its links followed."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
DIALOGUES = [
    (command, answer)
    for block in CONSOLE
    for command, answer in re.findall(
        r"^\$ (.+?)\n(.*?)(?=^\$ |\Z)", block, re.MULTILINE | re.DOTALL
    )
]
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
DOCUMENTS = sorted(
    path for path in ROOT.glob("**/*.md") if not {".venv", "node_modules"} & set(path.parts)
)


def test_the_readme_has_examples() -> None:
    """A parametrised test over nothing would pass."""
    assert len(DIALOGUES) >= 3
    assert PYTHON


@pytest.mark.parametrize(("command", "answer"), DIALOGUES, ids=lambda text: str(text)[:40])
def test_a_command_of_the_readme_answers_as_shown(
    command: str, answer: str, data_folder: Path
) -> None:
    """As on a terminal: a query without --format shows a table there."""
    words = shlex.split(command)
    if words[1] == "query" and "--format" not in words:
        words += ["--format", "table"]
    done = subprocess.run(
        [Path(sys.executable).with_name("kg"), *words[1:]],
        capture_output=True,
        text=True,
        check=True,
        env={"CBEC_KG_DATA": str(data_folder), "LANG": "C.UTF-8", "COLUMNS": "200"},
    )
    assert done.stdout.replace("\r\n", "\n").rstrip() == answer.rstrip()


@pytest.mark.parametrize("code", PYTHON, ids=range(len(PYTHON)))
def test_the_python_of_the_readme_runs(code: str, data_folder: Path) -> None:
    """It prints what it is there to print."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"CBEC_KG_DATA": str(data_folder), "PYTHONUTF8": "1"},
    )
    assert done.stdout.strip()


def test_the_readme_names_every_command() -> None:
    """What it can do is no secret."""
    named = set(re.findall(r"kg ([a-z]+)", README))
    assert set(COMMANDS) - named - {"serve"} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_in_a_document_leads_somewhere(document: Path) -> None:
    """Links within the repository are followed; others are left to readers."""
    text = document.read_text(encoding="utf-8")
    broken = [
        target
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("name", ["console", "kg", "ontology", "seeds", "shapes", "tests"])
def test_each_folder_says_what_it_may_hold(name: str) -> None:
    """A README in each top-level folder."""
    assert (ROOT / name / "README.md").is_file()
