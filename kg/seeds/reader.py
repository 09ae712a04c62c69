"""Read a folder of seed records, and refuse it whole if any part of it is wrong.

The folder holds one ``<document id>.yaml`` for each source document, ``entities/*.yaml`` for the
register and ``discrepancies.yaml``. All errors of all files are found in one run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from kg.errors import InputError, KgError, Place, RecordError
from kg.seeds import record as r
from kg.seeds.periods import parse_period
from kg.seeds.references import duplicates, twice, unknown_references
from kg.seeds.schema import check
from kg.seeds.source import Source, read_source
from kg.seeds.values import Stated, interval_of

__all__ = ["document_files", "read_document", "read_register", "read_seeds"]

_NOT_DOCUMENTS = {"discrepancies.yaml", "omissions.yaml"}
_GREATEST = 10**18
"""What figures stay below: engines keep decimals exactly up to 10**20."""
_DIMENSIONS = tuple(field.name for field in fields(r.Dimensions))
_P = ParamSpec("_P")
_T = TypeVar("_T")
Record = dict[str, Any]  # a part of a checked YAML file; the schema vouches for its types


def document_files(seeds: Path) -> list[Path]:
    """Give the record files of source documents, by name."""
    return sorted(path for path in seeds.glob("*.yaml") if path.name not in _NOT_DOCUMENTS)


def read_seeds(seeds: Path) -> r.Seeds:
    """Read and check a whole folder of records.

    Raises one RecordError whose ``also`` holds the further ones: schema, unknown references,
    duplicate ids, spans beyond the text, periods that are none.
    """
    errors: list[KgError] = []
    if not (seeds / "entities").is_dir() or not document_files(seeds):
        raise InputError(
            f"the folder {seeds} holds no seed records",
            expected="a file for each source document, and entities/*.yaml",
            remedy="name the folder of the records; the records of this project lie in seeds/",
        )
    entities = _collect(errors, read_register, seeds / "entities") or {}
    documents = [
        document
        for path in document_files(seeds)
        if (document := _collect(errors, read_document, path))
    ]
    discrepancies = _collect(errors, _read_discrepancies, seeds / "discrepancies.yaml") or ()
    result = r.Seeds(entities=entities, documents=tuple(documents), discrepancies=discrepancies)
    errors.extend(duplicates(result))
    if not errors:  # references into files that could not be read would only be echoes
        errors.extend(unknown_references(result))
    if errors:
        raise _one(errors)
    return result


def read_document(path: Path) -> r.Document:
    """Read the record file of one source document, checked by itself.

    The references it makes into the register are not looked up. Raises RecordError.
    """
    source = _checked(path, "record")
    errors: list[KgError] = []
    head: Record = source.whole["document"]
    items: list[Record] = source.whole["statements"]
    if head["id"] != path.stem:
        errors.append(
            RecordError(
                f"the document id is {head['id']}",
                expected=f"the name of its file, {path.stem}",
                remedy="rename the file or correct the id",
                where=source.place(("document", "id")),
            )
        )
    statements = []
    for index, item in enumerate(items):
        place = source.place(("statements", index))
        statement = _collect(errors, _statement, item, head, place)
        if statement:
            statements.append(statement)
    if errors:
        raise _one(errors)
    return r.Document(
        **{k: head[k] for k in ("id", "title", "publisher", "address", "accessed", "language")},
        sha256=head["sha256"],
        length=head["length"],
        published=head.get("published"),
        modified=head.get("modified"),
        author=tuple(head.get("author", ())),
        credited=tuple(head.get("credited", ())),
        statements=tuple(statements),
        where=source.place(("document",)),
    )


def read_register(entities: Path) -> Mapping[str, r.Entity]:
    """Read the entity register, by id.

    Raises RecordError, also for an id that two entities have.
    """
    found: dict[str, r.Entity] = {}
    errors: list[KgError] = []
    for path in sorted(entities.glob("*.yaml")):
        source = _collect(errors, _checked, path, "entities")
        if source is None:
            continue
        for index, item in enumerate(source.whole["entities"]):
            entity = _entity(item, source.place(("entities", index)))
            if entity.id in found:
                errors.append(twice("entity", entity.id, entity.where, found[entity.id].where))
            found[entity.id] = entity
    if errors:
        raise _one(errors)
    return dict(sorted(found.items()))


def _checked(path: Path, schema: str) -> Source:
    source = read_source(path)
    errors = check(source, schema)
    if errors:
        raise _one(errors)
    return source


def _statement(item: Record, document: Record, where: Place) -> r.Statement:
    start, end = item["span"]
    if not start < end <= document["length"]:
        raise RecordError(
            f"{item['id']} span is [{start}, {end}]",
            expected=f"a start before the end, and an end of at most {document['length']}, "
            "the length of the text",
            remedy="count code points from 0, the end exclusive",
            where=where,
        )
    if not item["id"].startswith(document["id"] + "-"):
        raise RecordError(
            f"the statement id is {item['id']}",
            expected=f"an id that begins with {document['id']}-",
            remedy="give it the next free number of this document",
            where=where,
        )
    common: Record = {
        key: item[key]
        for key in ("id", "note", "attributed_to", "status", "origin", "review")
        if key in item
    } | {"span": (start, end), "where": where}
    return _KINDS[item["kind"]](item, common)


def _amount(item: Record, common: Record) -> r.Statement:
    return r.Amount(**common, **_figure(item, common["where"]), equivalent=item.get("equivalent"))


def _growth(item: Record, common: Record) -> r.Statement:
    return r.Growth(**common, **_figure(item, common["where"]), basis=item["basis"])


def _share(item: Record, common: Record) -> r.Statement:
    figure = _figure(item, common["where"])
    changes = {k: str(v) if v is not None else None for k, v in item["whole"].items()}
    whole = replace(figure["dimensions"], **changes)
    _check_period(whole.period, item, common["where"])
    return r.Share(**common, **figure, whole=whole)


def _rank(item: Record, common: Record) -> r.Statement:
    dimensions = _dimensions(item, common["where"])
    return r.Rank(
        **common,
        dimensions=dimensions,
        period_inferred=item.get("period_inferred", False),
        scope=item["scope"],
        **item["rank"],
    )


def _claim(item: Record, common: Record) -> r.Statement:
    about, topics = tuple(item["about"]), tuple(item.get("topics", ()))
    return r.Claim(**common, about=about, type=item["type"], topics=topics)


def _post(item: Record, common: Record) -> r.Statement:
    return r.Post(**common, **{k: item[k] for k in ("person", "title", "organization")})


def _presence(item: Record, common: Record) -> r.Statement:
    kinds = tuple(item["kinds"])
    return r.Presence(**common, platform=item["platform"], place=item["place"], kinds=kinds)


def _relation(item: Record, common: Record) -> r.Statement:
    keys = ("subject", "property", "object", "value")
    return r.Relation(**common, **{k: item[k] for k in keys if k in item})


_KINDS: Mapping[str, Callable[[Record, Record], r.Statement]] = {
    "amount": _amount,
    "growth": _growth,
    "share": _share,
    "rank": _rank,
    "claim": _claim,
    "post": _post,
    "presence": _presence,
    "relation": _relation,
}


def _figure(item: Record, where: Place) -> Record:
    digits = item["stated"].get("digits", ())
    stated = Stated(
        digits=(digits,) if isinstance(digits, str) else tuple(digits),
        **{k: v for k, v in item["stated"].items() if k != "digits"},
    )
    if abs(interval_of(stated, item["qualifier"]).value) >= _GREATEST:
        raise RecordError(
            f"{item['id']} stated is {stated}",
            expected=f"a number below 10^{len(str(_GREATEST)) - 1}",
            remedy="correct the digits or the scale",
            where=where,
        )
    return {
        "dimensions": _dimensions(item, where),
        "revises": item.get("revises"),
        "period_inferred": item.get("period_inferred", False),
        "stated": stated,
        "qualifier": item["qualifier"],
    }


def _dimensions(item: Record, where: Place) -> r.Dimensions:
    found = {key: str(item[key]) for key in _DIMENSIONS if key in item}
    _check_period(found["period"], item, where)
    return r.Dimensions(**found)


def _check_period(key: str, item: Record, where: Place) -> None:
    try:
        parse_period(key)
    except ValueError as error:
        raise RecordError(
            f"{item['id']} period is {key}: {error}",
            expected="2024, 2024-S1, 2024-Q1, 2024-10, 2024-10-08, or A--B",
            remedy="correct the period",
            where=where,
        ) from None


def _entity(item: Record, where: Place) -> r.Entity:
    types = item["type"]
    coordinates = item.get("coordinates")
    properties = tuple(
        (name, value)
        for name, given in item.get("properties", {}).items()
        for value in (given if isinstance(given, list) else [given])
    )
    return r.Entity(
        id=item["id"],
        types=(types,) if isinstance(types, str) else tuple(types),
        label=item["label"],
        alias={language: tuple(names) for language, names in item.get("alias", {}).items()},
        definition=item.get("definition", {}),
        note=item.get("note"),
        coordinates=(coordinates["latitude"], coordinates["longitude"]) if coordinates else None,
        exact_match=tuple(item.get("exact_match", ())),
        properties=properties,
        where=where,
    )


def _read_discrepancies(path: Path) -> tuple[r.Discrepancy, ...]:
    if not path.exists():
        return ()
    source = _checked(path, "discrepancies")
    items: list[Record] = source.whole["discrepancies"]
    return tuple(
        r.Discrepancy(
            **(item | {"between": tuple(item["between"])}),
            where=source.place(("discrepancies", index)),
        )
        for index, item in enumerate(items)
    )


def _collect(
    errors: list[KgError], read: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
) -> _T | None:
    """Run a reading step; keep its error and go on, so that one run reports all of them."""
    try:
        return read(*args, **kwargs)
    except KgError as error:
        errors.extend([error, *error.also])
        error.also = ()
        return None


def _one(errors: Sequence[KgError]) -> KgError:
    first, *rest = errors
    first.also = tuple(rest)
    return first
