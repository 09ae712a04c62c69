"""``/id/…``, ``/code/…``, ``/ont`` and their like: what an IRI names, described at ``/doc/…``.

An IRI of a thing answers 303 with the address of its description
(https://www.w3.org/TR/cooluris/#r303gendocument), and that answers in the form that the client
accepts, or that its suffix asks for.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request, url_for
from pyoxigraph import NamedNode, Triple
from werkzeug.wrappers import Response as BaseResponse

from console.absent import absent
from console.addresses import canonical_document, iris_of, path_of
from console.chronology import Item
from console.library import context, dataset
from console.links import follow
from console.manners import tag, unchanged
from console.negotiation import choose
from console.phrases import NAMES, phrases, reader_language
from console.plainly import told_plainly, unfinished
from console.portrait import paint
from console.problems import Problem
from console.reading import occurs
from console.resource import EVIDENCE, Page, Resource, describe
from console.schema_org import SCHEMA, schema_types, structured_data
from console.signposting import Landing, header, linkset, of_page, of_twin
from console.site import this_site
from console.surroundings import surround
from console.twins import HTML, JSON, LINKSET, TWINS, Twin, twin_of_suffix, write_rdf
from kg.vocab import BASE, PREFIXES, cbec, rdf

__all__ = ["accepted_twin", "blueprint", "document", "twin_response"]

blueprint = Blueprint("resource", __name__)

_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_LINKSET: Final = ".linkset"
# what clients ask for by another name, and the form that they mean
_ALSO: Final = {"application/xhtml+xml": "html", "text/n3": "ttl", "text/plain": "nt"}
_BY_SUFFIX: Final = {twin.suffix: twin for twin in TWINS}
_OFFERS: Final = {twin.media_type: twin for twin in TWINS} | {
    also: _BY_SUFFIX[suffix] for also, suffix in _ALSO.items()
}


@blueprint.route("/id/<path:path>")
@blueprint.route("/<any(code, graph, prefix):space>/<path:path>")
@blueprint.route("/<any(dataset, publisher):space>")
@blueprint.route("/<any(dataset):space>/<path:path>")
def thing(path: str = "", space: str = "") -> BaseResponse:
    """Lead from the IRI of a thing to its description."""
    where = "/".join(part for part in (space, path) if part)
    return redirect(follow(f"{BASE}{where if space else f'id/{where}'}").href, code=303)


@blueprint.route("/report")
@blueprint.route("/doc/report")
def report() -> BaseResponse:
    """Lead from the results of validation to their page, or for a program to their graph."""
    page = choose(request.headers.get("Accept"), list(_OFFERS)) == HTML
    where = url_for("quality.quality") if page else url_for("graph_store.direct", name="report")
    response = redirect(where, code=303)
    response.vary.add("Accept")
    return response


@blueprint.route("/doc/<path:path>")
def document(path: str) -> Response:
    """Give the description of what the path names, in the form of its suffix or as accepted."""
    if path.endswith(_LINKSET):
        stem = path.removesuffix(_LINKSET)
        found = _found(stem, Page())
        return Response(linkset(_landing(found)), content_type=LINKSET)
    stem, asked = twin_of_suffix(path)
    if asked and any(map(occurs, iris_of(path))):
        stem, asked = path, None  # the name of a file ends like a suffix
    page = _page()
    twin = asked or accepted_twin()
    language = reader_language() if twin.media_type == HTML else ""
    # the links name the host; the page itself does not
    etag = tag("doc", request.host_url, request.script_root, path, request.args, twin, language)
    if held := unchanged(etag):
        return held
    found = _found(stem, page)
    landing = _landing(found)
    if twin.media_type == HTML:
        response = Response(_html(found, landing, language), content_type=twin.content_type)
        response.headers["Content-Language"] = language
        response.vary.add("Accept-Language")
        response.headers["Link"] = header(of_page(landing))
    elif twin.media_type == JSON:
        body = json.dumps(told_plainly(found), ensure_ascii=False, indent=1) + "\n"
        response = twin_response(body.encode(), twin)
        response.headers["Link"] = header(of_twin(landing, twin))
    else:
        response = twin_response(write_rdf(_graph(found), twin, context()), twin)
        response.headers["Link"] = header(of_twin(landing, twin))
    response.set_etag(etag)
    query = f"?{quote(request.query_string, safe='%&=+:/-._~')}" if request.args else ""
    response.headers["Content-Location"] = _document_address(found, f".{twin.suffix}") + query
    return response


def accepted_twin() -> Twin:
    """Give the form that the client prefers; raises the problem of one that takes none."""
    accept = request.headers.get("Accept")
    media_type = choose(accept, list(_OFFERS))
    if media_type is None:
        raise Problem(
            "not-acceptable",
            f"the request accepts {accept}",
            expected="one of " + ", ".join(twin.media_type for twin in TWINS),
        )
    return _OFFERS[media_type]


def twin_response(body: bytes, twin: Twin) -> Response:
    """Give the answer that is this form."""
    return Response(body, content_type=twin.content_type)


def _page() -> Page:
    number = request.args.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,5}", number):
        raise Problem("bad-request", f"the page is {number!r}", expected="a number from 1")
    return Page(request.args.get("links", ""), int(number), this_site().settings.page_links)


def _found(path: str, page: Page) -> Resource:
    raw = str(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or "")
    written = raw.partition("?")[0].partition("/doc/")[2]
    written = written.removesuffix(_LINKSET)
    iris = iris_of(path, twin_of_suffix(written)[0])
    found = describe(iris, page)
    if found is None:
        raise absent(path, iris[0] if iris else "")
    if page.property and not found.incoming and not found.evidence:
        raise Problem(
            "not-found",
            f"page {page.number} of the links by {page.property} is empty",
            remedy=f"begin with {_document_address(found)}",
        )
    return found


def _document_address(resource: Resource, suffix: str = "", *, external: bool = False) -> str:
    path = path_of(resource.iri) or ""
    tongue: dict[str, Any] = {"lang": None} if suffix or external else {}
    return url_for("resource.document", path=path + suffix, _external=external, **tongue)


def _landing(resource: Resource) -> Landing:
    facts = dataset()
    authors = [
        term.value
        for name in ("author", "publisher")
        for term in resource.values(cbec(name).value)
        if isinstance(term, NamedNode)
    ]
    return Landing(
        iri=resource.iri,
        address=_document_address(resource, external=True),
        types=tuple(SCHEMA + name for name in schema_types(resource)),
        license=facts.get("license", ""),
        authors=tuple(authors or filter(None, [facts.get("publisher", "")])),
    )


def _graph(resource: Resource) -> list[Triple]:
    """Give the triples of the description and what the document says of itself."""
    page = resource.page
    document_iri = NamedNode(canonical_document(path_of(resource.iri) or ""))
    triples = resource.triples()
    triples.append(Triple(document_iri, NamedNode(_FOAF + "primaryTopic"), NamedNode(resource.iri)))
    triples.append(Triple(document_iri, rdf("type"), NamedNode(_FOAF + "Document")))
    triples.append(
        Triple(document_iri, NamedNode(PREFIXES["void"] + "inDataset"), NamedNode(BASE + "dataset"))
    )
    if license_iri := dataset().get("license"):
        name = NamedNode(PREFIXES["dcterms"] + "license")
        triples.append(Triple(document_iri, name, NamedNode(license_iri)))
    for part in unfinished(resource):
        number = page.number + 1 if page.property else 2
        more = NamedNode(f"{document_iri.value}?links={_escaped(part)}&page={number}")
        triples.append(Triple(document_iri, NamedNode(PREFIXES["rdfs"] + "seeAlso"), more))
    return triples


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("#", "%23").replace("&", "%26").replace("?", "%3F")


def _html(resource: Resource, landing: Landing, language: str) -> str:
    path = path_of(resource.iri) or ""
    page = resource.page
    data = structured_data(resource, language, landing.license)
    more = bool(unfinished(resource))
    part: dict[str, Any] = {"links": page.property, "page": page.number} if page.property else {}
    steps = {
        name: url_for(
            "resource.document",
            path=path,
            links=page.property,
            page=number,
        )
        for name, number in (("previous", page.number - 1), ("next", page.number + 1))
        if page.property and number > 0 and (name == "previous" or more)
    }
    say = phrases(language)
    return render_template(
        "resource.html",
        **({} if page.property else surround(resource, say, language)),
        follow=follow,
        record=_record,
        portrait=paint(resource, path, language),
        say=say,
        language=language,
        languages={
            code: url_for("resource.document", path=path, lang=code, **part) for code in NAMES
        },
        names=NAMES,
        page=page,
        steps=steps,
        more=resource.more,
        whole=_document_address(resource),
        path=path,
        all_evidence=url_for("resource.document", path=path, links=EVIDENCE),
        twins=[
            (twin, url_for("resource.document", path=f"{path}.{twin.suffix}"))
            for twin in TWINS
            if twin.media_type != HTML
        ],
        canonical=resource.iri,
        ask=url_for("sparql.endpoint", query=f"DESCRIBE <{resource.iri}>"),
        structured=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
        settings=this_site().settings,
    )


def _record(one: Item) -> str:
    """Give where an item of a timeline leads: a figure to its evidence, else to its page."""
    if one.sort == "aims":
        return url_for("evidence.evidence", name=one.iri.rpartition("/")[2])
    return follow(one.iri).href
