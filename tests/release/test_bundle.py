"""A release is whole, named after its content, and the same wherever it is built."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import DamagedReleaseError, ReleaseVersionError
from kg.rdf import canonical_lines, from_rdflib, write_turtle
from kg.release.bundle import read_info, verify_release, write_release
from kg.store import open_store
from kg.vocab import graph_iri

FILES = {
    "SHA256SUMS", "STORE-SHA256SUMS", "context.jsonld", "dataset.jsonld", "dataset.nq.gz",
    "dataset.trig", "description.ttl", "ontology.ttl", "release.json", "report.json",
    "report.ttl", "shapes.ttl", "store",
}  # fmt: skip
DESCRIPTION = graph_iri("description")


@pytest.fixture(scope="module")
def release(inputs, tmp_path_factory):
    return write_release(inputs("one"), tmp_path_factory.mktemp("data"))


@pytest.fixture
def copied(release, tmp_path):
    return shutil.copytree(release, tmp_path / release.name)


def stored(release, *, description=False):
    with open_store(release / "store") as store:
        return [q for q in store.quads() if description or q.graph_name != DESCRIPTION]


def test_a_release_has_these_files(release):
    assert {path.name for path in release.iterdir()} == FILES
    assert not list((release / "store").glob("LOG*"))


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum here")
def test_the_manifests_are_read_by_sha256sum(release):
    for manifest in ("SHA256SUMS", "STORE-SHA256SUMS"):
        done = subprocess.run(["sha256sum", "--strict", "-c", manifest], cwd=release, check=False)
        assert done.returncode == 0
    named = {line.split("  ")[1] for line in (release / "SHA256SUMS").read_text().splitlines()}
    assert named == FILES - {"SHA256SUMS", "STORE-SHA256SUMS", "store"}


def test_packed_quads_are_canonical_and_those_of_the_store(release):
    text = gzip.decompress((release / "dataset.nq.gz").read_bytes()).decode()
    assert text.split("\n")[:-1] == canonical_lines(stored(release))
    assert (release / "dataset.nq.gz").read_bytes()[3:8] == bytes(5), "no name, no time"


@pytest.mark.parametrize("name", ["dataset.trig", "dataset.jsonld"])
@pytest.mark.filterwarnings(
    "ignore:(Dataset.default_context|ConjunctiveGraph) is:DeprecationWarning"
)
def test_dataset_files_are_read_back_as_the_store(release, name):
    """Both libraries read the dataset that the store holds."""
    expected = canonical_lines(stored(release))
    assert canonical_lines(ox.parse(path=str(release / name))) == expected
    dataset = rdflib.Dataset()
    dataset.parse(release / name)
    read = [
        quad
        for graph in dataset.graphs()
        if len(graph)
        for quad in from_rdflib(graph, ox.NamedNode(str(graph.identifier)))
    ]
    assert canonical_lines(read) == expected


@pytest.mark.parametrize("name", ["ontology", "shapes", "report", "description"])
def test_turtle_files_are_the_named_graphs(release, name):
    """The store respells numbers, so both sides go through one."""
    graph = graph_iri(name)
    written = ox.Store()
    written.load(path=str(release / f"{name}.ttl"), to_graph=graph)
    in_store = [q for q in stored(release, description=True) if q.graph_name == graph]
    assert canonical_lines(written) == canonical_lines(in_store)
    assert len(in_store) > 0


def test_the_description_counts_the_dataset(release):
    graph = rdflib.Graph().parse(release / "description.ttl")
    assert write_turtle(graph) == (release / "description.ttl").read_text("utf-8")
    query = """
        PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?triples ?cities ?issued (COUNT(?file) AS ?files) {
          ?d a void:Dataset , dcat:Dataset ; void:triples ?triples ; dcterms:issued ?issued ;
             void:classPartition [ void:class <https://w3id.org/cbec/ont#City> ;
                                   void:entities ?cities ] ;
             dcat:distribution ?file . ?file dcat:byteSize ?size ; spdx:checksum ?sum
        } GROUP BY ?triples ?cities ?issued"""
    (row,) = graph.query(query)
    triples = {q.triple for q in stored(release)}
    assert [str(value) for value in row] == [str(len(triples)), "200", "2026-11-21", "6"]


def test_the_information_counts_the_store(release):
    info = read_info(release)
    with open_store(release / "store") as store:
        assert info.quads == len(store) == sum(info.graphs.values())
    assert info.graphs["https://w3id.org/cbec/graph/entities"] == 600


def test_a_release_that_is_there_is_not_written_again(release, inputs):
    before = (release / "STORE-SHA256SUMS").stat().st_mtime_ns
    steps = []
    assert write_release(inputs("one"), release.parent.parent, steps.append) == release
    assert (release / "STORE-SHA256SUMS").stat().st_mtime_ns == before
    assert "store" not in steps


def test_other_data_are_another_release(release, inputs, tmp_path):
    assert write_release(inputs("two"), tmp_path).name != release.name


@pytest.mark.parametrize("name", [*sorted(FILES - {"store", "SHA256SUMS"}), "store/CURRENT"])
@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_file_is_named(copied, name, damage):
    """One flipped bit in any file, or its absence, is noticed."""
    path = copied / name
    if damage == "missing":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    # A wrong line in a manifest shows at the file that it is about.
    shown = "/store/" if (name, damage) == ("STORE-SHA256SUMS", "changed") else name
    with pytest.raises(DamagedReleaseError, match=shown) as caught:
        verify_release(copied)
    assert "rollback" in caught.value.remedy
    assert caught.value.exit_code == 5


def test_a_release_under_another_name_is_noticed(copied):
    """Whoever changes a file and its checksum changes the id."""
    renamed = copied.rename(copied.with_name("0" * 16))
    with pytest.raises(DamagedReleaseError, match="is not that of the release 0000"):
        verify_release(renamed)


def test_a_damaged_release_is_replaced_by_the_next_build(inputs, tmp_path):
    release = write_release(inputs("one"), tmp_path)
    (release / "dataset.trig").write_text("")
    assert write_release(inputs("one"), tmp_path) == release
    verify_release(release)


def test_a_release_of_a_newer_version_is_refused(copied):
    info = json.loads((copied / "release.json").read_text())
    info |= {"layout": 99, "software": "cbec-kg 99"}
    (copied / "release.json").write_text(json.dumps(info))
    with pytest.raises(ReleaseVersionError, match="layout 99, written by cbec-kg 99") as caught:
        verify_release(copied)
    assert "update" in caught.value.remedy
    assert caught.value.exit_code == 5


@pytest.mark.parametrize("content", ["[1]", "{", "[" * 100_000], ids=["list", "cut", "deep"])
def test_a_release_whose_own_account_is_unreadable_is_damaged(copied, content):
    (copied / "release.json").write_text(content)
    with pytest.raises(DamagedReleaseError, match=r"release\.json is missing or cannot be read"):
        read_info(copied)


def test_the_same_inputs_are_the_same_bytes_everywhere(build_apart, tmp_path):
    """Neither the hash seed, the time zone nor the working directory reaches a byte."""
    places = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC"},
        {"PYTHONHASHSEED": "2", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
    ]
    built = []
    for number, environment in enumerate(places):
        cwd = tmp_path / f"cwd{number}"
        cwd.mkdir()
        done = build_apart(cwd / "data", "one", environment=environment, cwd=cwd)
        assert done.returncode == 0, done.stderr
        release = cwd / "data" / "releases" / done.stdout.split()[0]
        files = {path.name: path.read_bytes() for path in release.iterdir() if path.is_file()}
        del files["STORE-SHA256SUMS"]
        built.append((release.name, files))
    assert built[0] == built[1]
