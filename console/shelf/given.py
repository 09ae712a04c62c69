"""What a client wants kept: read from JSON or a form, and held against bounds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from console.problems import Problem
from console.protocol import FORM, read_fields

__all__ = ["LONGEST", "VIEWS", "Given", "read_given"]

VIEWS: Final = ("table", "chart", "map", "timeline", "graph", "pivot", "raw")
"""The views of an answer, as the workbench has them."""
LONGEST: Final = 20_000
"""How many characters a query may have that is kept."""
JSON: Final = "application/json"
_OPTION: Final = re.compile(r"[A-Za-z]{1,20}")
_MOST_OPTIONS: Final = 12
_LONGEST_VALUE: Final = 200
_LONGEST_RELEASE: Final = 64


@dataclass(frozen=True, slots=True)
class Given:
    """A query, the view of its answer with what was set in it, and the release that answered."""

    query: str
    view: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    release: str = ""


def read_given(content_type: str, body: bytes) -> Given:
    """Give what the body of a request says; raises `Problem`.

    It is JSON, or a form with ``query``, ``view``, ``release``, and ``options`` as JSON.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == JSON:
        said = _object(body, "body")
    elif media_type == FORM:
        said = dict(read_fields(body, "body"))
        said["options"] = _object((said.get("options") or "{}").encode(), "options")
    else:
        raise Problem(
            "media-type",
            f"the body is {media_type}" if media_type else "the request has no Content-Type",
            expected=f"{JSON} or {FORM}",
            headers={"Accept-Post": f"{JSON}, {FORM}"},
        )
    query = _text(said, "query", LONGEST)
    if not query.strip():
        raise Problem("no-query", "there is no 'query'", expected="one query")
    view = _text(said, "view", _LONGEST_VALUE).lower()
    if view and view not in VIEWS:
        raise Problem("bad-request", f"there is no view {view!r}", expected=", ".join(VIEWS))
    return Given(query, view, _options(said), _text(said, "release", _LONGEST_RELEASE))


def _object(body: bytes, what: str) -> dict[str, Any]:
    try:
        said = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Problem("encoding", f"the {what} holds bytes that are not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Problem("bad-request", f"the {what} is no JSON") from error
    if not isinstance(said, dict):
        raise Problem("bad-request", f"the {what} is no object of JSON")
    return said


def _options(said: Mapping[str, Any]) -> dict[str, str]:
    options = said.get("options") or {}
    if not isinstance(options, dict) or len(options) > _MOST_OPTIONS:
        raise Problem(
            "bad-request",
            "'options' cannot be kept",
            expected=f"at most {_MOST_OPTIONS} texts by names of letters",
        )
    for name in options:
        if not _OPTION.fullmatch(name):
            raise Problem("bad-request", f"no option is called {name[:40]!r}", expected="letters")
    return {name: _text(options, name, _LONGEST_VALUE) for name in sorted(options)}


def _text(said: Mapping[str, Any], name: str, longest: int) -> str:
    value = said.get(name) or ""
    if not isinstance(value, str):
        raise Problem("bad-request", f"{name!r} is no text", expected="a text")
    if len(value) > longest:
        raise Problem(
            "too-long",
            f"{name!r} has {len(value):,} characters",
            expected=f"at most {longest:,}",
            remedy="share the long address, or the file of the query" if name == "query" else "",
        )
    # JSON can name halves of characters, which no file can hold
    if any("\ud800" <= char <= "\udfff" or char == "\0" for char in value):
        raise Problem("encoding", f"{name!r} holds what is no character")
    return value
