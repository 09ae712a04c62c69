"""``/problem/<code>``: what a problem means; the IRI of its type leads here."""

from __future__ import annotations

import json
from typing import Final

from flask import Blueprint, Response, request, url_for

from console.explanations import explanations
from console.negotiation import choose
from console.page import show
from console.phrases import reader_language
from console.problems import PROBLEMS, Problem
from kg.vocab import BASE

__all__ = ["blueprint"]

blueprint = Blueprint("problems", __name__)

_HTML: Final = "text/html"
_JSON: Final = "application/json"


@blueprint.route("/problem/")
def index() -> Response:
    """List the problems."""
    language = reader_language()
    codes = {
        code: {"status": status, "title": title, "address": url_for(".explain", code=code)}
        for code, (status, title) in PROBLEMS.items()
    }
    if not _as_page():
        return Response(json.dumps(codes, indent=2) + "\n", content_type=_JSON)
    known = explanations(language)
    for code, one in codes.items():
        one["title"] = known[code]["title"]
        one["address"] = url_for(".explain", code=code)
    return show("problems.html", problems=codes)


@blueprint.route("/problem/<code>")
def explain(code: str) -> Response:
    """Say when a problem happens and what to do about it; to programs always in English."""
    if code not in PROBLEMS:
        raise Problem("not-found", f"there is no problem {code!r}", expected=", ".join(PROBLEMS))
    page = _as_page()
    about = {
        "type": f"{BASE}problem/{code}",
        "status": PROBLEMS[code][0],
        "code": code,
        **explanations(reader_language() if page else "en")[code],
    }
    if page:
        return show("problem-type.html", about=about)
    return Response(json.dumps(about, indent=2) + "\n", content_type=_JSON)


def _as_page() -> bool:
    return choose(request.headers.get("Accept"), [_JSON, _HTML]) == _HTML
