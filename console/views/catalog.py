"""``/catalog`` and what crawlers look for: the dataset, site maps, robots, the interface.

All of it is made from one source, the description that the release holds of itself.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, url_for
from pyoxigraph import Literal
from werkzeug.wrappers import Response as BaseResponse

from console.description import DATASET, dataset_description
from console.forms import asked_in_sparql
from console.library import context, dataset
from console.links import Link, follow
from console.naming import Name, name_nodes
from console.phrases import NAMES, phrases, reader_language
from console.problems import PROBLEMS, Problem
from console.reading import select
from console.resource import Page, describe
from console.signposting import Landing, Target, header, linkset, of_page, of_twin
from console.site import this_site
from console.surroundings import cite_as
from console.twins import HTML, JSON, LINKSET, TWINS, Twin, write_rdf
from console.views.resource import accepted_twin, twin_response
from kg.vocab import PREFIXES
from kg.yaml_text import read_yaml

__all__ = ["blueprint", "files"]

blueprint = Blueprint("catalog", __name__)

_TWINS: Final = tuple(twin for twin in TWINS if twin.media_type != JSON)
_JSON_OF: Final = {"jsonld": "json"}
_RDF: Final = tuple(twin for twin in TWINS if twin.rdf)


@blueprint.route("/catalog", defaults={"suffix": ""})
@blueprint.route("/catalog.<suffix>")
def catalog(suffix: str) -> Response:
    """Describe the dataset as it is offered here, in the form of the suffix or as accepted."""
    landing = _landing()
    if suffix == "linkset":
        return Response(linkset(landing), content_type=LINKSET)
    twin = _twin(suffix)
    if twin.media_type == HTML:
        language = reader_language()
        response = Response(_page(landing, language), content_type=twin.content_type)
        response.headers["Content-Language"] = language
        response.vary.add("Accept-Language")
        targets = [one for one in of_page(landing) if not one.href.endswith(".json")]
        items = [Target("item", address, kind) for _, kind, _, _, address in files() if address]
        response.headers["Link"] = header([*targets, *items])
    else:
        triples = dataset_description(this_site())
        response = twin_response(write_rdf(triples, twin, context()), twin)
        response.headers["Link"] = header(of_twin(landing, twin))
    response.headers["Content-Location"] = url_for(".catalog", suffix=twin.suffix)
    return response


@blueprint.route("/.well-known/void")
def well_known() -> BaseResponse:
    """Lead to the description: https://www.w3.org/TR/void/#well-known."""
    twin = accepted_twin()
    if twin not in _RDF:
        twin = _RDF[0]
    response = redirect(url_for(".catalog", suffix=twin.suffix), code=303)
    response.vary.add("Accept")
    return response


@blueprint.route("/.well-known/api-catalog")
def api_catalog() -> Response:
    """Give the link set of the interfaces: https://www.rfc-editor.org/rfc/rfc9727."""

    def at(endpoint: str, **values: str) -> str:
        return url_for(endpoint, _external=True, **{"lang": None, **values})

    endpoint = at("sparql.endpoint")
    links = {
        "linkset": [
            {
                "anchor": endpoint,
                "service-desc": [
                    {"href": endpoint, "type": "text/turtle"},
                    {"href": at(".openapi"), "type": "application/openapi+json"},
                ],
                "service-doc": [{"href": at("pages.home"), "type": HTML}],
                "service-meta": [{"href": at(".catalog", suffix="ttl"), "type": "text/turtle"}],
                "status": [{"href": at("health.health"), "type": JSON}],
            },
            {
                "anchor": at("pages.home"),
                "item": [{"href": endpoint}, {"href": at(".catalog")}],
                "describedby": [
                    {"href": at(".catalog", suffix=twin.suffix), "type": twin.media_type}
                    for twin in _RDF
                ],
            },
        ]
    }
    profile = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    return Response(json.dumps(links, indent=1) + "\n", content_type=profile)


@blueprint.route("/openapi.json")
def openapi() -> Response:
    """Describe the plain HTTP parts: https://spec.openapis.org/oas/v3.1.1."""
    document = deepcopy(_openapi())
    document["servers"] = [{"url": url_for("pages.home").rstrip("/") or "/"}]
    document["info"]["version"] = this_site().settings.release or "0"
    responses = document["components"]["schemas"]["Problem"]["properties"]["code"]
    responses["enum"] = sorted(PROBLEMS)
    body = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return Response(body, content_type="application/openapi+json")


