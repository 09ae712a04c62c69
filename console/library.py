"""What the store itself says for its clients: the questions, the JSON-LD context, the versions.

Each is asked for once for a store, which never changes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from pyoxigraph import Literal

from console.reading import select
from console.site import this_site
from kg.errors import QueryError
from kg.queries.library import Parameter, parameters_stated
from kg.queries.parameters import slots
from kg.queries.query_file import read_head
from kg.store.base import Store
from kg.vocab import PREFIXES

__all__ = ["Example", "context", "dataset", "examples", "once", "ontology_version"]

_Known = TypeVar("_Known")
_KNOWN: Final[WeakKeyDictionary[Store, dict[str, object]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Example:
    """A question of the library: its name, what it asks in each language, its tags and text."""

    name: str
    iri: str
    summaries: Mapping[str, str]
    tags: tuple[str, ...]
    text: str
    parameters: tuple[Parameter, ...] = ()

    @property
    def summary(self) -> str:
        """The question in English, or in the language that there is."""
        return self.summaries.get("en") or next(iter(self.summaries.values()), self.name)


def examples() -> Mapping[str, Example]:
    """Give the questions of the library by name, in the order of the names."""
    return once("examples", _examples)


def context() -> Mapping[str, Any]:
    """Give the JSON-LD context document; without one in the store, one of our prefixes."""
    return once("context", _context)


def ontology_version() -> str:
    """Give the version of the ontology in the store, empty where it has none."""
    return once("version", _version)


def dataset() -> Mapping[str, str]:
    """Give the title, license, publisher, issued and version of the dataset, as far as known."""
    return once("dataset", _dataset)


def once(name: str, ask: Callable[[], _Known]) -> _Known:
    """Give what ``ask`` gives, which is asked for once for a store."""
    known = _KNOWN.setdefault(this_site().store, {})
    if name not in known:
        known[name] = ask()
    found: _Known = known[name]  # type: ignore[assignment]  # each name has one type
    return found


def _examples() -> Mapping[str, Example]:
    found: dict[str, Example] = {}
    for row in select("examples"):
        name, label = row["name"].value, row["label"]
        language = (label.language if isinstance(label, Literal) else "") or ""
        before = found.get(name)
        found[name] = Example(
            name,
            row["question"].value,
            {**(before.summaries if before else {}), language: label.value},
            tuple(row["tags"].value.split()),
            row["text"].value,
            _parameters(row["text"].value),
        )
    return MappingProxyType(found)


def _parameters(text: str) -> tuple[Parameter, ...]:
    """Give the parameters that a text states; one that it has no place for cannot be set."""
    try:
        stated = parameters_stated(read_head(text, Path("query")).get("parameters"))
    except QueryError:
        return ()
    places = slots(text)
    return tuple(one for one in stated or () if one.name in places)


def _context() -> Mapping[str, Any]:
    rows = select("context")
    if rows:
        document: Mapping[str, Any] = json.loads(rows[0]["text"].value)
        return document
    return {"@context": {"id": "@id", "type": "@type", **PREFIXES}}


def _dataset() -> Mapping[str, str]:
    rows = select("dataset")
    return {name: term.value for name, term in rows[0].items()} if rows else {}


def _version() -> str:
    rows = select("ontology-version")
    return rows[0]["version"].value if rows else ""
