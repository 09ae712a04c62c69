"""The embedded store is written once, whole, and then only read."""

from __future__ import annotations

import resource
import subprocess
import sys

import pyoxigraph as ox
import pytest

from kg.errors import (
    DamagedReleaseError,
    DiskError,
    NoReleaseError,
    QueryError,
    ReleaseVersionError,
    StoreError,
)
from kg.store.base import Store
from kg.store.embedded import _open_error, create_store, open_store
from kg.vocab import cbec, entity_iri, graph_iri

ENTITIES, ENTAILED = graph_iri("entities"), graph_iri("entailed")
SHENZHEN, GUANGDONG, CHINA = (
    ox.NamedNode(entity_iri(f"place/{name}")) for name in ("Shenzhen", "Guangdong", "CN")
)
QUADS = [
    ox.Quad(SHENZHEN, cbec("locatedIn"), GUANGDONG, ENTITIES),
    ox.Quad(GUANGDONG, cbec("locatedIn"), CHINA, ENTITIES),
    ox.Quad(SHENZHEN, cbec("locatedIn"), CHINA, ENTAILED),
]


@pytest.fixture
def store(tmp_path):
    create_store(tmp_path / "store", QUADS)
    with open_store(tmp_path / "store") as opened:
        yield opened


def places(result):
    return sorted(str(row["o"].value).rsplit("/", 1)[1] for row in result)


def test_store_holds_what_it_was_made_of(store: Store):
    assert sorted(map(str, store.quads())) == sorted(map(str, QUADS))
    assert len(store) == 3
    assert store.graphs() == [ENTAILED, ENTITIES]


def test_a_triple_of_two_graphs_is_one_solution(tmp_path):
    """The default graph is the merge of all graphs, and a graph is a set."""
    twice = [ox.Quad(*QUADS[0].triple, graph) for graph in (ENTITIES, ENTAILED)]
    create_store(tmp_path / "store", twice)
    with open_store(tmp_path / "store") as store:
        assert len(list(store.query("SELECT * { ?s ?p ?o }"))) == 1
        assert len(list(store.query("SELECT * { GRAPH ?g { ?s ?p ?o } }"))) == 2
        assert len(list(store.quads())) == len(store) == 2


def test_quads_match_a_pattern(store):
    assert list(store.quads(SHENZHEN, None, CHINA)) == [QUADS[2]]
    assert list(store.quads(graph=ENTAILED)) == [QUADS[2]]


@pytest.mark.parametrize(
    ("dataset", "expected"),
    [
        ("", ["CN", "Guangdong"]),
        ("FROM graph:entities", ["Guangdong"]),
        ("FROM NAMED graph:entities", []),
        ("# FROM graph:entities\n", ["CN", "Guangdong"]),
    ],
)
def test_default_graph_is_the_union_unless_the_query_says_otherwise(store, dataset, expected):
    """The engine's own flag would overrule FROM."""
    query = f"SELECT ?o {dataset} WHERE {{ place:Shenzhen cbec:locatedIn ?o }}"
    assert places(store.query(query)) == expected


def test_the_caller_may_say_what_the_default_graph_is(store):
    query = "SELECT ?o WHERE { place:Shenzhen cbec:locatedIn ?o }"
    assert places(store.query(query, default_graphs=[ENTAILED])) == ["CN"]
    assert places(store.query(query, default_graphs=[])) == []
    named = "SELECT ?o WHERE { GRAPH ?g { place:Shenzhen cbec:locatedIn ?o } }"
    assert places(store.query(named, named_graphs=[ENTITIES])) == ["Guangdong"]


def test_each_form_of_query_has_its_result(store):
    assert bool(store.query("ASK { ?s cbec:locatedIn place:CN }"))
    assert len(list(store.query("CONSTRUCT WHERE { ?s cbec:locatedIn place:CN }"))) == 2


def test_a_malformed_query_is_refused_with_its_place(store):
    with pytest.raises(QueryError) as caught:
        store.query("SELECT ?s WHERE {\n  ?s ?p }")
    error = caught.value
    assert error.where is not None
    assert error.where.line == 2
    assert error.where.column is not None
    assert error.expected
    assert error.remedy


def test_an_unknown_prefix_or_function_is_refused(store):
    with pytest.raises(QueryError):
        store.query("ASK { ?s nothing:x ?o }")
    with pytest.raises(QueryError, match="urn:f"):
        store.query("ASK { ?s ?p ?o FILTER(<urn:f>(?o)) }")


def test_a_closed_store_says_so(store):
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        len(store)


def test_a_store_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(NoReleaseError, match="no store at") as caught:
        open_store(tmp_path / "nothing")
    assert "kg build" in caught.value.remedy


@pytest.mark.parametrize("pattern", ["CURRENT", "MANIFEST-*", "*.sst"])
def test_a_store_with_a_damaged_file_is_said_to_be_damaged(tmp_path, pattern):
    create_store(tmp_path / "store", QUADS)
    for file in (tmp_path / "store").glob(pattern):
        file.write_bytes(b"rubbish")
    with pytest.raises(DamagedReleaseError, match="cannot be opened"):
        open_store(tmp_path / "store")


def test_a_store_of_a_newer_engine_is_said_to_be_newer(tmp_path):
    """The words are the engine's; no released engine writes such a store yet."""
    message = "The RocksDB database is using the too recent version 9. Supported version is 1."
    error = _open_error(tmp_path, message)
    assert isinstance(error, ReleaseVersionError)
    assert "update" in error.remedy


def test_making_a_store_where_something_is_changes_nothing(tmp_path):
    (tmp_path / "store").mkdir()
    with pytest.raises(StoreError, match="exists already"):
        create_store(tmp_path / "store", QUADS)
    assert list((tmp_path / "store").iterdir()) == []


def test_a_load_that_fails_leaves_nothing(tmp_path):
    def broken():
        yield from QUADS
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        create_store(tmp_path / "store", broken())
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_a_disk_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="file is where a folder is needed"):
        create_store(tmp_path / "file" / "store", QUADS)


def test_a_store_that_outgrows_the_limit_of_the_process_is_a_disk_error(tmp_path):
    """The limit stands in for a full disk where no file system may be mounted."""
    script = (
        "import sys, resource, signal\n"
        "from pathlib import Path\n"
        "import pyoxigraph as ox\n"
        "from kg.errors import DiskError\n"
        "from kg.store import create_store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "n = ox.NamedNode\n"
        "quads = [ox.Quad(n(f'urn:{hash(i) * 7919}'), n('urn:p'), ox.Literal(str(i) * 9))"
        " for i in range(20_000)]\n"
        "try:\n    create_store(Path(sys.argv[1]) / 'store', quads)\n"
        "except DiskError as error:\n    print(error); sys.exit(error.exit_code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 5, done.stderr
    assert "ulimit -f" in done.stdout
    assert list(tmp_path.iterdir()) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 40_000


def test_many_processes_may_read_one_store(tmp_path):
    create_store(tmp_path / "store", QUADS)
    script = (
        "import sys, pathlib, kg.store as s; print(len(s.open_store(pathlib.Path(sys.argv[1]))))"
    )
    with open_store(tmp_path / "store") as store:
        arguments = [sys.executable, "-c", script, str(tmp_path / "store")]
        done = subprocess.run(arguments, capture_output=True, text=True, check=True)
        assert done.stdout == "3\n"
        assert len(store) == 3
