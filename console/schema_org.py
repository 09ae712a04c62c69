"""A description in the words of schema.org, for the search engines that read nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from console.addresses import web_address
from console.resource import Resource
from kg.vocab import BASE, ONT, PREFIXES, cbec, skos
from kg.yaml_text import read_yaml

__all__ = ["SCHEMA", "schema_types", "structured_data"]

SCHEMA: Final = "https://schema.org/"
_ALIASES: Final = skos("altLabel").value
_SAME: Final = skos("exactMatch").value
_TEXTS: Final = (skos("definition").value, skos("note").value, PREFIXES["dcterms"] + "description")


def schema_types(resource: Resource) -> tuple[str, ...]:
    """Give the names of the classes of schema.org that the thing is in, the most special one."""
    own = resource.types.get(resource.iri, ())
    for name, theirs in _table()["classes"].items():
        if ONT + name in own:
            return (theirs,)
    if skos("ConceptScheme").value in own:
        return ("DefinedTermSet",)
    return ("DefinedTerm",) if skos("Concept").value in own else ()


def structured_data(resource: Resource, language: str, license_iri: str = "") -> dict[str, Any]:
    """Give the JSON-LD that stands in the page."""
    types = schema_types(resource)
    name = resource.names.of(resource.iri, language)
    data: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": types[0] if types else "Thing",
        "@id": resource.iri,
        "name": name.text,
        "url": resource.iri,
    }
    others = [one.text for one in resource.names.labels(resource.iri) if one.text != name.text]
    others += [term.value for term in resource.values(_ALIASES) if isinstance(term, Literal)]
    if others:
        data["alternateName"] = list(dict.fromkeys(others))
    if text := _text(resource, language):
        data["description"] = text
    if same := [web_address(_iri(term)) for term in resource.values(_SAME)]:
        data["sameAs"] = [iri for iri in same if iri]
    for ours, theirs in _table()["values"].items():
        for term in resource.values(ONT + ours):
            data.setdefault(theirs, term.value)
    for ours, theirs in _table()["things"].items():
        if nodes := [iri for term in resource.values(ONT + ours) if (iri := _iri(term))]:
            data.setdefault(theirs, [_thing(resource, iri, language) for iri in nodes])
    _add_position(data, resource)
    page: dict[str, Any] = {"@type": "Dataset", "@id": f"{BASE}dataset"}
    if license_iri:
        page["license"] = license_iri
    data["subjectOf"] = page
    return data


def _thing(resource: Resource, iri: str, language: str) -> dict[str, str]:
    return {"@id": iri, "name": resource.names.of(iri, language).text}


def _add_position(data: dict[str, Any], resource: Resource) -> None:
    latitude, longitude = (resource.values(cbec(name).value) for name in ("latitude", "longitude"))
    if latitude and longitude:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": latitude[0].value,
            "longitude": longitude[0].value,
        }


def _text(resource: Resource, language: str) -> str:
    for name in _TEXTS:
        texts = {
            term.language or "": term.value
            for term in resource.values(name)
            if isinstance(term, Literal)
        }
        if texts:
            return texts.get(language) or texts.get("en") or next(iter(texts.values()))
    return ""


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = Path(__file__).with_name("schema-org.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Mapping[str, str]] = read_yaml(text)
    return read
