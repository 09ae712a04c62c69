"""An answer as a Parquet file: each column in the narrowest type that keeps its values exactly.

Decimals are decimals of up to 38 digits; where a column has more, or terms of several kinds, its
texts are kept. What the terms were is in the metadata of each field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox

from console.tables.answers import Row
from console.tables.survey import Column

__all__ = ["write_parquet"]

_MOST_DIGITS: Final = 38
_LONG_DIGITS: Final = 18
_GROUP: Final = 65_536


def write_parquet(
    columns: Sequence[Column], rows: Iterable[Row], target: Path, about: Sequence[str]
) -> None:
    """Write the file; the lines about the answer are in its metadata."""
    fields = [_field(column) for column in columns]
    schema = pa.schema(
        [field for field, _ in fields], metadata={"answer": "\n".join(about).encode()}
    )
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for group in _groups(rows):
            arrays = [
                pa.array(
                    [None if term is None else read(_lexical(term)) for term in values], field.type
                )
                for (field, read), values in zip(fields, zip(*group, strict=True), strict=True)
            ]
            writer.write_table(pa.table(arrays, schema=schema))


def _groups(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    stream = iter(rows)
    while group := tuple(islice(stream, _GROUP)):
        yield group


def _field(column: Column) -> tuple[Any, Callable[[str], object]]:
    type_, read = _type(column)
    terms = {
        "terms": sorted(column.terms),
        "datatypes": sorted(column.datatypes),
        "languages": sorted(column.languages),
    }
    return pa.field(column.name, type_, metadata={"rdf": json.dumps(terms)}), read


def _type(column: Column) -> tuple[Any, Callable[[str], object]]:
    match column.kind:
        case "integer" if column.whole <= _LONG_DIGITS:
            return pa.int64(), int
        case "integer" | "decimal" if column.whole + column.fraction <= _MOST_DIGITS:
            return pa.decimal128(max(column.whole + column.fraction, 1), column.fraction), Decimal
        case "double":
            return pa.float64(), float
        case "boolean":
            return pa.bool_(), lambda value: value in {"true", "1"}
        case "date":
            return pa.date32(), date.fromisoformat
        case "moment":
            return pa.timestamp("us"), datetime.fromisoformat
        case _:
            return pa.string(), str


def _lexical(term: object) -> str:
    return term.value if isinstance(term, ox.Literal | ox.NamedNode) else str(term)
