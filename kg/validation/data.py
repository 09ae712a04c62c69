"""Data files to validate that are not seed records."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad

from kg.errors import UsageError
from kg.ontology import read_quads
from kg.rdf import FORMATS
from kg.vocab import graph_iri

__all__ = ["read_data"]


def read_data(files: Iterable[Path]) -> dict[Path, list[Quad]]:
    """Give the triples of each file; the names of graphs in it are dropped.

    Raises UsageError for a file whose extension names no RDF format, and InputError with the line
    where a file cannot be parsed.
    """
    return {file: _read(file) for file in files}


def _read(file: Path) -> list[Quad]:
    extensions = dict.fromkeys(form.extension for form in FORMATS)
    if file.suffix.removeprefix(".") not in extensions:
        raise UsageError(
            f"{file} has an extension that names no RDF format: {file.suffix or 'none'}",
            expected=f"one of .{', .'.join(extensions)}",
            remedy="rename the file after the format it is in",
        )
    if not file.is_file():  # reading a pipe would wait for whoever writes into it
        raise UsageError(
            f"{file} is not a regular file",
            expected="a file with RDF",
            remedy="save the data to a file first",
        )
    return read_quads(file, graph_iri("data"))
