"""Content codings: which one a client takes, and how an answer is packed while it streams.

https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

import brotli
import zstandard

__all__ = ["CODINGS", "Packer", "acceptable", "choose_coding", "pack", "pack_pieces"]

CODINGS: Final = ("zstd", "br", "gzip")
"""In the order of our preference: per byte saved zstd costs least."""

_ELEMENT: Final = re.compile(
    r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*(?:;\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?"
)
_USUAL: Final = 300
_ZSTD_LEVEL: Final = 3
_BROTLI_QUALITY: Final = 4
_GZIP_LEVEL: Final = 6
_GZIP: Final = 16 + zlib.MAX_WBITS


def acceptable(header: str | None) -> dict[str, float]:
    """Give the weight of each of our codings and of ``identity``.

    >>> acceptable("gzip;q=0.5, *;q=0")
    {'zstd': 0.0, 'br': 0.0, 'gzip': 0.5, 'identity': 0.0}
    """
    given: dict[str, float] = {}
    for element in (header or "").split(","):
        if match := _ELEMENT.fullmatch(element.strip()):
            name = match[1].lower().removeprefix("x-")
            given[name] = float(match[2]) if match[2] else 1.0
    others = given.get("*", 0.0)
    weights = {coding: given.get(coding, others) for coding in CODINGS}
    # what nobody names stays allowed, at the lowest weight, unless * forbids it
    weights["identity"] = given.get("identity", 0.001 if others or "*" not in given else 0.0)
    return weights


def choose_coding(header: str | None) -> str | None:
    """Give the coding to use, ``identity`` for none, or None where the client takes nothing.

    >>> choose_coding("gzip, br;q=0.9")
    'gzip'
    >>> choose_coding(None)
    'identity'
    """
    return _choose(header or "") if len(header or "") > _USUAL else _remembered(header or "")


def _choose(header: str) -> str | None:
    weights = acceptable(header)
    best = max(weights, key=lambda name: (weights[name], -list(weights).index(name)))
    return best if weights[best] else None


_remembered = lru_cache(maxsize=256)(_choose)


def pack(data: bytes, coding: str) -> bytes:
    """Give the bytes in this coding."""
    packer = Packer(coding, flush=False)
    return packer.add(data) + packer.end()


def pack_pieces(pieces: Iterable[bytes], coding: str, *, flush: bool = True) -> Iterator[bytes]:
    """Give the pieces in this coding; each can be read as soon as it has come.

    Where ``pieces`` raises, so does this, and the end of the coding is never written.
    """
    packer = Packer(coding, flush=flush)
    for piece in pieces:
        if packed := packer.add(piece):
            yield packed
    yield packer.end()


class Packer:
    """Packs one answer, piece by piece; with ``flush`` each can be read as soon as it has come."""

    def __init__(self, coding: str, *, flush: bool = True) -> None:
        self._compress, self._sync, self.end = _packer(coding)
        self._flush = flush

    def add(self, piece: bytes) -> bytes:
        """Give what can be sent of this and the pieces before."""
        packed = self._compress(piece)
        return packed + self._sync() if self._flush else packed


def _packer(
    coding: str,
) -> tuple[Callable[[bytes], bytes], Callable[[], bytes], Callable[[], bytes]]:
    if coding == "zstd":
        zstd = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()
        block = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return zstd.compress, lambda: zstd.flush(block), zstd.flush
    if coding == "br":
        br = brotli.Compressor(quality=_BROTLI_QUALITY)
        return br.process, br.flush, br.finish
    gzip = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP)
    return gzip.compress, lambda: gzip.flush(zlib.Z_SYNC_FLUSH), gzip.flush
