"""A mirror: it knows nothing of this software but HTTP, Turtle, N-Quads and RDF Patch."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pyoxigraph as ox
import pytest
import rdflib
import zstandard
from rdflib import DCAT, DCTERMS, Namespace

from kg.release import Releases

LDES = Namespace("https://w3id.org/ldes#")
TREE = Namespace("https://w3id.org/tree#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VARIANTS = ("one", "two", "three", "four")
DCAT3 = Namespace(str(DCAT))


@pytest.fixture(scope="module")
def history(tmp_path_factory, publish, run) -> Iterator[tuple[object, list[str]]]:
    """A server whose folder had four releases, a roll-back among them, and the ids in order."""
    data = tmp_path_factory.mktemp("history")
    ids = [publish(data, variant).name for variant in VARIANTS]
    ids.append(Releases(data).rollback(ids[1]).name)
    ids.append(publish(data, "five").name)
    with run(data) as server:
        yield server, ids


def lines_of(server, release: str) -> set[str]:
    text = server.get(f"/dumps/{release}/dataset.nq").text
    return set(text.removesuffix("\n").split("\n"))


def digest(lines: set[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()


def read_stream(server) -> list[tuple[int, str, str, str]]:
    """Walk the stream from its entrance; give number, release, checksum and patch of each."""
    graph, seen = rdflib.Graph(), set()
    left = [f"{server.address}/changes"]
    while left:
        address = left.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = httpx.get(address, headers={"Accept": "text/turtle"})
        assert answer.status_code == 200
        page = rdflib.Graph().parse(data=answer.text, format="turtle", publicID=address)
        left.extend(str(node) for node in page.objects(None, TREE.node))
        graph += page
    (stream,) = graph.subjects(rdflib.RDF.type, LDES.EventStream)
    members = []
    for member in graph.objects(stream, TREE.member):
        patch = graph.value(member, DCAT.distribution)
        members.append(
            (
                int(graph.value(member, DCTERMS.identifier)),
                str(graph.value(member, rdflib.URIRef(str(DCAT3) + "version"))),
                str(graph.value(member, SPDX.checksumValue)),
                str(patch or ""),
            )
        )
    return sorted(members)


def apply(lines: set[str], patch: str) -> set[str]:
    for row in patch.split("\n"):
        if row.startswith("D "):
            lines.remove(row[2:])
        elif row.startswith("A "):
            assert row[2:] not in lines
            lines.add(row[2:])
    return lines


@pytest.mark.parametrize("begin", range(6))
def test_a_mirror_follows_from_any_version_to_the_newest(history, begin: int) -> None:
    server, ids = history
    members = read_stream(server)
    assert [release for _, release, _, _ in members] == ids
    lines = lines_of(server, ids[begin])
    here = max(number for number, release, _, _ in members if release == ids[begin])
    for number, _, checksum, patch in members:
        if number > here:
            answer = httpx.get(urljoin(server.address, patch))
            assert answer.headers["Content-Type"].startswith("application/rdf-patch")
            assert "immutable" in answer.headers["Cache-Control"]
            lines = apply(lines, answer.text)
            assert digest(lines) == checksum
    newest = server.get(f"/dumps/{ids[-1]}/dataset.nq").content
    assert digest(lines) == hashlib.sha256(newest).hexdigest() == members[-1][2]


def test_a_patch_leads_from_any_release_to_any_other(history) -> None:
    server, ids = history
    patch = server.get(f"/changes/{ids[0]}..{ids[3]}.rdfp").text
    assert patch.startswith(f"H id <https://w3id.org/cbec/release/{ids[3]}> .\n")
    assert digest(apply(lines_of(server, ids[0]), patch)) == digest(lines_of(server, ids[3]))
    assert server.get("/changes/nothing..nowhere.rdfp").status_code == 404


def test_the_dumped_quads_are_canonical(history) -> None:
    server, ids = history
    text = server.get(f"/dumps/{ids[0]}/dataset.nq").text
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    assert any("_:c14n" in line for line in text.splitlines())
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    again = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS).decode()
    assert sorted(again.split("\n")[:-1]) == text.split("\n")[:-1]


def test_every_dump_has_the_checksum_that_is_said_packed_and_unpacked(history) -> None:
    server, ids = history
    listed = server.get(f"/dumps/{ids[0]}/", Accept="application/json").json()["files"]
    sums = dict(
        reversed(line.split("  ")) for line in
        server.get(f"/dumps/{ids[0]}/SHA256SUMS").text.splitlines()
    )  # fmt: skip
    assert {one["name"] for one in listed} - {"SHA256SUMS"} == set(sums)
    assert {"dataset.nq", "dataset.nq.gz", "dataset.nq.zst", "ontology.ttl.zst"} <= set(sums)
    for name, expected in sums.items():
        content = server.get(f"/dumps/{ids[0]}/{name}").content
        assert hashlib.sha256(content).hexdigest() == expected
        plain = name.removesuffix(".gz").removesuffix(".zst")
        if name.endswith(".gz"):
            assert hashlib.sha256(gzip.decompress(content)).hexdigest() == sums[plain]
        elif name.endswith(".zst"):
            unpacked = zstandard.ZstdDecompressor().decompressobj().decompress(content)
            assert hashlib.sha256(unpacked).hexdigest() == sums[plain]


def test_a_dump_is_given_by_parts(history) -> None:
    server, ids = history
    path = f"/dumps/{ids[0]}/dataset.nq"
    whole = server.get(path)
    size = len(whole.content)
    part = server.get(path, Range="bytes=10-19")
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{size}"
    assert server.get(path, Range="bytes=-5").content == whole.content[-5:]
    behind = server.get(path, Range=f"bytes={size}-")
    assert (behind.status_code, behind.json()["code"]) == (416, "range")
    assert behind.headers["Content-Range"] == f"bytes */{size}"
    etag = whole.headers["ETag"]
    assert server.get(path, Range="bytes=0-1", If_Range=etag).status_code == 206
    assert server.get(path, Range="bytes=0-1", If_Range='"other"').content == whole.content
    assert server.get(path, Range="bytes=0-1,5-6").content == whole.content
    assert server.get(path, Range="lines=0-1").content == whole.content
    assert server.get(path, If_None_Match=etag).status_code == 304


def test_a_removed_release_is_gone_but_the_way_past_it_stays(tmp_path: Path, publish, run) -> None:
    ids = [publish(tmp_path, variant).name for variant in VARIANTS[:3]]
    with run(tmp_path) as server:
        before = lines_of(server, ids[0])
        read_stream(server)
    Releases(tmp_path).prune(1)
    with run(tmp_path) as server:
        assert server.get(f"/dumps/{ids[0]}/").status_code == 410
        assert server.get("/dumps/neverwas/").status_code == 404
        for _, _, _, patch in read_stream(server)[1:]:
            before = apply(before, httpx.get(patch).text)
        assert before == lines_of(server, ids[2])


def test_full_pages_never_change(tmp_path: Path, small: Path, run) -> None:
    shutil.copytree(small, tmp_path / "data", symlinks=True)
    data = tmp_path / "data"
    release = Releases(data).current().name
    start = datetime(2026, 11, 21, tzinfo=UTC)
    lines = [
        json.dumps({"time": str(start + timedelta(seconds=n)), "id": name, "action": "build"})
        for n, name in enumerate([release, "0" * 16] * 60)
    ]
    (data / "history.jsonl").write_text("\n".join(lines) + "\n")
    with run(data) as server:
        assert len(read_stream(server)) == 120
        page = server.get("/changes/page/2", Accept="text/turtle")
        assert "immutable" in page.headers["Cache-Control"]
        assert page.text.count("member") >= 1
        assert server.get("/changes/page/3").status_code == 404
        assert "immutable" not in server.get("/changes").headers["Cache-Control"]
