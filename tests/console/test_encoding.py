"""Content codings: the choice among them, and that what was packed is what comes out."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from console.encoding import CODINGS, choose_coding, pack, pack_pieces

UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, zstd", "zstd"),
        ("gzip, br;q=0.9", "gzip"),
        ("GZIP;Q=0.5, br;q=0.4", "gzip"),
        ("x-gzip", "gzip"),
        ("*", "zstd"),
        ("*;q=0.1, br", "br"),
        ("zstd;q=0, *", "br"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("deflate", "identity"),
        ("*;q=0", None),
        ("identity;q=0", None),
        ("deflate, identity;q=0", None),
        ("gzip;q=nonsense", "identity"),
    ],
)
def test_the_coding_is_chosen_by_weight_and_then_by_our_preference(
    header: str | None, coding: str | None
) -> None:
    assert choose_coding(header) == coding


@given(st.lists(st.binary(max_size=2000), max_size=8), st.sampled_from(CODINGS), st.booleans())
def test_unpacking_undoes_packing(pieces: list[bytes], coding: str, flush: bool) -> None:
    packed = b"".join(pack_pieces(pieces, coding, flush=flush))
    assert UNPACK[coding](packed) == b"".join(pieces)


@pytest.mark.parametrize("coding", CODINGS)
def test_a_piece_can_be_read_before_the_next_one_is_made(coding: str) -> None:
    def pieces():
        yield b"first" * 100
        raise RuntimeError

    stream = pack_pieces(pieces(), coding)
    first = next(stream)
    reader = {
        "br": lambda: brotli.Decompressor().process(first),
        "gzip": lambda: __import__("zlib").decompressobj(31).decompress(first),
        "zstd": lambda: zstandard.ZstdDecompressor().decompressobj().decompress(first),
    }[coding]
    assert reader() == b"first" * 100
    with pytest.raises(RuntimeError):
        next(stream)


@pytest.mark.parametrize("coding", CODINGS)
def test_equal_bytes_are_packed_alike(coding: str) -> None:
    assert pack(b"abc" * 500, coding) == pack(b"abc" * 500, coding)
