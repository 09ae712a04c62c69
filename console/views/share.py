"""Pages from which a query is taken elsewhere: to share, to embed, to use in other languages."""

from __future__ import annotations

import json
from html import escape
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from console.calling import call_query
from console.guard import check_query
from console.negotiation import choose
from console.page import show
from console.phrases import phrases, reader_language
from console.problems import Problem
from console.protocol import QueryRequest
from console.security import EMBEDDED
from console.sharing import find_link, read_shared
from console.shelf.given import VIEWS
from console.site import this_asker, this_site
from console.snippets import Snippet, snippets
from console.views.workbench import answer_of
from console.workers.formats import result_kind

__all__ = ["blueprint", "snippets_of"]

blueprint = Blueprint("share", __name__)

_JSON: Final = "application/json"
_ROWS: Final = ("CSV", "csv"), ("JSON", "json"), ("Excel", "xlsx"), ("Parquet", "parquet")
_TRIPLES: Final = ("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt")
_EMBEDDED_ROWS: Final = 200


@blueprint.route("/q/<name>/share")
def link(name: str) -> Response:
    """Show how to pass on the query of a link: its address, citation, frame and code."""
    found = find_link(name)
    shared = read_shared(name, found)
    frame = url_for(".embedded_link", name=name, _external=True)
    title = shared.title or phrases(reader_language())["share_untitled"]
    suffixes = _TRIPLES if result_kind(found.query) == "graph" else _ROWS
    return show(
        "share.html",
        shared=shared,
        frame=frame,
        code=f'<iframe src="{escape(frame)}" title="{escape(title)}" width="100%" height="480"'
        ' loading="lazy"></iframe>',
        files=[
            (form, url_for("links.answer", name=name, suffix=suffix)) for form, suffix in suffixes
        ],
        snippets=snippets_of(found.query),
    )


@blueprint.route("/snippets", defaults={"form": ""})
@blueprint.route("/snippets.<any(json):form>")
def code(form: str) -> Response:
    """Give a query as code of other languages."""
    query = _query()
    made = snippets_of(query)
    accepted = choose(request.headers.get("Accept"), ["text/html", _JSON])
    if form or accepted == _JSON:
        say = phrases(reader_language())
        said = [
            {
                "language": one.language,
                "name": say[f"snippet_{one.language}"],
                "suffix": one.suffix,
                "text": one.text,
            }
            for one in made
        ]
        body = json.dumps({"query": query, "snippets": said}, ensure_ascii=False, indent=2)
        response = Response(body + "\n", content_type=_JSON)
        response.headers["Content-Language"] = reader_language()
        response.vary.add("Accept-Language")
        return response
    return show(
        "snippets.html", query=query, snippets=made, title=call_query(query, reader_language())
    )


@blueprint.route("/embed")
def embedded() -> Response:
    """Show the answer of a query in a frame that any site may have."""
    view = request.args.get("view", "").lower()
    if view and view not in VIEWS:
        raise Problem("bad-request", f"there is no view {view!r}", expected=", ".join(VIEWS))
    address = url_for("sparql.endpoint", query=_query(), view=view)
    return _frame(_query(), view, {}, address)


@blueprint.route("/q/<name>/embed")
def embedded_link(name: str) -> Response:
    """Show the answer of a link in a frame that any site may have."""
    found = find_link(name)
    return _frame(found.query, found.view, found.options, url_for("links.link", name=name))


@blueprint.app_template_global("code_of")
def snippets_of(query: str) -> list[Snippet]:
    """Give a query to this server as code of other languages."""
    return snippets(query, url_for("sparql.endpoint", _external=True, lang=None))


def _frame(query: str, view: str, options: Any, address: str) -> Response:
    site = this_site()
    check_query(query, site.settings)
    shown = site.engine.page(QueryRequest(query), _EMBEDDED_ROWS, this_asker())
    root = url_for("pages.home", lang=None).rstrip("/")
    language = reader_language()
    values = {
        "endpoint": f"{root}/sparql",
        "query": query,
        "view": view,
        "options": dict(options),
        "ask": result_kind(query) == "boolean",
        "phrases": {
            name: text for name, text in phrases(language).items() if name.startswith("results_")
        },
    }
    response = show(
        "embed.html",
        title=call_query(query, reader_language()),
        address=address,
        answer=answer_of(shown),
        values=values,
    )
    response.headers.extend(EMBEDDED)
    return response


def _query() -> str:
    query = request.args.get("query", "")
    if not query.strip():
        raise Problem("no-query", "the address has no 'query'", expected="one query")
    check_query(query, this_site().settings)
    return query
