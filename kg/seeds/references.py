"""Check that what records refer to exists, and that no id is used twice."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from itertools import chain

from kg.errors import Place, RecordError
from kg.seeds import record as r

__all__ = ["duplicates", "twice", "unknown_references"]

_ENTITY_KINDS = {
    "doc", "event", "indicator", "list", "org", "person", "place", "platform", "programme",
    "route", "rule", "series",
}  # fmt: skip


def duplicates(seeds: r.Seeds) -> Iterator[RecordError]:
    """Give an error for each statement, document or discrepancy whose id an earlier one has.

    A document is an entity too, so the register must not have its id.
    """
    seen: dict[tuple[str, str], Place] = {
        ("document", entity.id): entity.where for entity in seeds.entities.values()
    }
    named = chain(
        (("document", f"doc/{document.id}", document.where) for document in seeds.documents),
        (
            ("statement", statement.id, statement.where)
            for document in seeds.documents
            for statement in document.statements
        ),
        (("discrepancy", judged.id, judged.where) for judged in seeds.discrepancies),
    )
    for what, identifier, where in named:
        if (what, identifier) in seen:
            yield twice(what, identifier, where, seen[what, identifier])
        seen.setdefault((what, identifier), where)


def twice(what: str, identifier: str, where: Place, first: Place) -> RecordError:
    """Give the error for an id that is used a second time."""
    return RecordError(
        f"the {what} id {identifier} is used a second time",
        expected=f"an id of its own; it was first used at {first}",
        remedy="give it the next free id, or merge the two",
        where=where,
    )


def unknown_references(seeds: r.Seeds) -> Iterator[RecordError]:
    """Give an error for each reference to an entity or statement that no record defines."""
    known = set(seeds.entities) | {f"doc/{document.id}" for document in seeds.documents}
    statements = {s.id for document in seeds.documents for s in document.statements}
    wanted = (
        (reference, where)
        for reference, where in _entity_references(seeds)
        if reference.partition("/")[0] in _ENTITY_KINDS
    )
    yield from _missing("entity", wanted, known, "add it to seeds/entities")
    yield from _missing("statement", _statement_references(seeds), statements, "correct the id")


def _missing(
    what: str, wanted: Iterable[tuple[str, Place]], known: set[str], otherwise: str
) -> Iterator[RecordError]:
    """Give one error for each reference that is not known, at the first place that makes it."""
    places: dict[str, list[Place]] = {}
    for reference, where in wanted:
        if reference not in known:
            places.setdefault(reference, []).append(where)
    for reference, found in places.items():
        kind = reference.partition("/")[0]
        candidates = [name for name in known if name.partition("/")[0] == kind or "/" not in name]
        near = difflib.get_close_matches(reference, sorted(candidates), 1, 0.8)
        further = f", and {len(found) - 1} more times" if len(found) > 1 else ""
        yield RecordError(
            f"the {what} {reference} is not known{further}",
            expected=f"the id of a known {what}",
            remedy=f"write {near[0]}, or {otherwise}" if near else otherwise,
            where=found[0],
        )


def _entity_references(seeds: r.Seeds) -> Iterator[tuple[str, Place]]:
    for entity in seeds.entities.values():
        for _, value in entity.properties:
            if isinstance(value, str):
                yield value, entity.where
    for document in seeds.documents:
        for reference in (document.publisher, *document.author, *document.credited):
            yield reference, document.where
        for statement in document.statements:
            for named in _named_by(statement):
                if named is not None:
                    yield named, statement.where


def _named_by(statement: r.Statement) -> Iterator[str | None]:
    yield statement.attributed_to
    match statement:
        case r.Amount() | r.Growth() | r.Rank():
            yield from _dimension_entities(statement.dimensions)
        case r.Share():
            yield from _dimension_entities(statement.dimensions)
            yield from _dimension_entities(statement.whole)
        case r.Claim():
            yield from statement.about
        case r.Post():
            yield from (statement.person, statement.organization)
        case r.Presence():
            yield from (statement.platform, statement.place)
        case r.Relation():
            yield from (statement.subject, statement.object)


def _dimension_entities(dimensions: r.Dimensions) -> Iterator[str | None]:
    yield from (f"indicator/{dimensions.indicator}", dimensions.area, dimensions.entity)


def _statement_references(seeds: r.Seeds) -> Iterator[tuple[str, Place]]:
    for document in seeds.documents:
        for statement in document.statements:
            if isinstance(statement, r.Amount) and statement.equivalent:
                yield statement.equivalent, statement.where
            if isinstance(statement, r.Amount | r.Growth | r.Share) and statement.revises:
                yield statement.revises, statement.where
    for discrepancy in seeds.discrepancies:
        for reference in discrepancy.between:
            yield reference, discrepancy.where
