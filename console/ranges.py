"""Files by parts: Range requests as HTTP means them.

https://www.rfc-editor.org/rfc/rfc9110#name-range-requests. A request for several parts gets the
whole file, which the standard allows: nobody resumes a download in two places at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from flask import Response, request
from werkzeug.http import parse_if_range_header, parse_range_header

from console.problems import Problem

__all__ = ["file_response"]

# a suffix without length can be satisfied by no file; werkzeug takes it for no range
_NOTHING: Final = re.compile(r"\s*bytes\s*=\s*-0+\s*", re.IGNORECASE)
_PIECE: Final = 1 << 18


def file_response(
    path: Path, media_type: str, etag: str, modified: datetime | None = None
) -> Response:
    """Give the part of the file that the request asks for, or the file; `Problem` for no part.

    ``etag`` stands for the bytes of the file, which is never packed on the way.
    """
    size = path.stat().st_size
    start, stop = 0, size
    status = 200
    if part := _part(size, etag, modified):
        start, stop = part
        status = 206
    response = Response(
        _pieces(path, start, stop),
        status=status,
        content_type=media_type,
        direct_passthrough=True,
    )
    response.content_length = stop - start
    response.set_etag(etag)
    response.headers["Accept-Ranges"] = "bytes"
    if modified:
        response.last_modified = modified
    if status == 206:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return response


def _part(size: int, etag: str, modified: datetime | None) -> tuple[int, int] | None:
    """Give the first byte and the one behind the last, or None for the whole file."""
    header = request.headers.get("Range", "")
    asked, nothing = parse_range_header(header), _NOTHING.fullmatch(header)
    # a range is for GET alone; elsewhere, and in unknown units, the header means nothing
    is_known = nothing or (asked is not None and asked.units == "bytes")
    if not is_known or request.method != "GET":
        return None
    # a weak validator never matches: it does not promise the same bytes
    if request.headers.get("If-Range", "").startswith("W/"):
        return None
    condition = parse_if_range_header(request.headers.get("If-Range"))
    if condition.etag is not None and condition.etag != etag:
        return None
    if condition.date is not None and (
        modified is None or condition.date != modified.replace(microsecond=0)
    ):
        return None
    if asked is not None and len(asked.ranges) != 1:
        return None
    part = asked.range_for_length(size) if asked is not None and not nothing else None
    if part is None:
        raise Problem(
            "range",
            f"the file has {size:,} bytes, and {header} names none of them",
            expected=f"a part of bytes 0 to {size - 1}",
            headers={"Content-Range": f"bytes */{size}"},
        )
    start, stop = part
    return start, stop


def _pieces(path: Path, start: int, stop: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        left = stop - start
        while left:
            piece = file.read(min(left, _PIECE))
            if not piece:
                raise OSError(f"{path.name} ended {left} bytes early")
            left -= len(piece)
            yield piece
