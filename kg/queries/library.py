"""The library of questions: each a query file with a header, beside it the expected answer.

A file ``ontology/competency/<name>.rq`` begins with YAML in comments::

    #+ summary: Which parks lie in Hengqin, and what do they offer?
    #+ summary_zh: 横琴有哪些产业园？提供哪些功能？
    #+ summary_pt: Que parques há em Hengqin e o que oferecem?
    #+ tags: [parks, places]

and ``<name>.csv`` holds the rows that it answers on the seeds.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import yaml

from kg.errors import Place, QueryError, UsageError
from kg.resources import folder

__all__ = ["Parameter", "Question", "question_named", "questions", "read_question"]

HEADER: Final = "#+"
LANGUAGES: Final = ("en", "zh", "pt")
_KEYS: Final = frozenset({"summary", "summary_zh", "summary_pt", "tags", "parameters"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a question that a reader may set: its default, and the class to pick from."""

    name: str
    default: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the library.

    ``summaries`` has one for each of `LANGUAGES`; ``text`` is the whole file, which is also the
    SPARQL query, since the header is made of comments.
    """

    name: str
    summaries: Mapping[str, str]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    path: Path

    @property
    def summary(self) -> str:
        """The question in English."""
        return self.summaries["en"]

    @property
    def expected(self) -> Path:
        """The file of the expected answer."""
        return self.path.with_suffix(".csv")

    def expected_rows(self) -> list[list[str]]:
        """Give the expected answer: the names of the columns, then the rows, as CSV has them."""
        with self.expected.open(encoding="utf-8", newline="") as stream:
            return list(csv.reader(stream))


def questions(directory: Path | None = None) -> Mapping[str, Question]:
    """Give every question by name, in the order of the names; the mapping cannot be changed.

    Raises QueryError naming the file and the line of a header that cannot be read, and where
    there is no question at all.
    """
    return _read(directory or folder("ontology") / "competency")


@cache
def _read(directory: Path) -> Mapping[str, Question]:
    paths = sorted(directory.glob("*.rq"))
    if not paths:
        raise QueryError(
            f"no question in {directory}",
            expected="at least one file that ends in .rq",
            remedy="install the package again, or name another folder",
        )
    return MappingProxyType({path.stem: read_question(path) for path in paths})


def question_named(name: str, library: Mapping[str, Question] | None = None) -> Question:
    """Give the question with this name, or raise UsageError naming the nearest ones."""
    library = questions() if library is None else library
    if name in library:
        return library[name]
    near = [known for known in library if name in known][:3] or get_close_matches(name, library)
    raise UsageError(
        f"no question is named {name!r}",
        expected=f"one such as {', '.join(near)}" if near else "a name of the library",
        remedy="list them with 'kg query --list'",
    )


def read_question(path: Path) -> Question:
    """Read one question file, or raise QueryError with the line that is wrong."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    length = next(
        (number for number, line in enumerate(lines) if not line.startswith(HEADER)), len(lines)
    )
    if length == 0:
        raise QueryError(
            "the file has no header",
            expected=f"first lines such as '{HEADER} summary: …'",
            where=Place(path, 1),
        )
    try:
        header = yaml.safe_load("\n".join(line[len(HEADER) :] for line in lines[:length]))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QueryError(
            f"the header is not YAML: {error.problem}",
            remedy="put a text that holds ': ' or '#' in quotes",
            where=Place(path, line),
        ) from error
    return _question(path, text, header)


def _question(path: Path, text: str, header: object) -> Question:
    if not isinstance(header, dict):
        raise QueryError("the header is not a mapping", expected="key: value", where=Place(path, 1))
    if unknown := sorted(set(map(str, header)) - _KEYS):
        raise QueryError(
            f"the header has the unknown key {unknown[0]!r}",
            expected=f"only {', '.join(sorted(_KEYS))}",
            where=Place(path, 1),
        )
    summaries = {
        language: header.get("summary" if language == "en" else f"summary_{language}")
        for language in LANGUAGES
    }
    for language, summary in summaries.items():
        if not isinstance(summary, str) or not summary.strip():
            raise QueryError(
                f"the question has no summary in the language {language!r}",
                expected="one sentence in each of " + ", ".join(LANGUAGES),
                where=Place(path, 1),
            )
    tags = header.get("tags")
    if not isinstance(tags, list) or not tags or not all(isinstance(tag, str) for tag in tags):
        raise QueryError(
            f"the tags are {tags!r}",
            expected="a list such as [places, trade]",
            where=Place(path, 1),
        )
    return Question(
        name=path.stem,
        summaries=MappingProxyType({key: str(value).strip() for key, value in summaries.items()}),
        tags=tuple(tags),
        parameters=_parameters(path, header.get("parameters")),
        text=text,
        path=path,
    )


def _parameters(path: Path, stated: object) -> tuple[Parameter, ...]:
    if stated is None:
        return ()
    if isinstance(stated, dict):
        found = []
        for name, value in stated.items():
            settings = value if isinstance(value, dict) else {"default": value}
            if set(settings) <= {"default", "type"} and "default" in settings:
                found.append(
                    Parameter(str(name), str(settings["default"]), str(settings.get("type", "")))
                )
        if len(found) == len(stated):
            return tuple(found)
    raise QueryError(
        f"the parameters are {stated!r}",
        expected="variable: {default: place:Shenzhen, type: cbec:Place}",
        where=Place(path, 1),
    )
