"""The library of questions: each a query file with a header, beside it the expected answer.

A file ``ontology/competency/<name>.rq`` begins with YAML in comments::

    #+ summary: Which parks lie in Hengqin, and what do they offer?
    #+ summary_zh: 横琴有哪些产业园？提供哪些功能？
    #+ summary_pt: Que parques há em Hengqin e o que oferecem?
    #+ tags: [parks, places]
    #+ parameters:
    #+   place: {type: "cbec:Place"}

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

from kg.errors import Place, QueryError, UsageError
from kg.queries.parameters import ANY, slots
from kg.queries.query_file import QueryFile, read_folder, read_query_file
from kg.resources import folder

__all__ = [
    "Parameter",
    "Question",
    "parameters_stated",
    "question_named",
    "questions",
    "read_question",
    "readable_questions",
]

LANGUAGES: Final = ("en", "zh", "pt")
_KEYS: Final = frozenset({"summary", "summary_zh", "summary_pt", "tags", "parameters"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a question that a reader may set: its default, and the class to pick from.

    Without a default anything will do until it is set. `kg.queries.parameters` sets it.
    """

    name: str
    default: str = ""
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
    files = read_folder(directory)
    return MappingProxyType({file.name: _question(file) for file in files})


def readable_questions(
    directory: Path | None = None,
) -> tuple[Mapping[str, Question], tuple[QueryError, ...]]:
    """Give the questions that can be read, by name, and an error for each of the others."""
    found: dict[str, Question] = {}
    errors: list[QueryError] = []
    for path in sorted((directory or folder("ontology") / "competency").glob("*.rq")):
        try:
            found[path.stem] = read_question(path)
        except QueryError as error:
            errors.append(error)
    return MappingProxyType(found), tuple(errors)


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
    return _question(read_query_file(path))


def _question(file: QueryFile) -> Question:
    path, header = file.path, file.head
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
        parameters=_parameters(path, header.get("parameters"), file.text),
        text=file.text,
        path=path,
    )


def _parameters(path: Path, stated: object, text: str) -> tuple[Parameter, ...]:
    found = parameters_stated(stated)
    if found is None:
        raise QueryError(
            f"the parameters are {stated!r}",
            expected="variable: {default: place:Shenzhen, type: cbec:Place}",
            where=Place(path, 1),
        )
    places = slots(text)
    for one in found:
        term = places[one.name].term if one.name in places else ""
        if term != (one.default or ANY):
            raise QueryError(
                f"the parameter {one.name!r} is not the one of the query, which has {term!r}",
                expected=f"VALUES ?{one.name} {{ {one.default or ANY} }} in the query",
                where=Place(path, 1),
            )
    return found


def parameters_stated(stated: object) -> tuple[Parameter, ...] | None:
    """Give the parameters that a head states, None where it does not state them as it should."""
    if stated is None:
        return ()
    if not isinstance(stated, dict):
        return None
    found = []
    for name, value in stated.items():
        settings = value if isinstance(value, dict) else {"default": value}
        if not set(settings) <= {"default", "type"}:
            return None
        default, kind = settings.get("default") or "", settings.get("type") or ""
        found.append(Parameter(str(name), str(default), str(kind)))
    return tuple(found)