def _twin(suffix: str) -> Twin:
    if not suffix:
        twin = accepted_twin()
        return twin if twin in _TWINS else _RDF[0]
    for twin in _TWINS:
        # JSON-LD is JSON, and says the same
        if suffix in {twin.suffix, _JSON_OF.get(twin.suffix)}:
            return twin
    known = ", ".join(twin.suffix for twin in _TWINS)
    raise Problem("not-found", f"there is no form .{suffix}", expected=known)


def _landing() -> Landing:
    facts = dataset()
    return Landing(
        iri=DATASET.value,
        address=url_for(".catalog", _external=True, lang=None),
        types=("https://schema.org/Dataset",),
        license=facts.get("license", ""),
        authors=tuple(filter(None, [facts.get("publisher", "")])),
    )


def _page(landing: Landing, language: str) -> str:
    described = describe([DATASET.value], Page(size=1))
    counts = {}
    texts: dict[str, Name] = {}
    if described is not None:
        for name in ("triples", "entities", "classes", "properties"):
            for term in described.values(PREFIXES["void"] + name):
                counts[name] = f"{int(term.value):,}"
        for name in ("title", "description"):
            found = described.values(PREFIXES["dcterms"] + name)
            spoken = {one.language: one.value for one in found if isinstance(one, Literal)}
            chosen = language if language in spoken else "en"
            if chosen in spoken:
                texts[name] = Name(spoken[chosen], chosen)
    rows = select("partitions")
    names = name_nodes(row["class"].value for row in rows)
    graphs = select("graphs")
    typed = select("types", node=[row["graph"].value for row in graphs])
    told = {row["node"].value for row in typed}
    return render_template(
        "catalog.html",
        title=texts.get("title", Name("Dataset")),
        text=texts.get("description", Name("")),
        counts=counts,
        citation=cite_as(
            landing.iri, texts.get("title", Name("Dataset")).text, "data_note", language
        ),
        cited_path="dataset",
        classes=[
            (
                names.of(row["class"].value, language),
                follow(row["class"].value),
                row["number"].value,
            )
            for row in rows
        ],
        graphs=[
            (iri, follow(iri) if iri in told else Link(""), f"{int(row['number'].value):,}")
            for row in graphs
            for iri in (row["graph"].value,)
        ],
        files=files(),
        facts=dataset(),
        sparql=asked_in_sparql("partitions"),
        structured=json.dumps(_structured(texts), ensure_ascii=False).replace("<", "\\u003c"),
        twins=[
            (twin, url_for(".catalog", suffix=twin.suffix))
            for twin in _TWINS
            if twin.media_type != HTML
        ],
        say=phrases(language),
        language=language,
        languages={code: url_for(".catalog", lang=code) for code in NAMES},
        names=NAMES,
        iri=landing.iri,
        settings=this_site().settings,
    )


def _structured(texts: dict[str, Name]) -> dict[str, Any]:
    facts = dataset()
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": DATASET.value,
        "name": texts["title"].text if "title" in texts else "",
        "description": texts["description"].text if "description" in texts else "",
        "url": url_for(".catalog", _external=True, lang=None),
        "identifier": DATASET.value,
        "license": facts.get("license", ""),
        "version": facts.get("version", ""),
        "datePublished": facts.get("issued", ""),
        "creator": {"@type": "Organization", "@id": facts.get("publisher", "")},
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "encodingFormat": media_type,
                "sha256": checksum,
                "contentSize": f"{size} B",
            }
            | ({"contentUrl": address} if address else {})
            for name, media_type, size, checksum, address in files()
        ],
    }


def files() -> list[tuple[str, str, str, str, str]]:
    """Give name, media type, size, checksum and address of each file of the release."""
    site = this_site()
    root = url_for("pages.home", _external=True, lang=None)
    found = []
    for row in select("files"):
        name = row["name"].value
        media_type = "/".join(row["type"].value.split("/")[-2:])
        address = f"{root}dumps/{site.settings.release}/{name}" if site.data else ""
        found.append((name, media_type, row["bytes"].value, row["checksum"].value, address))
    return found


@cache
def _openapi() -> dict[str, Any]:
    path = Path(__file__).parent.parent / "openapi.yaml"
    read: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return read
