"""``/changes``: the switches from release to release, with a patch for each, for mirrors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, redirect, request, url_for
from pyoxigraph import Triple
from werkzeug.wrappers import Response as BaseResponse

from console.downloads import this_downloads
from console.library import context
from console.manners import IMMUTABLE
from console.negotiation import choose
from console.problems import Problem
from console.ranges import file_response
from console.stream import PAGE, PATCH, entrance, in_order, page, pages
from console.twins import TWINS, Twin, twin_of_suffix, write_rdf
from kg.release.changes import Change, patch_lines

__all__ = ["blueprint"]

blueprint = Blueprint("changes", __name__)

_RDF: Final = {twin.media_type: twin for twin in TWINS if twin.rdf}
_HTML: Final = "text/html"
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LINES: Final = 1_000


@blueprint.route("/changes", defaults={"suffix": ""})
@blueprint.route("/changes.<suffix>")
def stream(suffix: str) -> BaseResponse:
    """Give the entrance of the event stream; a browser is led to the page that tells of it."""
    form = twin_of_suffix(f"changes.{suffix}")[1]
    if suffix and (form is None or not form.rdf):
        forms = ", ".join(f"/changes.{twin.suffix}" for twin in _RDF.values())
        raise Problem("not-found", f"the changes have no form {suffix!r}", expected=forms)
    if not form and choose(request.headers.get("Accept"), [*_RDF, _HTML]) == _HTML:
        return redirect(url_for("data.data", _anchor="changes"), 303)
    changes = _changes()
    response = _rdf(entrance(changes, _at), form)
    response.headers["Cache-Control"] = "public, no-cache"
    if changes:
        response.last_modified = datetime.fromisoformat(changes[-1].time)
    return response


@blueprint.route("/changes/page/<int:number>")
def full_page(number: int) -> Response:
    """Give a full page of the event stream, which never changes."""
    changes = _changes()
    if not 1 <= number <= pages(changes):
        raise Problem("not-found", f"{pages(changes)} pages are full", remedy=f"see {_at('')}")
    response = _rdf(page(changes, number, _at))
    response.headers["Cache-Control"] = IMMUTABLE
    response.last_modified = datetime.fromisoformat(changes[(number - 1) * PAGE].time)
    return response


@blueprint.route("/changes/<int:number>")
def member(number: int) -> BaseResponse:
    """Lead to where a member of the stream is described."""
    changes = _changes()
    if not 1 <= number <= len(changes):
        raise Problem("not-found", f"there are {len(changes)} changes", remedy=f"see {_at('')}")
    where = (number - 1) // PAGE + 1
    if where <= pages(changes):
        return redirect(url_for(".full_page", number=where), 303)
    return redirect(url_for(".stream"), 303)


@blueprint.route("/changes/<old>..<new>.rdfp")
def patch(old: str, new: str) -> Response:
    """Give the RDF Patch from one release to another."""
    downloads = this_downloads()
    if not (_ID.fullmatch(old) and _ID.fullmatch(new)):
        raise Problem("not-found", "a patch is named by the ids of two releases")
    known = downloads.known_changes()
    if path := known.patch(old, new):
        response = file_response(path, PATCH, f"patch-{old}-{new}", _moment(known.all(), old, new))
    else:
        before, after = downloads.path(old), downloads.path(new)
        if before is None or after is None:
            raise _no_patch(known.all(), old, new)
        response = Response(_pieces(before, after), content_type=PATCH)
        response.set_etag(f"patch-{old}-{new}")
    response.headers["Cache-Control"] = IMMUTABLE
    return response


def _changes() -> Sequence[Change]:
    return in_order(this_downloads().known_changes().all())


def _rdf(triples: Iterable[Triple], form: Twin | None = None) -> Response:
    """Give triples in this form, else in the one that the request accepts."""
    accept = request.headers.get("Accept")
    media_type = choose(accept, list(_RDF)) or (choose(accept, [_HTML]) and "text/turtle")
    twin = form or _RDF.get(media_type or "")
    if not twin:
        raise Problem(
            "not-acceptable", f"the request accepts {accept}", expected="one of " + ", ".join(_RDF)
        )
    return Response(write_rdf(triples, twin, context()), content_type=twin.content_type)


def _at(path: str) -> str:
    return url_for(".stream", _external=True) + path


def _pieces(old: Path, new: Path) -> Iterator[bytes]:
    lines: list[str] = []
    for line in patch_lines(old, new):
        lines.append(line)
        if len(lines) == _LINES:
            yield ("\n".join(lines) + "\n").encode()
            lines.clear()
    yield ("\n".join(lines) + "\n").encode() if lines else b""


def _moment(changes: Iterable[Change], old: str, new: str) -> datetime | None:
    times = [one.time for one in changes if (one.previous, one.release) == (old, new)]
    return datetime.fromisoformat(times[0]) if times else None


def _no_patch(changes: Iterable[Change], old: str, new: str) -> Problem:
    known = {one.release for one in changes}
    missing = [name for name in (old, new) if name not in known]
    if missing:
        return Problem(
            "not-found",
            f"there was never a release {missing[0]!r}",
            remedy=f"see {_at('')}",
        )
    return Problem(
        "gone",
        "one of the two releases was removed",
        remedy=f"follow {_at('')} from one to the next",
    )
