"""``/tour``: four steps around the first page and four around the workbench.

Scripts show the steps on the pages themselves to who comes for the first time; the page here says
the same without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, url_for

from console.page import show
from console.phrases import phrases, reader_language

__all__ = ["blueprint"]

blueprint = Blueprint("tour", __name__)

STEPS: Final[Mapping[str, Mapping[str, str]]] = {
    "home": {
        "figures": ".headlines",
        "search": ".hero .search",
        "questions": '.sections a[href*="/examples/"]',
        "sparql": '.sections a[href*="/sparql"]',
    },
    "bench": {
        "write": ".editor",
        "run": "#run",
        "begin": "#questions",
        "keep": "#bench-tools",
    },
}
"""The steps of each page: name → what of the page a step is about, as a selector."""

_LEADS: Final = {
    "figures": "figures.figures",
    "search": "seek.search",
    "questions": "examples.library",
    "sparql": "sparql.endpoint",
}
_BUTTONS: Final = ("skip", "back", "next", "done", "of", "name")


@blueprint.route("/tour")
def tour() -> Response:
    """Show all steps."""
    return show(
        "tour.html",
        stops=STEPS,
        leads={name: url_for(to) for name, to in _LEADS.items()},
        starts={"home": url_for("pages.home"), "bench": url_for("sparql.endpoint")},
    )


@blueprint.route("/tour.json")
def steps() -> Response:
    """Give the steps and what the buttons say."""
    language = reader_language()
    say = phrases(language)
    document: dict[str, Any] = {
        "words": {name: say[f"tour_{name}"] for name in _BUTTONS},
        "style": url_for("static", filename="tour.css"),
        "steps": {
            page: [
                {"at": at, "title": say[f"tour_{name}"], "text": say[f"tour_{name}_text"]}
                for name, at in some.items()
            ]
            for page, some in STEPS.items()
        },
    }
    answer = jsonify(document)
    answer.headers["Content-Language"] = language
    answer.vary.add("Accept-Language")
    return answer
