"""Prefixed names: IRIs written short, and read back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kg.errors import TermError
from kg.vocab import ONT, PREFIXES

__all__ = ["Names", "iri_named"]

_SAFE_LOCAL: Final = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
_FORBIDDEN_IN_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


class Names:
    """Writes IRIs as Turtle and SPARQL do, and remembers which prefixes it used.

    It knows ``kg.vocab.PREFIXES`` and the ``others``; ours prevail, whether two have one name or
    one namespace.
    """

    def __init__(self, others: Mapping[str, str] | None = None) -> None:
        own = {prefix: space for prefix, space in (others or {}).items() if prefix not in PREFIXES}
        # A later entry prevails: ours over the others, then the alphabetically first prefix.
        by_namespace = {space: prefix for prefix, space in sorted(own.items(), reverse=True)}
        by_namespace |= {space: prefix for prefix, space in sorted(PREFIXES.items(), reverse=True)}
        by_namespace.pop("", None)
        self._by_namespace = by_namespace
        self._lengths = sorted({len(space) for space in by_namespace}, reverse=True)
        self._short: dict[str, str] = {}
        self._used: dict[str, str] = {}

    def shorten(self, iri: str) -> str:
        """Give ``prefix:local`` where that is possible without an escape, else ``<iri>``.

        Raises ``TermError`` for an IRI with a character that none may have.

        >>> Names().shorten("https://w3id.org/cbec/id/place/Shenzhen")
        'place:Shenzhen'
        """
        if iri not in self._short:
            self._short[iri] = self._prefixed(iri)
        return self._short[iri]

    def header(self) -> str:
        """Give a Turtle line for each prefix that was used, in order."""
        return "".join(f"@prefix {name}: <{self._used[name]}> .\n" for name in sorted(self._used))

    def _prefixed(self, iri: str) -> str:
        if found := _FORBIDDEN_IN_IRI.search(iri):
            raise TermError(
                f"the IRI {iri!r} holds {found.group()!r}",
                expected="an IRI without spaces, quotes, braces, brackets, bars or backslashes",
                remedy="write that character percent-encoded",
            )
        for length in self._lengths:
            prefix = self._by_namespace.get(iri[:length]) if length <= len(iri) else None
            if prefix is not None and _SAFE_LOCAL.fullmatch(iri, length):
                self._used[prefix] = iri[:length]
                return f"{prefix}:{iri[length:]}"
        return f"<{iri}>"


def iri_named(name: str, namespace: str = ONT) -> str:
    """Give the IRI that a person means by a name: an IRI, a prefixed name, or a local name.

    Raises ``TermError`` for a name that can be none of them.

    >>> iri_named("City"), iri_named("skos:Concept") == PREFIXES["skos"] + "Concept"
    ('https://w3id.org/cbec/ont#City', True)
    """
    name = name.removeprefix("<").removesuffix(">") if name.endswith(">") else name
    prefix, colon, local = name.partition(":")
    if not name or _FORBIDDEN_IN_IRI.search(name):
        raise TermError(
            f"{name!r} is not the name of anything",
            expected="an IRI, a prefixed name such as cbec:City, or a name such as City",
            remedy="write it without spaces and quotes",
        )
    if not colon:
        return namespace + name
    return PREFIXES[prefix] + local if prefix in PREFIXES else name
