"""``/health``: whether the server can answer, for whoever watches it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from console.site import this_site

__all__ = ["blueprint"]

blueprint = Blueprint("health", __name__)


@blueprint.route("/health")
def health() -> Response:
    """Say that the server answers, which release it serves, and how many quads that holds."""
    site = this_site()
    response = jsonify(status="ok", release=site.settings.release, quads=len(site.store))
    response.headers["Cache-Control"] = "no-store"
    return response
