"""The published schemas and the code lists say the same."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kg.ontology import code_quads
from kg.resources import folder
from kg.seeds.schema import SCHEMAS
from kg.vocab import CODE, skos

DEFINITIONS = json.loads((folder("seeds") / "record.schema.json").read_text())["$defs"]


def codes(scheme: str) -> set[str]:
    """Give the codes of a scheme as the code lists have them."""
    iri = CODE + scheme
    return {
        quad.subject.value.removeprefix(iri + "/")
        for quad in code_quads()
        if quad.predicate == skos("inScheme") and getattr(quad.object, "value", "") == iri
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema(name: str) -> None:
    """Other people's validators must be able to use it."""
    Draft202012Validator.check_schema(
        json.loads((folder("seeds") / f"{name}.schema.json").read_text())
    )


@pytest.mark.parametrize("scheme", ["unit", "direction", "status", "qualifier"])
def test_the_codes_of_the_schema_are_those_of_the_code_list(scheme: str) -> None:
    """A code that one has and the other lacks could never be used."""
    assert set(DEFINITIONS[scheme]["enum"]) == codes(scheme)


def test_every_schema_file_is_known() -> None:
    """No schema lies about that nothing checks."""
    files = {path.name.split(".")[0] for path in Path(folder("seeds")).glob("*.schema.json")}
    assert files == set(SCHEMAS)
