"""Between an IRI of the graph and the address of its description on this site.

The canonical IRIs begin with the base, wherever the site itself stands: ``id/place/Shenzhen``
is described at ``/doc/place/Shenzhen``, and a term of a hash namespace, which no server sees, at
``/doc/term/City``. All paths here are relative to where the application is mounted.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from kg.vocab import BASE, ID, ONT

__all__ = ["SPACES", "canonical_document", "iris_of", "is_iri", "path_of", "web_address"]

# the namespaces whose IRIs are described, and where; the first that fits counts
SPACES: Final = (
    (ONT, "term/"),
    (BASE + "shapes#", "shape/"),
    (BASE + "report#", "result/"),
    (ID, ""),
    (BASE, ""),
)
# what stands directly under the base; everything else under /doc/ is an instance
_UNDER_BASE: Final = frozenset(
    {"code", "dataset", "examples", "graph", "ont", "prefix", "publisher", "shapes"}
)
# https://www.rfc-editor.org/rfc/rfc3987: what an IRI never holds unescaped
_FORBIDDEN: Final = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f]')
_WEB: Final = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_KEPT: Final = "/:@!$&'()*+,;=-._~"


def is_iri(text: str) -> bool:
    """Tell whether the text is an absolute IRI that the engine takes.

    >>> [is_iri(text) for text in ("urn:a", "a", "urn:a b", "urn:%zz", "http://[")]
    [True, False, False, False, False]
    """
    if _FORBIDDEN.search(text):
        return False
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def path_of(iri: str) -> str | None:
    """Give the path under ``/doc/`` where an IRI of ours is described, or None.

    >>> path_of("https://w3id.org/cbec/id/place/Shenzhen")
    'place/Shenzhen'
    >>> path_of("https://w3id.org/cbec/ont#City")
    'term/City'
    >>> path_of("http://www.wikidata.org/entity/Q15174")
    """
    for space, path in SPACES:
        if iri.startswith(space) and len(iri) > len(space):
            return path + iri[len(space) :]
    return None


def iris_of(path: str, raw: str = "") -> tuple[str, ...]:
    """Give the IRIs that a path under ``/doc/`` may mean, the likeliest first.

    A server hands over the path decoded; an IRI may be written decoded or percent-encoded, and
    ``raw`` is the path as the client wrote it, where the server tells.

    >>> iris_of("term/City")
    ('https://w3id.org/cbec/ont#City',)
    >>> iris_of("code/direction/import")
    ('https://w3id.org/cbec/code/direction/import',)
    """
    spellings = dict.fromkeys((path, raw or path, quote(unquote(raw or path), safe=_KEPT)))
    found = (_iri(spelling) for spelling in spellings)
    return tuple(dict.fromkeys(iri for iri in found if is_iri(iri)))


def canonical_document(path: str) -> str:
    """Give the canonical address of the document at a path under ``/doc/``."""
    return f"{BASE}doc/{quote(path, safe=_KEPT + '%')}"


def web_address(iri: str) -> str:
    """Give the IRI where a reader may follow it, else an empty text.

    Only ``http`` and ``https`` are followed: a ``javascript:`` or ``data:`` IRI is text.
    """
    return iri if _WEB.match(iri) and is_iri(iri) else ""


def _iri(path: str) -> str:
    for space, prefix in SPACES:
        if prefix and path.startswith(prefix) and len(path) > len(prefix):
            return space + path[len(prefix) :]
    under_base = path.partition("/")[0] in _UNDER_BASE
    return (BASE if under_base else ID) + path
