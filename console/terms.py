"""The terms of a vocabulary: what each means, where it stands, how it is used, who asks for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from console.library import examples, once
from console.naming import Name
from console.reading import select
from kg.vocab import BASE, GRAPHS, ONT

__all__ = ["Branch", "Term", "known_terms", "spoken", "tree"]

_NAMED: Final = re.compile(rf"\bcbec:([A-Za-z]\w*)|<{re.escape(ONT)}([A-Za-z]\w*)>")
_GRAPHS: Final = {"ont": "ontology", "shapes": "shapes"}
_REMARK: Final = re.compile(r"^\s*#.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Term:
    """A term: labels and definitions by language, its relations as IRIs, and how it is used.

    ``uses`` counts the things of a class, and the triples of a property; None where the release
    does not say. ``questions`` are the names of those in the library that ask by it.
    """

    iri: str
    kind: str
    module: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    relations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    example: str = ""
    uses: int | None = None
    questions: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The part of its IRI that tells it from the others."""
        return self.iri.rpartition("#")[2]

    @property
    def above(self) -> tuple[str, ...]:
        """The classes or properties right above it."""
        return self.relations.get("subClassOf", ()) + self.relations.get("subPropertyOf", ())

    def document(self) -> dict[str, Any]:
        """Give it for programs."""
        return {
            "iri": self.iri,
            "kind": self.kind,
            "module": self.module,
            "label": dict(self.labels),
            "definition": dict(self.definitions),
            "example": self.example or None,
            **{name: list(found) for name, found in self.relations.items()},
            "uses": self.uses,
            "questions": list(self.questions),
        }


@dataclass(frozen=True, slots=True)
class Branch:
    """A class with those beneath it; ``again`` where it stands in another place of the tree too."""

    term: Term
    beneath: tuple[Branch, ...]
    again: bool = False


def known_terms(space: str) -> Mapping[str, Term]:
    """Give the terms of ``ont`` or of ``shapes`` by IRI, kind by kind in the order of the names."""
    return once(f"terms of {space}", lambda: _terms(space))


def tree(terms: Iterable[Term]) -> tuple[Branch, ...]:
    """Give classes as a tree; one that stands beneath several is told in full beneath the first.

    A class whose parents are all elsewhere, in another module, is a root.
    """
    known = {term.iri: term for term in terms}
    beneath: dict[str, list[Term]] = defaultdict(list)
    roots = []
    for term in known.values():
        parents = [iri for iri in term.above if iri in known and iri != term.iri]
        for parent in parents:
            beneath[parent].append(term)
        if not parents:
            roots.append(term)
    seen: set[str] = set()

    def branches(found: Iterable[Term]) -> Iterator[Branch]:
        for term in found:
            if term.iri in seen:
                yield Branch(term, (), again=True)
            else:
                seen.add(term.iri)
                yield Branch(term, tuple(branches(beneath[term.iri])))

    grown = list(branches(roots))
    # what stands in a circle of classes hangs on no root
    grown += branches(term for term in known.values() if term.iri not in seen)
    return tuple(grown)


def spoken(texts: Mapping[str, str], language: str) -> Name:
    """Give the text in the language, else in English, else in whatever language there is."""
    for wanted in (language, "en", *texts):
        if wanted in texts:
            return Name(texts[wanted], wanted)
    return Name("")


def _terms(space: str) -> Mapping[str, Term]:
    graph, namespace = GRAPHS + _GRAPHS[space], Literal(f"{BASE}{space}#")
    found: dict[str, dict[str, Any]] = {}
    for row in select("terms", graph=graph, space=namespace):
        term = found.setdefault(
            row["term"].value,
            {
                "kind": row["kind"].value.rpartition("#")[2],
                "module": row["module"].value if "module" in row else "",
                "labels": {},
                "definitions": {},
            },
        )
        for column in ("label", "definition"):
            text = row.get(column)
            if isinstance(text, Literal):
                term[f"{column}s"][text.language or ""] = text.value
    relations: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    sayings: dict[str, str] = {}
    for row in select("term-relations", graph=graph, space=namespace):
        other, name = row["other"], row["relation"].value.rpartition("#")[2]
        if isinstance(other, NamedNode):
            relations[row["term"].value][name].append(other.value)
        elif name.endswith("example"):
            sayings.setdefault(row["term"].value, other.value)
    rows = select("term-uses", space=namespace)
    uses = {row["term"].value: int(row["number"].value) for row in rows}
    asked = _asked() if space == "ont" else {}
    return {
        iri: Term(
            iri,
            **term,
            relations={name: tuple(others) for name, others in relations[iri].items()},
            example=sayings.get(iri, ""),
            uses=uses.get(iri, 0) if uses else None,
            questions=tuple(asked.get(iri, ())),
        )
        for iri, term in found.items()
    }


def _asked() -> Mapping[str, Sequence[str]]:
    """Give which questions of the library name a term of the ontology."""
    asked: dict[str, list[str]] = defaultdict(list)
    for name, example in examples().items():
        text = _REMARK.sub("", example.text)
        for local in dict.fromkeys(short or full for short, full in _NAMED.findall(text)):
            asked[ONT + local].append(name)
    return asked
