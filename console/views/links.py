"""``POST /links`` keeps a short link to a query, and ``/q/<name>`` is where it leads.

A link carries a query, the view of its answer and the release that answered it. Where the release
has moved on since, it says whether the answer has changed.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from console.access import count_request
from console.counting import count_answer
from console.documents import unpacked
from console.guard import check_query
from console.negotiation import choose
from console.origin import check_origin, client_net
from console.patience import until
from console.phrases import phrases, reader_language
from console.problems import Problem
from console.protocol import QUERY, QueryRequest
from console.sharing import COUNT_SECONDS, find_link, links, read_shared, was_current
from console.shelf import Link
from console.shelf.given import Given, read_given
from console.site import this_asker, this_site
from console.views.workbench import query_page
from console.workers.tables import Page
from kg.errors import KgError

__all__ = ["blueprint"]

blueprint = Blueprint("links", __name__)

RATES: Final = ("30 per minute", "500 per day")
"""How many links one client may ask for."""
_HTML: Final = "text/html"
_JSON: Final = "application/json"


@blueprint.route("/links", methods=("POST",))
def make() -> Response:
    """Keep a link and say where it is; a form of a browser is led there."""
    shelf = links()
    check_origin()
    for rate in RATES:
        count_request(f"links {client_net()} {rate}", rate)
    settings = this_site().settings
    body = unpacked(
        request.get_data(cache=False, parse_form_data=False),
        request.headers.get("Content-Encoding", ""),
        settings.largest_body,
    )
    given = read_given(request.headers.get("Content-Type", ""), body)
    check_query(given.query, settings)
    name, new = shelf.keep(_link(given))
    address = url_for(".link", name=name, _external=True, lang=None)
    if choose(request.headers.get("Accept"), [_JSON, _HTML]) == _HTML:
        response = Response(status=303)
        response.headers["Location"] = url_for(".link", name=name)
        return response
    said = json.dumps({"id": name, "url": address}, indent=2) + "\n"
    response = Response(said, status=201 if new else 200, content_type=_JSON)
    response.headers["Location"] = address
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/q/<name>")
def link(name: str) -> Response:
    """Open the workbench with the query of a link and its answer."""
    found = find_link(name)
    if choose(request.headers.get("Accept"), [_HTML, _JSON]) == _JSON:
        response = _twin(name, found)
        response.headers["Content-Location"] = url_for(".twin", name=name)
        return response
    shown, problem = None, None
    try:
        shown = _page(found)
    except Problem as refusal:
        problem = refusal
    except KgError:
        problem = Problem("error", "see the log of the server")
    return query_page(found.query, shown=shown, problem=problem, shared=read_shared(name, found))


@blueprint.route("/q/<name>.json")
def twin(name: str) -> Response:
    """Give what a link means, and how its answer is now, as JSON."""
    return _twin(name, find_link(name))


@blueprint.route("/q/<name>.rq")
def query(name: str) -> Response:
    """Give the query of a link."""
    return Response(find_link(name).query, content_type=f"{QUERY}; charset=utf-8")


@blueprint.route("/q/<name>.<any(bib, ris):form>")
def citation(name: str, form: str) -> Response:
    """Give the citation of a link's answer for a bibliography."""
    shared = read_shared(name, find_link(name))
    types = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}
    say = phrases(reader_language())
    text = shared.citation.bibtex(say) if form == "bib" else shared.citation.ris(say)
    response = Response(text, content_type=f"{types[form]}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@blueprint.route("/q/<name>.<suffix>")
def answer(name: str, suffix: str) -> Response:
    """Lead to the answer of a link in the format of the suffix, with the data as they are now."""
    found = find_link(name)
    address = url_for("sparql.download", suffix=suffix)
    response = Response(status=303)
    response.headers["Location"] = f"{address}?{urlencode({'query': found.query})}"
    del response.headers["Content-Type"]
    return response


def _link(given: Given) -> Link:
    """Give the link of what was given, its answer counted where that can be done in time."""
    site = this_site()
    current = site.settings.release
    release = given.release
    if release != current and not was_current(release):
        release = current
    count = count_answer(site, given.query, current, until(COUNT_SECONDS))
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Link(
        given.query,
        given.view,
        given.options,
        release,
        made,
        count if release == current else None,
    )


def _page(found: Link) -> Page:
    site = this_site()
    check_query(found.query, site.settings)
    return site.engine.page(QueryRequest(found.query), site.settings.page_rows, this_asker())


def _twin(name: str, found: Link) -> Response:
    said = read_shared(name, found).document()
    response = Response(json.dumps(said, ensure_ascii=False, indent=2) + "\n", content_type=_JSON)
    response.headers["Content-Language"] = reader_language()
    response.vary.add("Accept-Language")
    return response
