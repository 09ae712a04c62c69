"""Several documents in one request, as a form with files sends them.

https://www.w3.org/TR/sparql11-http-rdf-update/#http-post: a ``multipart/form-data`` body adds each
of its documents. They are parsed one by one in a worker, so that blank nodes of the same label
stay apart, and become one change.
"""

from __future__ import annotations

import io
import re
from typing import Final

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import MultiPartParser
from werkzeug.http import parse_options_header

from console.documents import Document, read_document, unpacked
from console.engine import Asker, Engine
from console.problems import Problem
from console.settings import Settings

__all__ = ["MULTIPART", "read_multipart"]

MULTIPART: Final = "multipart/form-data"
MOST_PARTS: Final = 100

# a label stands outside of IRIs and strings, which come through as they are
_LABEL: Final = re.compile(rb'<<\(|\)>>|<[^<>]*+>|"(?:[^"\\]|\\.)*+"|_:[^\s]++')


def read_multipart(
    content_type: str, body: bytes, coding: str, base: str, engine: Engine, settings: Settings
) -> Document:
    """Give one document that says what all parts say; raises `Problem`."""
    _, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if not boundary:
        raise Problem(
            "bad-request", "the form names no boundary", expected=f"{MULTIPART}; boundary=…"
        )
    plain = unpacked(body, coding, settings.largest_document)
    parser = MultiPartParser(
        max_form_memory_size=settings.largest_document, max_form_parts=MOST_PARTS
    )
    try:
        fields, files = parser.parse(
            io.BytesIO(plain), boundary.encode("ascii", "replace"), len(plain)
        )
    except RequestEntityTooLarge as error:
        raise Problem("too-long", f"the form has more than {MOST_PARTS} parts") from error
    except ValueError as error:
        raise Problem("bad-request", f"the form cannot be read: {error}") from error
    parts = [(file.content_type or "", file.read()) for _, file in files.items(multi=True)]
    if not parts:
        raise Problem(
            "bad-request",
            f"the form has {len(list(fields.items(multi=True)))} fields and no files",
            expected="parts with a file name and a Content-Type",
        )
    lines = [
        _lines(kind, data, base, number, engine, settings)
        for number, (kind, data) in enumerate(parts)
    ]
    return Document("application/n-triples", b"".join(lines))


def _lines(
    kind: str, data: bytes, base: str, number: int, engine: Engine, settings: Settings
) -> bytes:
    """Give the N-Triples of one part; its blank nodes carry its number."""
    document = read_document(
        kind, data, largest=settings.largest_document, deepest=settings.deepest_document
    )
    answer = engine.parse(document.body, document.media_type, base, asker=Asker())
    mark = b"_:p%d-" % number
    return _LABEL.sub(
        lambda found: mark + found[0][2:] if found[0].startswith(b"_:") else found[0], answer.read()
    )
