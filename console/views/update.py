"""``/update``: the update operation of the SPARQL 1.1 Protocol, for those who have a token."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import MethodNotAllowed

from console.access import carry_out, require, this_writes, written
from console.conditions import turn
from console.description import described, update_description
from console.documents import unpacked
from console.guard import check_update
from console.manners import READING
from console.problems import Problem
from console.protocol import FORM, UPDATE, UPDATE_METHODS, read_update
from console.site import this_site
from kg.change import Change
from kg.vocab import BASE

__all__ = ["blueprint", "options"]

blueprint = Blueprint("update", __name__)

_ACCEPTED: Final = f"{UPDATE}, {FORM}"


@blueprint.route("/update", methods=UPDATE_METHODS, provide_automatic_options=False)
def update() -> Response:
    """Carry out an update: a new release holds it, or nothing has changed. GET describes this."""
    # https://www.rfc-editor.org/rfc/rfc9110#name-allow: what works, and here nothing else may
    methods = UPDATE_METHODS if this_writes() else ("OPTIONS",)
    if request.method == "OPTIONS":
        return options(methods, _ACCEPTED if this_writes() else "")
    if request.method in {"GET", "HEAD"}:
        if "GET" not in methods or request.query_string:
            raise MethodNotAllowed(methods)
        accept = request.headers.get("Accept")
        return described(
            update_description(), Problem("not-acceptable", f"nothing here has the form {accept}")
        )
    writes = require("write")
    settings = this_site().settings
    body = unpacked(
        request.get_data(cache=False, parse_form_data=False),
        request.headers.get("Content-Encoding", ""),
        settings.largest_body,
    )
    asked = read_update(request.query_string, request.headers.get("Content-Type", ""), body)
    check_update(asked.text, settings)
    change = Change(
        "update",
        asked.text,
        using=asked.default_graphs,
        using_named=asked.named_graphs,
        base=BASE,
    )
    with turn():
        outcome = carry_out(writes, change)
    return written(outcome, 204)


def options(methods: tuple[str, ...], accepted: str = "") -> Response:
    """Say which methods there are. No page of another site is told that it may send tokens."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    response.headers["Allow"] = ", ".join(methods)
    safe = [method for method in methods if method in {"GET", "HEAD", "OPTIONS"}]
    response.headers["Access-Control-Allow-Methods"] = ", ".join(safe)
    response.headers["Access-Control-Allow-Headers"] = READING
    if accepted:
        response.headers["Accept-Post"] = accepted
    return response
