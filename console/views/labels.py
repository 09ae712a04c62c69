"""``/labels``: the names of many things at once, and of columns."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, jsonify, request

from console.addresses import is_iri
from console.headings import headings
from console.links import follow
from console.naming import LANGUAGES, name_nodes
from console.phrases import reader_language
from console.problems import Problem

__all__ = ["MOST_LABELS", "blueprint"]

blueprint = Blueprint("labels", __name__)

MOST_LABELS: Final = 2_000
MOST_COLUMNS: Final = 200


@blueprint.route("/labels", methods=("POST",))
def labels() -> Response:
    """Give the names of many things; those that are no IRI are left out. Columns have names too."""
    asked = request.get_json(silent=True)
    asked = asked if isinstance(asked, dict) else {}
    iris = asked.get("iris")
    if not isinstance(iris, list) or not all(isinstance(one, str) for one in iris):
        raise Problem(
            "bad-request",
            "the body is not what is asked for here",
            expected='JSON such as {"iris": ["https://…"], "lang": "en"}',
        )
    if len(iris) > MOST_LABELS:
        raise Problem(
            "too-long", f"{len(iris):,} names are asked for", expected=f"at most {MOST_LABELS:,}"
        )
    columns = asked.get("columns", [])
    if not isinstance(columns, list) or not all(isinstance(one, str) for one in columns):
        columns = []
    language = asked.get("lang")
    if language not in LANGUAGES:
        language = reader_language()
    known = sorted({one for one in iris if is_iri(one)})
    names = name_nodes(known) if known else None
    response = jsonify(
        labels={
            iri: {"text": name.text, "language": name.language, "href": follow(iri).href}
            for iri in known
            if names and (name := names.of(iri, language))
        },
        columns=headings(columns[:MOST_COLUMNS], language),
    )
    response.vary.add("Accept-Language")
    return response
