"""``/``: where a reader begins."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from console.page import show

__all__ = ["blueprint"]

blueprint = Blueprint("pages", __name__)


@blueprint.route("/")
def home() -> Response | Redirect:
    """Show what is here; a query or an example leads on to the page to ask in."""
    query, example = request.args.get("query"), request.args.get("example")
    if query or example:
        return redirect(url_for("sparql.endpoint", query=query, example=example), 301)
    return show("home.html")
