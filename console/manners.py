"""How an answer is handed over: ETag, conditions, coding, caching, sharing between sites.

A view makes a `Response`; where it knows what the answer depends on it names that with `tag`
before anything is evaluated, asks `unchanged` whether the client holds it already, and puts the
tag on the response. `finish` does the rest for every answer of the application.

https://www.rfc-editor.org/rfc/rfc9110, https://www.rfc-editor.org/rfc/rfc9111,
https://fetch.spec.whatwg.org/#http-cors-protocol.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cache
from importlib import metadata
from typing import Final

from flask import Response, request
from werkzeug.http import parse_date, parse_etags

from console.encoding import CODINGS, acceptable, choose_coding, pack, pack_pieces
from console.problems import MEDIA_TYPE, Problem
from console.security import CORS, HEADERS
from console.site import ROUTE, this_site
from kg.release.changes import release_iri

__all__ = [
    "CONSTANT",
    "IMMUTABLE",
    "READING",
    "REVALIDATE",
    "SMALL",
    "Closing",
    "bare_problem",
    "finish",
    "is_packable",
    "made_from",
    "problem_response",
    "tag",
    "unchanged",
]

IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""For what never changes at its address: its name is made from its content."""
REVALIDATE: Final = "public, no-cache"
"""For what may be kept, but another release may change: ask with the ETag."""
_NEVER: Final = "no-store"
SMALL: Final = 600
"""What is shorter is not packed: it would hardly become shorter still."""
_WHOLE: Final = 1 << 20
_PACKABLE: Final = ("text/", "application/json", "application/xml", "application/javascript")
_PACKABLE_SUFFIXES: Final = ("+json", "+xml")
_PACKABLE_TYPES: Final = frozenset(
    {"application/n-quads", "application/n-triples", "application/trig", "image/svg+xml"}
)
READING: Final = (
    "Accept, Accept-Language, If-Match, If-Modified-Since, If-None-Match, If-Range, "
    "If-Unmodified-Since, Range, X-Request-ID"
)
"""The headers with which another site may read."""
CONSTANT: Final = (*HEADERS.items(), *CORS.items())
"""What every answer has."""
_KEPT_BY_304: Final = frozenset(
    {"cache-control", "content-location", "date", "etag", "expires", "last-modified", "link"}
    | {"set-cookie", "vary"}
)


