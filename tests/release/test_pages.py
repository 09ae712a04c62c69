"""Lines in pages: however they came together, they are one gzip file with the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import zlib

from hypothesis import given
from hypothesis import strategies as st

from kg.release.pages import Pages

# one line in four ends a page here, where it is one in 256 of ordinary lines
ENDS = [line for line in map(str, range(20_000)) if zlib.crc32(f"{line}\n".encode()) % 256 == 0]
LINES = st.sets(
    st.one_of(st.sampled_from(ENDS), *[st.text("0123456789é\x85", min_size=1)] * 3), max_size=60
)


def packed(pages, path):
    pages.write(path)
    return path.read_bytes()


@given(old=LINES, new=LINES)
def test_lines_that_came_by_moves_have_the_bytes_of_lines_that_came_at_once(
    old, new, tmp_path_factory
):
    path = tmp_path_factory.mktemp("pages") / "lines.gz"
    pages = Pages(old)
    pages.move(added=new - old, removed=old - new)
    assert packed(pages, path) == packed(Pages(new), path)
    assert list(pages) == sorted(new, key=str.encode)
    assert pages.digest() == hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest()


@given(lines=LINES)
def test_they_are_an_ordinary_gzip_file_without_name_and_time(lines, tmp_path_factory):
    data = packed(Pages(lines), tmp_path_factory.mktemp("pages") / "lines.gz")
    assert data[3:8] == bytes(5)
    text = "".join(f"{line}\n" for line in sorted(lines, key=str.encode))
    assert gzip.decompress(data).decode() == text
    # one member, which every program reads to its end
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    assert stream.decompress(data).decode() == text
    assert stream.eof
    assert not stream.unused_data


def test_a_change_packs_one_page_anew():
    lines = [f"line {number}" for number in range(5_000)]
    pages = Pages(lines)
    before = list(pages._pages)
    assert len(before) > 10
    pages.move(added=["line 2500a"], removed=["line 2499"])
    assert len(set(map(id, before)) - set(map(id, pages._pages))) <= 2
