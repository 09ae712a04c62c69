"""``/health``, ``/ready`` and ``/metrics``: for whoever watches the server."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, current_app, jsonify

from console.access import this_writes
from console.metrics import KEY, MEDIA_TYPE, Metrics
from console.problems import Problem
from console.site import this_site
from kg.errors import KgError
from kg.release.bundle import RELEASES

__all__ = ["blueprint"]

blueprint = Blueprint("health", __name__)

_ROOM: Final = 16 << 20
"""So many bytes a release of this size takes at least, with its downloads."""


@blueprint.route("/health")
def health() -> Response:
    """Say that the server answers, which release it serves, and how many quads that holds."""
    site = this_site()
    return _now(jsonify(status="ok", release=site.settings.release, quads=len(site.store)))


@blueprint.route("/ready")
def ready() -> Response:
    """Say whether queries can be answered, and by which checks that was found.

    The status is 503 where one fails. The checksums of a release are verified before it is
    served, so that here nothing large is read.
    """
    site = this_site()
    load = site.engine.figures().load
    checks = {
        "release": bool(site.settings.release) and site.engine.release == site.settings.release,
        "store": _answers(),
        # a remote engine has no workers here
        "workers": not load or load["workers"] > 0,
    }
    told = {}
    if writes := this_writes():
        # of a writer that has only been started one waits a little: who writes at once can
        checks["writes"] = writes.is_ready()
        # queries are answered all the same
        told = {"writes": why} if (why := _hindrance(site.data)) else {}
    fine = all(checks.values())
    response = jsonify(
        status="ready" if fine else "not ready",
        release=site.settings.release,
        checks={name: "ok" if passed else "failed" for name, passed in checks.items()} | told,
    )
    response.status_code = 200 if fine else 503
    return _now(response)


@blueprint.route("/metrics")
def metrics() -> Response:
    """Give what the server counts, as Prometheus reads it."""
    found = current_app.extensions.get(KEY)
    if not isinstance(found, Metrics):
        raise Problem("not-found", "this server keeps no figures")
    return _now(Response(found.text(), content_type=MEDIA_TYPE))


def _answers() -> bool:
    try:
        return len(this_site().store) > 0
    except KgError:
        return False


def _hindrance(data: Path | None) -> str:
    """Give why no release could be written into the data folder, '' where one could."""
    if data is None:
        return ""
    try:
        room = shutil.disk_usage(data).free
    except OSError:
        return "no folder"
    if not os.access(data / RELEASES, os.W_OK):
        return "read-only"
    return "" if room >= _ROOM else "no room"


def _now(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
