"""What XML cannot hold, refused; and what its readers would change, written so that they do not.

XML 1.0 (https://www.w3.org/TR/xml/#charsets) has no form at all for most control characters, and
a reader takes a carriage return for a line end. RDF/XML writes a predicate as the name of an
element, which few IRIs end with: https://www.w3.org/TR/rdf-syntax-grammar/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO, Final

from pyoxigraph import NamedNode, Quad, Triple

from kg.errors import UnwritableError
from kg.vocab import PREFIXES, rdf

__all__ = ["XmlText", "require_xml_names"]

_FORBIDDEN: Final = bytes(set(range(32)) - {9, 10, 13})
_NO_CHARACTERS: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF in UTF-8
# https://www.w3.org/TR/xml-names/#NT-NCName, at the end of an IRI
_START: Final = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = re.compile(f"[{_START}][{_START}0-9.\u00b7\u0300-\u036f\u203f\u2040-]*$")
_RDF: Final = PREFIXES["rdf"]
_TYPE: Final = rdf("type")
_SYNTAX: Final = frozenset(
    _RDF + name
    for name in (
        "Description", "ID", "RDF", "about", "aboutEach", "aboutEachPrefix", "bagID", "datatype",
        "li", "nodeID", "parseType", "resource",
    )
)  # fmt: skip
_XML: Final = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")
_REMEDY: Final = "ask for another format"


class XmlText:
    """A binary file for XML, before another: what no XML may hold raises ``UnwritableError``."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._tail = b""

    def write(self, data: bytes) -> int:
        """Write on, with carriage returns as references."""
        joined = self._tail + data
        if len(data.translate(None, _FORBIDDEN)) < len(data) or any(
            character in joined for character in _NO_CHARACTERS
        ):
            raise UnwritableError(
                "the answer holds a character that XML cannot hold",
                expected="no control characters but tabulators and line ends",
                remedy=_REMEDY,
            )
        self._tail = data[-2:]
        self._stream.write(data.replace(b"\r", b"&#xD;") if b"\r" in data else data)
        return len(data)

    def flush(self) -> None:
        """Have the file before which this stands written."""
        self._stream.flush()


def require_xml_names(statements: Iterable[Triple | Quad]) -> None:
    """Raise ``UnwritableError`` at the first name in the statements that no element can have.

    That of a predicate is one, and that of a class, since things are written as elements of it.
    """
    known: set[tuple[str, str]] = set()
    for statement in statements:
        names = [("predicate", statement.predicate.value)]
        if statement.predicate == _TYPE and isinstance(statement.object, NamedNode):
            names.append(("class", statement.object.value))
        for name in names:
            if name not in known:
                _require_name(*name)
                known.add(name)


def _require_name(what: str, iri: str) -> None:
    syntax = what == "predicate" and iri in _SYNTAX
    if not _NAME.search(iri) or iri.startswith(_XML) or syntax:
        raise UnwritableError(
            f"RDF/XML has no way to write the {what} <{iri[:300]}>",
            expected="predicates and classes that end with an XML name",
            remedy=_REMEDY,
        )
