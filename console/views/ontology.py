"""``/ont``, its modules and versions, ``/shapes``, and the JSON-LD context.

A hash namespace has one document for all its terms: the page has an anchor for each, and the
machine twins hold the whole graph. The terms one by one are at ``/doc/term/…``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, redirect, request, url_for
from pyoxigraph import Literal
from werkzeug.wrappers import Response as BaseResponse

from console.forms import asked_in_sparql
from console.library import context, dataset, ontology_version
from console.links import follow
from console.naming import Name
from console.page import show
from console.phrases import NAMES, reader_language
from console.problems import Problem
from console.reading import Row, construct, select
from console.signposting import Landing, header, linkset, of_page, of_twin
from console.surroundings import cite_as
from console.terms import Term, known_terms, spoken, tree
from console.twins import HTML, JSON, LINKSET, TWINS, twin_of_suffix, write_rdf
from console.views.resource import accepted_twin, twin_response
from kg.queries.results import shorten
from kg.vocab import BASE, GRAPHS

__all__ = ["blueprint"]

blueprint = Blueprint("ontology", __name__)

ONTOLOGY: Final = "ont"
SHAPES: Final = "shapes"
_GRAPHS: Final = {ONTOLOGY: GRAPHS + "ontology", SHAPES: GRAPHS + "shapes"}
_KINDS: Final = {
    "Class": {"en": "Classes", "zh": "类", "pt": "Classes"},
    "ObjectProperty": {"en": "Relations", "zh": "关系", "pt": "Relações"},
    "DatatypeProperty": {"en": "Attributes", "zh": "属性", "pt": "Atributos"},
    "NodeShape": {"en": "Shapes", "zh": "形状", "pt": "Formas"},
    "PropertyShape": {
        "en": "Shapes of properties",
        "zh": "属性形状",
        "pt": "Formas de propriedades",
    },
}


@dataclass(frozen=True, slots=True)
class _Document:
    """An ontology, a module of it, or the shapes: its IRI, where it is, and its header."""

    space: str
    iri: str
    path: str
    rows: tuple[Row, ...]

    @property
    def module(self) -> bool:
        return self.iri != BASE + self.space

    def text(self, column: str, language: str) -> Name:
        found = {
            getattr(row[column], "language", None) or "": row[column].value
            for row in self.rows
            if column in row
        }
        for wanted in (language, "en", *found):
            if wanted in found:
                return Name(found[wanted], wanted)
        return Name("")

    def all(self, column: str) -> list[str]:
        return list(dict.fromkeys(row[column].value for row in self.rows if column in row))


@blueprint.route("/ont/context.jsonld")
@blueprint.route("/ont/<version>/context.jsonld")
def jsonld_context(version: str = "") -> Response:
    """Give the JSON-LD context; the address with a version always gives the same."""
    known = ontology_version()
    if version and version != known:
        raise Problem("not-found", f"there is no version {version!r}", expected=known)
    body = json.dumps(context(), ensure_ascii=False, indent=1) + "\n"
    response = Response(body, content_type="application/ld+json")
    if known:
        address = url_for("ontology.jsonld_context", version=known)
        response.headers["Content-Location"] = address
    return response


@blueprint.route("/<any(ont, shapes):space>")
@blueprint.route("/<any(ont, shapes):space>/<path:part>")
def vocabulary(space: str, part: str = "") -> BaseResponse:
    """Lead from the IRI of an ontology, a module or a version to its document."""
    path = "/".join(filter(None, (space, part)))
    return redirect(url_for("resource.document", path=path), code=303)


@blueprint.route("/doc/<any(ont, shapes):space>", defaults={"part": ""})
@blueprint.route("/doc/<any(ont, shapes):space>.<part>")
@blueprint.route("/doc/<any(ont, shapes):space>/<path:part>")
def document(space: str, part: str) -> Response:
    """Give an ontology, a module or the shapes, in the form of the suffix or as accepted."""
    path = request.path.removeprefix("/doc/")
    if path.endswith(".linkset"):
        landing = _landing(_found(space, path.removesuffix(".linkset")))
        return Response(linkset(landing), content_type=LINKSET)
    stem, twin = twin_of_suffix(path)
    found = _found(space, stem)
    landing = _landing(found)
    twin = twin or accepted_twin()
    if twin.media_type == HTML:
        language = reader_language()
        response = _page(found, language)
        response.headers["Link"] = header(of_page(landing))
    else:
        if twin.media_type == JSON:
            body = (
                json.dumps(
                    [term.document() for term in _terms(found)], ensure_ascii=False, indent=1
                )
                + "\n"
            ).encode()
        elif found.module:
            body = write_rdf(construct("module", module=found.iri), twin, context())
        else:
            body = write_rdf(construct("ontology", graph=_GRAPHS[space]), twin, context())
        response = twin_response(body, twin)
        response.headers["Link"] = header(of_twin(landing, twin))
    response.headers["Content-Location"] = url_for(
        "resource.document", path=f"{stem}.{twin.suffix}"
    )
    return response


def _found(space: str, path: str) -> _Document:
    """Give the document at a path, which may name a version at its end."""
    rows = select("header", iri=BASE + path)
    if rows:
        return _Document(space, BASE + path, path, tuple(rows))
    above, _, version = path.rpartition("/")
    rows = select("header", iri=BASE + above) if above else []
    found = _Document(space, BASE + above, path, tuple(rows))
    if BASE + path in found.all("versionIri"):
        return found
    whole = _Document(space, BASE + space, space, tuple(select("header", iri=BASE + space)))
    raise Problem(
        "not-found",
        f"there is no part or version {version!r} of the vocabulary",
        expected=", ".join(found.all("version")),
        nearest=[
            {"iri": iri, "address": follow(iri).href} for iri in (whole.iri, *whole.all("import"))
        ],
    )


def _landing(found: _Document) -> Landing:
    address = url_for("resource.document", path=found.path, _external=True, lang=None)
    licenses = found.all("license")
    authors = tuple(filter(None, [dataset().get("publisher", "")]))
    types = ("https://schema.org/DefinedTermSet",)
    return Landing(found.iri, address, types, licenses[0] if licenses else "", authors)


def _terms(found: _Document) -> list[Term]:
    """Give the terms of a document, those of a module alone where it is one."""
    known = known_terms(found.space).values()
    return [term for term in known if not found.module or term.module == found.iri]


def _page(found: _Document, language: str) -> Response:
    terms = _terms(found)
    kinds: dict[str, list[Term]] = {kind: [] for kind in _KINDS}
    for term in terms:
        kinds.setdefault(term.kind, []).append(term)
    classes = kinds.pop("Class")
    known = known_terms(found.space)
    return show(
        "ontology.html",
        language=language,
        title=found.text("title", language),
        text=found.text("description", language),
        citation=cite_as(
            found.iri, found.text("title", language).text, "cite_vocabulary", language
        ),
        cited_path=found.iri.removeprefix(BASE),
        iri=found.iri,
        version=found.text("version", "").text,
        prefix="cbec" if found.space == ONTOLOGY else "shapes",
        modules=[
            (iri.rpartition("/")[2], url_for("resource.document", path=iri.removeprefix(BASE)))
            for iri in found.all("import")
        ],
        module=found.module,
        branches=tree(classes),
        classes=len(classes),
        groups=[(_KINDS[kind][language], held) for kind, held in kinds.items() if held],
        called=lambda iri: _called(known, iri, language),
        outer=lambda iri: _called(known_terms(ONTOLOGY), iri, language),
        spoken=lambda texts: spoken(texts, language),
        follow=follow,
        kind_names={kind: said[language] for kind, said in _KINDS.items()},
        twins=[
            (twin, url_for("resource.document", path=f"{found.path}.{twin.suffix}"))
            for twin in TWINS
            if twin.media_type != HTML
        ],
        sparql=asked_in_sparql(
            "terms", graph=_GRAPHS[found.space], space=Literal(f"{BASE}{found.space}#")
        ),
        languages={
            code: url_for("resource.document", path=found.path, lang=code) for code in NAMES
        },
    )


def _called(known: Mapping[str, Term], iri: str, language: str) -> Name:
    """Name a term; one of somebody else's vocabulary goes by its prefix."""
    if iri in known and known[iri].labels:
        return spoken(known[iri].labels, language)
    return Name(shorten(iri))
