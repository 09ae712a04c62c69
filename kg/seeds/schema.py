"""Check a record file against its published JSON Schema and say, in words, what is wrong where."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

from kg.errors import RecordError
from kg.resources import folder
from kg.seeds.source import Source

__all__ = ["SCHEMAS", "check", "schema"]

SCHEMAS = ("record", "entities", "discrepancies")
_MOST = 200  # errors shown of one file; who mends so many runs it again
_BOUNDS: Final = {
    "maxItems": "at most {} items",
    "maxLength": "at most {} characters",
    "maximum": "at most {}",
    "minItems": "at least {} items",
    "minLength": "at least {} characters",
    "minimum": "at least {}",
}


def _pattern(
    _validator: Any,  # jsonschema names no type for what it calls back
    pattern: str,
    value: object,
    _schema: object,
) -> Iterator[ValidationError]:
    r"""Judge a pattern as JSON Schema has it: ``$`` is the very end, ``\d`` a digit of ASCII.

    Python's ``$`` also stands before a last line end, and its ``\d`` for the digits of any script.
    """
    whole = pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern
    if isinstance(value, str) and not re.search(whole, value, re.ASCII):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


# jsonschema gives a class like the one it was given, and its types do not say so
_Validator: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern}
)


@cache
def schema(name: str) -> Draft202012Validator:
    """Give the validator of one of the published schemas."""
    path = folder("seeds") / f"{name}.schema.json"
    return _Validator(json.loads(path.read_text(encoding="utf-8")))


def check(source: Source, name: str) -> list[RecordError]:
    """Give an error, with file and line, for each part of the source that breaks the schema.

    Of a file with very many the first are given.
    """
    found: dict[str, RecordError] = {}
    broken: set[tuple[str | int, ...]] = set()
    errors = sorted(islice(schema(name).iter_errors(source.value), _MOST), key=_importance)
    for error in errors:
        path = tuple(error.absolute_path)
        if error.validator == "unevaluatedProperties" and any(
            b[: len(path)] == path for b in broken
        ):
            continue  # a failed branch leaves its properties unevaluated: an echo, not an error
        broken.add(path)
        problem = _explained(source, error)
        found.setdefault(str(problem), problem)
    return list(found.values())


def _importance(error: ValidationError) -> tuple[bool, str]:
    return (error.validator == "unevaluatedProperties", str(list(error.absolute_path)))


def _explained(source: Source, error: ValidationError) -> RecordError:
    """Turn an error of the validator into value, expectation and remedy."""
    while error.validator in {"oneOf", "anyOf"} and error.context:
        # what went wrong further inside tells which of the forms was meant
        depth = len(error.absolute_path)
        inside = [one for one in error.context if len(one.absolute_path) > depth]
        error = inside[0] if inside else best_match(error.context) or error
    path = tuple(error.absolute_path)
    rule: Any = error.validator_value  # what the schema says under the keyword that failed
    name = _named(source, path)
    value = _short(error.instance)
    where = source.place(path)
    match error.validator:
        case "enum":
            known = [str(option) for option in rule]
            near = difflib.get_close_matches(str(error.instance), known, 1)
            remedy = f"write {near[0]}" if near else "take one of these, or add it to the code list"
            return RecordError(
                f"{name} is {value}",
                expected="one of " + ", ".join(known),
                remedy=remedy,
                where=where,
            )
        case "required":
            missing = ", ".join(_missing(error))
            return RecordError(
                f"{name} lacks {missing}",
                expected="the keys " + ", ".join(rule),
                remedy=f"add {missing}",
                where=where,
            )
        case "additionalProperties" | "unevaluatedProperties":
            extra = ", ".join(_unknown(error)) or error.message
            return RecordError(
                f"{name} has the unknown key {extra}",
                expected="only keys that the record format has for this kind",
                remedy="correct the spelling or remove the key; see seeds/README.md",
                where=where,
            )
        case "pattern":
            return RecordError(
                f"{name} is {value}",
                expected=error.schema.get("description", f"text that fits {rule}")
                if isinstance(error.schema, dict)
                else f"text that fits {rule}",
                remedy="see seeds/README.md for the form of each field",
                where=where,
            )
        case "type":
            kinds = rule
            expected = kinds if isinstance(kinds, str) else " or ".join(kinds)
            return RecordError(
                f"{name} is {value}",
                expected=f"a value of type {expected}",
                remedy="quote numbers that are text; write lists with hyphens",
                where=where,
            )
        case "minLength" | "maxLength" | "minItems" | "maxItems" | "minimum" | "maximum":
            return RecordError(
                f"{name} is {value}",
                expected=_BOUNDS[error.validator].format(rule),
                remedy="see seeds/README.md for the form of each field",
                where=where,
            )
        case _:
            return RecordError(
                f"{name} is {value}: {error.message[:200]}",
                expected=f"what the schema says under {error.validator}",
                remedy="see seeds/README.md for the form of each field",
                where=where,
            )


def _missing(error: ValidationError) -> list[str]:
    return [key for key in _parts(error.validator_value) if key not in _parts(error.instance)]


def _unknown(error: ValidationError) -> Iterator[str]:
    """Give the keys that the message of the validator quotes: it has no field for them."""
    for key in _parts(error.instance):
        if f"'{key}'" in error.message:
            yield f"'{key}'"


def _parts(value: Any) -> list[str]:
    """Give the keys of a mapping or the items of a list, which the failed keyword vouches for."""
    return list(value)


def _named(source: Source, path: tuple[str | int, ...]) -> str:
    """Name a part of a record by the id of the record and the key: ``000-023 unit``."""
    value, record, keys = source.value, "", list[str]()
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value[step]
        else:
            value = value[step] if isinstance(value, list) and isinstance(step, int) else None
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            record, keys = str(value["id"]), []
        elif isinstance(step, str):
            keys.append(step)
        else:
            keys.append(f"item {step + 1}")
    return " ".join([record, *keys]).strip() or "the file"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."
