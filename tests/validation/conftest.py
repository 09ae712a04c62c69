"""Reports to render: one of a data set with a single fault, one of a data set with a warning."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.ontology import read_quads
from kg.validation import Report, validate
from kg.vocab import graph_iri

SHAPES = Path(__file__).parents[1] / "shapes"


@pytest.fixture(scope="session")
def wrong_share() -> list[Quad]:
    """A data set in which a share is 140 percent."""
    return read_quads(SHAPES / "wrong" / "share-of-140-percent.ttl", graph_iri("wrong"))


@pytest.fixture(scope="session")
def violated(wrong_share: list[Quad]) -> Report:
    """The report on that data set."""
    return validate(wrong_share)


@pytest.fixture(scope="session")
def warned() -> Report:
    """A report whose results are a warning among violations."""
    case = SHAPES / "cases" / "localPlaceIsLocated" / "violating.ttl"
    return validate(read_quads(case, graph_iri("case")))


@pytest.fixture(scope="session")
def clean() -> Report:
    """The report on data that conform."""
    return validate(())
