"""The tests of RDF Dataset Canonicalization, by the function that names releases."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from kg.rdf.canon import canonical_lines
from tests.acceptance.language import Verdict
from tests.acceptance.manifest import Test, path_of

__all__ = ["canonical"]


def canonical(test: Test) -> Verdict:
    """Canonicalize the dataset of a test and compare the bytes."""
    given = path_of(test.action.value)
    text = test.node.text("mf:result")
    if "Negative" in test.kind or not text:
        return Verdict(test, "beyond", "poison is bounded by the time of the worker, not counted")
    if test.kind.endswith("MapTest"):
        return Verdict(test, "beyond", "the map of labels is not given out")
    wanted = path_of(text).read_text("utf-8")
    if not (why := _differs(given, wanted, _ours)):
        return Verdict(test, "passed")
    return Verdict(test, "engine" if _differs(given, wanted, _engine) else "failed", why)


def _differs(path: Path, wanted: str, canonicalize: Callable[[list[ox.Quad]], str]) -> str:
    given = canonicalize(list(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)))
    return "" if given == wanted else f"sha256 {hashlib.sha256(given.encode()).hexdigest()[:12]}"


def _ours(quads: list[ox.Quad]) -> str:
    return "".join(f"{line}\n" for line in canonical_lines(quads))


def _engine(quads: list[ox.Quad]) -> str:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset))
