"""``/saved``: queries that holders of a token keep on the server, each their own.

The token comes in the header ``Authorization`` alone, so no page of another site can make a
browser read or change anything here, and nothing of an answer is kept on the way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, g, request, url_for

from console.access import require
from console.documents import unpacked
from console.guard import check_query
from console.problems import Problem
from console.shelf import Saved, SavedQueries, shelf_of
from console.shelf.given import read_given
from console.site import this_site

__all__ = ["blueprint"]

blueprint = Blueprint("saved", __name__)

LONGEST_NAME: Final = 120
_JSON: Final = "application/json"


@blueprint.route("/saved")
def index() -> Response:
    """List the queries of the token, by name."""
    shelf, owner = _mine()
    return _said({"queries": [_document(one) for one in shelf.of(owner)]})


@blueprint.route("/saved/<name>")
def query(name: str) -> Response:
    """Give the query that the token saved under a name."""
    shelf, owner = _mine()
    found = shelf.find(owner, name)
    if found is None:
        raise _none(name)
    return _said(_document(found))


@blueprint.route("/saved/<name>", methods=("PUT",))
def save(name: str) -> Response:
    """Save a query under a name, in place of the one before."""
    shelf, owner = _mine()
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise Problem(
            "bad-request",
            f"a query cannot be saved as {name[:LONGEST_NAME]!r}",
            expected=f"a name of at most {LONGEST_NAME} characters",
        )
    settings = this_site().settings
    body = unpacked(
        request.get_data(cache=False, parse_form_data=False),
        request.headers.get("Content-Encoding", ""),
        settings.largest_body,
    )
    given = read_given(request.headers.get("Content-Type", ""), body)
    check_query(given.query, settings)
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    one = Saved(name, given.query, given.view, given.options, moment)
    new = shelf.keep(owner, one)
    response = _said(_document(one), 201 if new else 200)
    if new:
        response.headers["Location"] = url_for(".query", name=name)
    return response


@blueprint.route("/saved/<name>", methods=("DELETE",))
def remove(name: str) -> Response:
    """Remove the query that the token saved under a name."""
    shelf, owner = _mine()
    if not shelf.remove(owner, name):
        raise _none(name)
    response = Response(status=204)
    del response.headers["Content-Type"]
    response.headers["Cache-Control"] = "no-store"
    return response


def _mine() -> tuple[SavedQueries, str]:
    """Give the saved queries and whose are asked for; raises `Problem` without a token."""
    require("read")
    folder = shelf_of(this_site())
    if folder is None:
        raise Problem("read-only", "this server keeps no queries")
    return SavedQueries(folder), g.token.name


def _document(one: Saved) -> dict[str, object]:
    return {
        "name": one.name,
        "query": one.query,
        "view": one.view,
        "options": dict(one.options),
        "saved": one.saved,
        "href": f"{url_for('.index')}/{quote(one.name, safe='')}",
    }


def _said(said: Mapping[str, object], status: int = 200) -> Response:
    body = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    response = Response(body, status=status, content_type=_JSON)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _none(name: str) -> Problem:
    return Problem("not-found", f"no query is saved as {name[:LONGEST_NAME]!r}")
