"""A release made by changes is, byte for byte, the one that is made of its content at once."""

from __future__ import annotations

import gzip
import resource
import shutil

import pyoxigraph as ox
import pytest

from kg.errors import DiskError
from kg.rdf import canonical_lines
from kg.release import read_info, verify_release, write_release
from kg.release.revise import Standing, write_revision
from kg.store import open_store
from kg.vocab import cbec, entity_iri, graph_iri, rdf

DESCRIPTION = graph_iri("description")
EDITS = graph_iri("edits")
ENTITIES = graph_iri("entities")


@pytest.fixture(scope="module")
def built(inputs, tmp_path_factory):
    return write_release(inputs("one"), tmp_path_factory.mktemp("data"))


@pytest.fixture
def base(built, tmp_path):
    folder = tmp_path / "data" / "releases"
    folder.mkdir(parents=True)
    return shutil.copytree(built, folder / built.name)


def quads_of(release):
    with open_store(release / "store") as store:
        return set(store.quads())


def named(number, *, graph=EDITS):
    return ox.Quad(ox.NamedNode(f"urn:s{number}"), cbec("name"), ox.Literal(number), graph)


def steps(release):
    """Changes that add, remove, empty a graph, and put a triple into two graphs and out of one."""
    city = ox.NamedNode(entity_iri("place/City7"))
    gone = {quad for quad in quads_of(release) if quad.subject == city}
    return [
        ({named(1), named(2)}, set()),
        ({named(2, graph=ENTITIES)}, {named(1)}),
        ({ox.Quad(city, rdf("type"), cbec("Province"), ENTITIES)}, gone),
        ({named(3)}, {named(2, graph=ENTITIES)}),
        (set(), {named(2), named(3)}),
        ({named(4)}, set()),
    ]


class Chain:
    """Revisions one upon the other, with what is kept in memory between them."""

    def __init__(self, release):
        self.path = release
        self.quads = quads_of(release)
        self.standing = Standing(self.quads)

    def move(self, added, removed):
        self.quads = (self.quads - removed) | added
        revision = write_revision(
            self.path, self.standing, self.quads, added=added, removed=removed
        )
        self.quads = (self.quads - revision.removed) | revision.added
        self.path = revision.path


def files(release):
    return {path.name: path.read_bytes() for path in release.iterdir() if path.is_file()} | {
        "STORE-SHA256SUMS": b"the engine's files differ"
    }


def test_changes_one_by_one_give_the_release_that_all_at_once_give(base, tmp_path):
    chain = Chain(base)
    for added, removed in steps(base):
        chain.move(added, removed)
        verify_release(chain.path)
        assert quads_of(chain.path) == chain.quads
        elsewhere = shutil.copytree(base, tmp_path / chain.path.name / "releases" / base.name)
        whole, start = Chain(elsewhere), quads_of(base)
        end = {quad for quad in chain.quads if quad.graph_name != DESCRIPTION}
        held = {quad for quad in start if quad.graph_name != DESCRIPTION}
        whole.move(end - held, held - end)
        assert whole.path.name == chain.path.name
        assert files(whole.path) == files(chain.path)
        assert whole.quads == chain.quads


def test_it_tells_of_the_data_what_a_build_of_the_same_tells(base, inputs, tmp_path):
    extra = named(1)
    chain = Chain(base)
    chain.move({extra}, set())
    given = inputs("one")
    built = write_release(
        type(given)(**{
            name: getattr(given, name) for name in type(given).__dataclass_fields__
        } | {"quads": [*given.quads, extra]}),
        tmp_path / "built",
    )  # fmt: skip
    for name in ("dataset.nq.gz", "ontology.ttl", "shapes.ttl", "context.jsonld", "report.json"):
        assert (chain.path / name).read_bytes() == (built / name).read_bytes(), name
    assert read_info(chain.path).version == read_info(built).version
    lines = gzip.decompress((chain.path / "dataset.nq.gz").read_bytes()).decode().split("\n")[:-1]
    stated = [quad for quad in quads_of(chain.path) if quad.graph_name != DESCRIPTION]
    assert lines == canonical_lines(stated)
    counts = {
        quad.triple for quad in quads_of(built) ^ quads_of(chain.path)
    }  # only what is said of the files differs
    assert all("dataset" in str(triple) for triple in counts)
    assert {str(triple.predicate).rpartition("#")[2].strip(">") for triple in counts} <= {
        "distribution", "type", "mediaType", "byteSize", "checksum", "algorithm",
        "checksumValue", "<http://purl.org/dc/terms/title", "compressFormat",
    }  # fmt: skip


def test_the_same_content_again_is_the_release_that_is_there(base):
    chain = Chain(base)
    chain.move({named(1)}, set())
    first, inode = chain.path, (chain.path / "store").stat().st_ino
    chain.move({named(2)}, set())
    chain.move(set(), {named(2)})
    assert chain.path == first
    assert (chain.path / "store").stat().st_ino == inode


def test_a_full_disk_leaves_nothing(base):
    before = {path.name for path in base.parent.iterdir()}
    content = files(base)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    chain = Chain(base)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
    try:
        with pytest.raises(DiskError):
            chain.move({named(1)}, set())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path.name for path in base.parent.iterdir()} == before
    assert files(base) == content
    verify_release(base)
