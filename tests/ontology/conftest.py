"""The code lists, which several files read."""

from __future__ import annotations

import pytest
from rdflib import Graph

from kg.resources import folder


@pytest.fixture(scope="session")
def codes() -> dict[str, Graph]:
    """Give the graph of each code list by its name; it is only read."""
    paths = sorted((folder("ontology") / "codes").glob("*.ttl"))
    return {path.stem: Graph().parse(path) for path in paths}
