"""``/dumps/``: the releases for download, whole, packed or by parts."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as BaseResponse

from console.downloads import this_downloads
from console.manners import IMMUTABLE
from console.negotiation import choose
from console.page import show
from console.problems import Problem
from console.ranges import file_response
from console.site import this_site
from kg.rdf.formats import FORMATS

__all__ = ["blueprint", "media_type_of"]

blueprint = Blueprint("dumps", __name__)

_HTML: Final = "text/html"
_JSON: Final = "application/json"
_BY_SUFFIX: Final = {form.extension: form.media_type for form in FORMATS} | {
    "gz": "application/gzip",
    "json": _JSON,
    "zst": "application/zstd",
}


@blueprint.route("/dumps/")
@blueprint.route("/dumps.json", endpoint="index_json")
def index() -> Response:
    """List the releases that can be downloaded, the current one first."""
    releases = [
        {
            "id": one.id,
            "current": one.current,
            "published": one.time or None,
            "quads": one.info.quads if one.info else None,
            "address": url_for(".release", release=one.id),
        }
        for one in this_downloads().releases.list()
    ]
    if _as_page():
        return show("dumps.html", releases=releases)
    return _json({"releases": releases, "changes": url_for("changes.stream")})


@blueprint.route("/dumps/current/", defaults={"name": ""})
@blueprint.route("/dumps/current/<name>")
def current(name: str) -> BaseResponse:
    """Lead to the current release, or to a file of it."""
    release = this_site().settings.release
    where = (
        url_for(".file", release=release, name=name)
        if name
        else url_for(".release", release=release)
    )
    response = redirect(where, 307)
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.route("/dumps/<release>/")
@blueprint.route("/dumps/<release>.json", endpoint="release_json")
def release(release: str) -> Response:
    """List the files of a release with their sizes and checksums."""
    downloads = this_downloads()
    path = downloads.path(release)
    if path is None:
        raise _no_release(release)
    files = [
        {
            "name": one.name,
            "size": one.size,
            "sha256": one.sha256 or None,
            "media_type": media_type_of(one.name),
            "address": url_for(".file", release=release, name=one.name),
        }
        for one in downloads.dumps(path)
    ]
    if _as_page():
        return show("dump.html", release=release, files=files)
    return _json({"release": release, "files": files})


@blueprint.route("/dumps/<release>/<name>")
def file(release: str, name: str) -> Response:
    """Give a file of a release, or the part of it that the request asks for."""
    downloads = this_downloads()
    path = downloads.path(release)
    if path is None:
        raise _no_release(release)
    files = {one.name: one for one in downloads.dumps(path)}
    found = files.get(name)
    if found is None:
        raise Problem(
            "not-found", f"the release has no file {name!r}", expected="one of " + ", ".join(files)
        )
    etag = found.sha256 or f"sums-{release}"
    response = file_response(found.path, media_type_of(name), etag, _moment(release))
    response.headers["Cache-Control"] = IMMUTABLE
    return response


def media_type_of(name: str) -> str:
    """Give the media type of a file by the last part of its name.

    >>> media_type_of("dataset.nq.zst")
    'application/zstd'
    """
    media_type = _BY_SUFFIX.get(name.rpartition(".")[2], "text/plain")
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _moment(release: str) -> datetime | None:
    found = [one.time for one in this_downloads().releases.list() if one.id == release]
    return datetime.fromisoformat(found[0]) if found and found[0] else None


def _no_release(release: str) -> Problem:
    """Say that there is no such release; one that was there once is gone."""
    was_there = any(entry.id == release for entry in this_downloads().releases.history())
    return Problem(
        "gone" if was_there else "not-found",
        f"the release {release!r} was removed" if was_there else f"there is no release {release!r}",
        remedy=f"see {url_for('.index')} for those that are there, "
        f"or follow {url_for('changes.stream')}",
    )


def _as_page() -> bool:
    page = choose(request.headers.get("Accept"), [_JSON, _HTML]) == _HTML
    return page and not request.path.endswith(".json")


def _json(value: object) -> Response:
    return Response(json.dumps(value, indent=2) + "\n", content_type=_JSON)
