"""``/``: where a reader begins."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from console.overview import counts, headlines, newest, previous
from console.page import show
from console.phrases import phrases, reader_language
from console.reading import text_of
from console.site import this_site
from kg.figures.wording import grouped

__all__ = ["blueprint"]

blueprint = Blueprint("pages", __name__)


@blueprint.route("/")
def home() -> BaseResponse:
    """Show what is here; a query or an example leads on to the page to ask in."""
    query, example = request.args.get("query"), request.args.get("example")
    if query or example:
        return redirect(url_for("sparql.endpoint", query=query, example=example), 303)
    language = reader_language()
    return show("home.html", language=language, **_known(language), doors=_doors())


@blueprint.route("/index.json")
def index() -> Response:
    """Give what the first page shows, for programs."""
    known = _known(reader_language())
    release = this_site().settings
    document = {
        "release": {
            "id": release.release,
            "modified": release.modified.isoformat() if release.modified else None,
            "previous": known["before"] or None,
        },
        "counts": {one.name: one.number for one in known["counts"]},
        "figures": [
            {
                "chosen": one.chosen,
                "about": one.matter.words,
                "verdict": one.matter.verdict,
                "values": [
                    grouped(shown.figure.value).replace(",", "") for shown in one.matter.figures
                ],
                "figures": [shown.figure.iri for shown in one.matter.figures],
                "sources": list(one.sources),
                "address": one.href,
            }
            for one in known["headlines"]
        ],
        "events": [
            {"day": one.day, "name": one.name.text, "address": one.href} for one in known["events"]
        ],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return Response(text, content_type="application/json")


def _known(language: str) -> dict[str, Any]:
    return {
        "counts": counts(),
        "headlines": headlines(phrases(language), language),
        "events": newest(language),
        "before": previous(this_site().data),
        "sparql": url_for("sparql.endpoint", query=text_of("headline")),
    }


def _doors() -> dict[str, str]:
    """Give where each kind of reader begins, as far as this server has such a place."""
    wanted = {
        "analyst": ("figures.figures", "examples.library"),
        "journalist": ("audit.audit", "sources.sources", "examples.library"),
        "developer": ("data.data", "sparql.endpoint"),
    }
    known = current_app.view_functions
    return {
        reader: url_for(next(one for one in ways if one in known))
        for reader, ways in wanted.items()
    }