def tag(*parts: object) -> str:
    """Give the ETag of a representation that depends on these parts, this release and software.

    The parts are whatever selects it: the query, its dataset, the media type, the language.
    """
    mark = repr((this_site().settings.release, _version(), parts))
    return hashlib.blake2b(mark.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def made_from(release: str) -> str:
    """Give the ``Link`` of an answer to the release that it was made from.

    https://www.rfc-editor.org/rfc/rfc8288#section-2.1.2: a relation may be named by an IRI.

    >>> made_from("0123")
    '<https://w3id.org/cbec/release/0123>; rel="http://www.w3.org/ns/prov#wasDerivedFrom"'
    """
    return f'<{release_iri(release)}>; rel="http://www.w3.org/ns/prov#wasDerivedFrom"'


def unchanged(etag: str) -> Response | None:
    """Give the answer 304 where the client holds the representation of this tag, else None.

    Raises `Problem` where the request is only for another representation, by If-Match.
    """
    if request.method not in {"GET", "HEAD"}:
        return None
    tags = {etag: "identity"} | {f"{etag}-{coding}": coding for coding in CODINGS}
    if failed := _failed(tags, this_site().settings.modified):
        raise failed
    held = request.headers.get("If-None-Match")
    # which of the tags stands for any is known when the answer is made
    if held is None or held.strip() == "*":
        return None
    weights = acceptable(request.headers.get("Accept-Encoding"))
    given = parse_etags(held)
    for one, coding in tags.items():
        if weights[coding] and given.contains_weak(one):
            response = Response(status=304)
            response.set_etag(one)
            return response
    return None


def finish(response: Response) -> Response:
    """Complete the headers of an answer of the application, and pack it."""
    headers = response.headers
    given = {name.lower() for name, _ in headers}
    headers.extend([pair for pair in CONSTANT if pair[0].lower() not in given])
    if not headers["X-Frame-Options"]:  # of a page that any site may frame
        del headers["X-Frame-Options"]
    if "set-cookie" in given:
        del headers["Set-Cookie"]
    if request.method == "OPTIONS":
        _allow(response)
    if not request.path.startswith("/static/"):
        response.vary.add("Accept")
    elif request.path.startswith("/static/built/") and response.status_code == 200:
        headers["Cache-Control"] = IMMUTABLE
    response.vary.add("Accept-Encoding")
    if response.status_code == 200 and request.method in {"GET", "HEAD"}:
        _validate(response)
    elif response.status_code == 304:
        headers.setdefault("Cache-Control", REVALIDATE)
    elif response.status_code >= 400:
        headers.setdefault("Cache-Control", _NEVER)
    request.environ[ROUTE] = request.endpoint or ""
    return _condition(_pack(response))


def problem_response(problem: Problem) -> Response:
    """Give the problem document of a refusal."""
    body = json.dumps(problem.document(), ensure_ascii=False, indent=2) + "\n"
    response = Response(body, status=problem.status, content_type=MEDIA_TYPE)
    response.headers.extend(problem.headers)
    return response


def bare_problem(problem: Problem) -> tuple[dict[str, str], bytes]:
    """Give headers and body of a refusal that the application never sees."""
    body = json.dumps(problem.document(), ensure_ascii=False, indent=2).encode() + b"\n"
    headers = {
        **HEADERS,
        **CORS,
        **problem.headers,
        "Cache-Control": _NEVER,
        "Content-Length": str(len(body)),
        "Content-Type": MEDIA_TYPE,
    }
    return headers, body


def _validate(response: Response) -> None:
    """Give a complete answer an ETag and a date where it has none and may be kept."""
    headers = response.headers
    if "no-store" in headers.get("Cache-Control", ""):
        return
    if "ETag" not in headers and not response.is_streamed and not response.direct_passthrough:
        response.set_etag(hashlib.blake2b(response.get_data(), digest_size=12).hexdigest())
    if "ETag" in headers:
        modified = this_site().settings.modified
        if modified and "Last-Modified" not in headers:
            response.last_modified = modified
        headers.setdefault("Cache-Control", REVALIDATE)
    else:
        headers.setdefault("Cache-Control", _NEVER)


def _pack(response: Response) -> Response:
    """Pack the body in the coding that the client likes best, if that is worth it."""
    headers = response.headers
    if (
        response.status_code in {204, 206, 304}
        or "Content-Encoding" in headers
        or "Content-Range" in headers
        or response.direct_passthrough
        or not is_packable(response.mimetype)
    ):
        return response
    length = headers.get("Content-Length", type=int)
    if length is None and not response.is_streamed:
        length = response.calculate_content_length()
    if length is not None and length < SMALL:
        return response
    coding = choose_coding(request.headers.get("Accept-Encoding"))
    if coding is None:
        return response if response.status_code >= 400 else _not_acceptable(response)
    if coding == "identity":
        return response
    headers["Content-Encoding"] = coding
    etag, weak = response.get_etag()
    if etag:
        response.set_etag(f"{etag}-{coding}", weak=weak or False)
    if length is not None and length <= _WHOLE:
        response.make_sequence()
    if response.is_streamed:
        del headers["Content-Length"]
        if request.method != "HEAD":
            pieces = pack_pieces(response.iter_encoded(), coding)
            response.response = Closing(pieces, response.response)
        return response
    response.set_data(pack(response.get_data(), coding))
    return response


def _condition(response: Response) -> Response:
    """Answer 304 or 412 where the conditions of the request ask for it."""
    if response.status_code not in {200, 206} or request.method not in {"GET", "HEAD"}:
        return _strip(response) if response.status_code == 304 else response
    etag, _ = response.get_etag()
    base = (etag or "").removesuffix(f"-{response.headers.get('Content-Encoding')}")
    tags = [base, *(f"{base}-{coding}" for coding in CODINGS)] if base else []
    if failed := _failed(tags, response.last_modified):
        return _instead(response, failed)
    match = request.headers.get("If-None-Match")
    if match is not None:
        if not etag or not parse_etags(match).contains_weak(etag):
            return response
    else:
        since = parse_date(request.headers.get("If-Modified-Since"))
        modified = response.last_modified
        if not since or not modified or _whole_seconds(modified) > since:
            return response
    response.close()
    response.status_code = 304
    response.response = []
    return _strip(response)


def _not_acceptable(response: Response) -> Response:
    return _instead(
        response,
        Problem(
            "not-acceptable",
            f"the request accepts the codings {request.headers['Accept-Encoding']}",
            expected="one of identity, " + ", ".join(CODINGS),
        ),
    )


def _instead(response: Response, problem: Problem) -> Response:
    """Give the refusal that goes out in place of an answer."""
    response.close()
    refusal = problem_response(problem)
    refusal.headers.extend({**HEADERS, **CORS, "Cache-Control": _NEVER})
    refusal.vary.update(response.vary)
    return refusal


def _failed(tags: Collection[str], modified: datetime | None) -> Problem | None:
    """Give the problem where If-Match or If-Unmodified-Since asks for another representation.

    https://www.rfc-editor.org/rfc/rfc9110#name-precedence-of-preconditions
    """
    match = request.headers.get("If-Match")
    since = parse_date(request.headers.get("If-Unmodified-Since"))
    if match is not None:
        wanted = parse_etags(match)
        if wanted.star_tag or any(wanted.contains(tag) for tag in tags):
            return None
        name = "If-Match"
    elif since is not None and modified is not None and _whole_seconds(modified) > since:
        name = "If-Unmodified-Since"
    else:
        return None
    return Problem(
        "precondition",
        f"{name}: {request.headers[name][:200]} does not hold",
        remedy="ask again without the condition",
    )


def _strip(response: Response) -> Response:
    for name in [name for name, _ in response.headers]:
        if name.lower().startswith("content-") and name.lower() not in _KEPT_BY_304 | {
            "content-security-policy"
        }:
            del response.headers[name]
    return response


def _allow(response: Response) -> None:
    """Say to a browser that asks first what another site may do here."""
    headers = response.headers
    headers.setdefault("Access-Control-Allow-Methods", headers.get("Allow", "GET, HEAD, OPTIONS"))
    headers.setdefault("Access-Control-Allow-Headers", READING)
    headers.setdefault("Access-Control-Max-Age", "86400")


def is_packable(media_type: str | None) -> bool:
    """Tell whether an answer of this type becomes shorter when it is packed."""
    kind = media_type or ""
    return (
        kind.startswith(_PACKABLE) or kind.endswith(_PACKABLE_SUFFIXES) or (kind in _PACKABLE_TYPES)
    )


def _whole_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


@cache
def _version() -> str:
    return metadata.version("cbec-kg")


class Closing:
    """Pieces made of other pieces, which are closed with them."""

    def __init__(self, made: Iterator[bytes], source: object) -> None:
        self._made = made
        self._source = source

    def __iter__(self) -> Closing:
        return self

    def __next__(self) -> bytes:
        return next(self._made)

    def close(self) -> None:
        """Let go of the source."""
        close = getattr(self._source, "close", None)
        if close:
            close()
