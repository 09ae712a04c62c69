"""RDF documents that clients send: what is refused before any parser sees them.

They are parsed in a process that can be killed and cannot reach the network. What stands here
says clearly and early what that would only show by its end: bombs, entities, foreign contexts.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Final

from console.problems import Problem
from kg.rdf.formats import FORMATS

__all__ = ["MEDIA_TYPES", "Document", "read_document", "unpacked"]

_ALSO: Final = {
    "application/x-turtle": "text/turtle",
    "text/n3": "text/turtle",
    "text/plain": "application/n-triples",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "application/json": "application/ld+json",
}
_TRIPLES: Final = tuple(
    dict.fromkeys(
        form.media_type
        for form in FORMATS
        if form.name in {"turtle", "ntriples", "rdfxml", "jsonld"}
    )
)
MEDIA_TYPES: Final = _TRIPLES
"""What a document may be; a graph has no place for formats of several graphs."""

_PACKED: Final = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_BRACKET: Final = re.compile(
    rb"\"\"\"(?:[^\"\\]|\\.|\"{1,2}(?!\"))*+\"\"\"|'''(?:[^'\\]|\\.|'{1,2}(?!'))*+'''"
    rb"|\"(?:[^\"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+'|<[^<>\"{}|^`\\\x00-\x20]*+>|#[^\r\n]*+"
    rb"|<<\(?|\)?>>|[\[({]|[\])}]",
    re.DOTALL,
)
_JSON_BRACKET: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)
# what may begin with <, each as the engine's reader ends it: a declaration may hide in none
_XML_MARK: Final = re.compile(
    rb"<!--(?:[^-]|-(?!-))*+-->|<!\[CDATA\[(?:[^\]]|\](?!\]>))*+\]\]>|<\?(?:[^?]|\?(?!>))*+\?>"
    rb"|(?P<end></[^<>]*+>)"
    rb"|(?P<tag><[^<>!?/\"'\s](?:[^<>\"'/]|/(?!>)|\"[^\"<]*+\"|'[^'<]*+')*+(?P<empty>/?)>)"
    rb"|(?P<wrong><)"
)
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DEEPEST_ELEMENT: Final = 1_000
_CONTEXT: Final = re.compile(rb'"@(?:context|import)"\s*:\s*(?:\[\s*)?"|"@import"')


@dataclass(frozen=True, slots=True)
class Document:
    """A document that a parser may see: its format and its bytes, UTF-8 and unpacked."""

    media_type: str
    body: bytes


def read_document(
    content_type: str, body: bytes, coding: str = "", *, largest: int, deepest: int
) -> Document:
    """Give the document of a request; raises `Problem`.

    ``largest`` counts bytes when unpacked, ``deepest`` brackets inside one another.
    """
    given, *parameters = (part.strip().lower() for part in content_type.split(";"))
    media_type = _ALSO.get(given, given)
    if media_type not in MEDIA_TYPES:
        raise Problem(
            "media-type",
            f"the body is {given}" if given else "the request has no Content-Type",
            expected="one of " + ", ".join(MEDIA_TYPES),
            headers={"Accept-Post": ", ".join(MEDIA_TYPES)},
        )
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in {"utf-8", "utf8", "us-ascii"}:
            raise Problem("media-type", f"the charset is {value}", expected="UTF-8")
    plain = unpacked(body, coding, largest)
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("encoding", f"byte {error.start} of the document is not UTF-8") from error
    if media_type == "application/rdf+xml":
        _check_xml(plain)
    else:
        _check_depth(plain, deepest, json=media_type == "application/ld+json")
    if media_type == "application/ld+json" and _CONTEXT.search(plain):
        raise Problem(
            "document",
            "the document names a context that stands elsewhere, and nothing is fetched",
            remedy="put the context itself into the document",
        )
    return Document(media_type, plain.removeprefix(b"\xef\xbb\xbf"))


def unpacked(body: bytes, coding: str, largest: int) -> bytes:
    """Give the body without its Content-Encoding, never holding more than ``largest`` bytes."""
    name = coding.strip().lower()
    if name in {"", "identity"}:
        plain = body
    elif name not in _PACKED:
        raise Problem(
            "media-type",
            f"the body is packed as {name[:50]}",
            expected="gzip, deflate or nothing",
            headers={"Accept-Encoding": "gzip, deflate"},
        )
    else:
        plain = _inflate(body, _PACKED[name], largest)
    if len(plain) > largest:
        raise Problem("too-long", f"the body has more than {largest:,} bytes when unpacked")
    return plain


def _inflate(body: bytes, window: int, largest: int) -> bytes:
    """Unpack every member of the stream, at most one byte more than ``largest``."""
    pieces: list[bytes] = []
    size, rest = 0, body
    try:
        while rest and size <= largest:
            unpacker = zlib.decompressobj(window)
            piece = unpacker.decompress(rest, largest + 1 - size)
            pieces.append(piece)
            size += len(piece)
            if not unpacker.eof and size <= largest:
                raise Problem("document", "the packed body ends too early")
            rest = unpacker.unused_data
    except zlib.error as error:
        raise Problem("document", "the body is not packed as it says") from error
    return b"".join(pieces)


def _check_xml(plain: bytes) -> None:
    if b"\x00" in plain or not plain.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Problem("document", "the document is not XML in UTF-8")
    depth = 0
    for mark in _XML_MARK.finditer(plain):
        if mark["tag"]:
            depth += not mark["empty"]
            if depth > _DEEPEST_ELEMENT:
                raise Problem(
                    "too-nested",
                    f"elements stand more than {_DEEPEST_ELEMENT:,} deep",
                    expected=f"at most {_DEEPEST_ELEMENT:,}",
                )
        elif mark["end"]:
            depth -= 1
        elif mark["wrong"]:
            raise _not_read(plain, mark.start())


def _not_read(plain: bytes, at: int) -> Problem:
    """Give the problem of markup that is none of those that are read."""
    line = plain.count(b"\n", 0, at) + 1
    if _DECLARATION.match(plain, at):
        return Problem(
            "document",
            "the document declares a type or entities, and none are read",
            line=line,
            remedy="write namespaces and texts in full, without <!DOCTYPE>",
        )
    return Problem(
        "document",
        "the document is not XML: what begins with < is neither a tag nor a comment that ends",
        line=line,
        remedy="write < in texts as &lt;",
    )


def _check_depth(plain: bytes, most: int, *, json: bool) -> None:
    depth = 0
    for match in (_JSON_BRACKET if json else _BRACKET).finditer(plain):
        mark = match[0]
        if mark in {b"[", b"{", b"(", b"<<", b"<<("}:
            depth += 1
            if depth > most:
                raise Problem(
                    "too-nested",
                    f"brackets of the document stand more than {most:,} deep",
                    expected=f"at most {most:,}",
                )
        elif mark in {b"]", b"}", b")", b">>", b")>>"}:
            depth -= 1
