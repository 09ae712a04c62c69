"""``/problem/<code>``: what a problem means; the IRI of its type leads here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from flask import Blueprint, Response, render_template, request, url_for

from console.negotiation import choose
from console.problems import PROBLEMS, Problem
from console.site import this_site
from kg.vocab import BASE

__all__ = ["blueprint", "explanations"]

blueprint = Blueprint("problems", __name__)

_TEXTS: Final = Path(__file__).parents[1] / "problems.yaml"
_HTML: Final = "text/html"
_JSON: Final = "application/json"


@blueprint.route("/problem/")
def index() -> Response:
    """List the problems."""
    codes = {
        code: {"status": status, "title": title, "address": url_for(".explain", code=code)}
        for code, (status, title) in PROBLEMS.items()
    }
    if _as_page():
        return _page("problems.html", problems=codes)
    return Response(json.dumps(codes, indent=2) + "\n", content_type=_JSON)


@blueprint.route("/problem/<code>")
def explain(code: str) -> Response:
    """Say when a problem happens and what to do about it."""
    if code not in PROBLEMS:
        raise Problem("not-found", f"there is no problem {code!r}", expected=", ".join(PROBLEMS))
    status, title = PROBLEMS[code]
    about = {
        "type": f"{BASE}problem/{code}",
        "title": title,
        "status": status,
        "code": code,
        **explanations()[code],
    }
    if _as_page():
        return _page("problem-type.html", about=about)
    return Response(json.dumps(about, indent=2) + "\n", content_type=_JSON)


@cache
def explanations() -> Mapping[str, Mapping[str, str]]:
    """Give for each code ``when`` the problem happens and what to ``do``."""
    texts = yaml.safe_load(_TEXTS.read_text("utf-8"))
    assert isinstance(texts, dict)
    return texts


def _as_page() -> bool:
    return choose(request.headers.get("Accept"), [_JSON, _HTML]) == _HTML


def _page(template: str, **values: object) -> Response:
    return Response(
        render_template(template, settings=this_site().settings, **values), mimetype=_HTML
    )
