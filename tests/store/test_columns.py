"""What is answered from columns is what the engine answers, row by row."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DamagedReleaseError
from kg.queries.plain import LONG, read_plain
from kg.store import embedded
from kg.store.columns import PREFIX, Columns, answer, open_columns, write_columns
from kg.store.columns import revise as revising
from kg.store.copy import copy_store
from kg.store.embedded import create_store, open_store

XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH = ox.NamedNode("urn:g")


def iri(name: object) -> ox.NamedNode:
    return ox.NamedNode(f"urn:{name}")


def quad(subject: object, predicate: object, value: object) -> ox.Quad:
    term = value if isinstance(value, ox.NamedNode | ox.Literal | ox.BlankNode) else iri(value)
    return ox.Quad(iri(subject), iri(predicate), term, GRAPH)


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the smallest store have columns."""
    monkeypatch.setattr(embedded, "LARGE", 0)


def of(folder: Path) -> Columns:
    columns = open_columns(folder)
    assert columns is not None
    return columns


def from_columns(folder: Path, text: str) -> ox.QuerySolutions | None:
    query = read_plain(text, {})
    assert query is not None, text
    return answer(of(folder), query)


def from_engine(folder: Path, text: str) -> ox.QuerySolutions:
    result = ox.Store.read_only(str(folder)).query(text)
    assert isinstance(result, ox.QuerySolutions)
    return result


def rows(solutions: ox.QuerySolutions | None) -> Counter[tuple[object, ...]]:
    assert solutions is not None
    names = [variable.value for variable in solutions.variables]
    return Counter(tuple(row[name] for name in names) for row in solutions)


def names(solutions: ox.QuerySolutions | None) -> list[str]:
    assert solutions is not None
    return [variable.value for variable in solutions.variables]


TERMS = st.integers(0, 6)
TRIPLES = st.lists(st.tuples(TERMS, st.integers(0, 2), TERMS), min_size=1, max_size=60)
VARIABLES = st.sampled_from("abcd")
PATTERNS = st.lists(
    st.tuples(VARIABLES, st.integers(0, 3), VARIABLES | TERMS.map(lambda n: f"<urn:{n}>")),
    min_size=1,
    max_size=4,
)


def query_of(patterns: list[tuple[str, int, str]]) -> str:
    written = (
        f"?{subject} <urn:p{predicate}> {value if value[0] == '<' else '?' + value}"
        for subject, predicate, value in patterns
    )
    return f"SELECT * {{ {' . '.join(written)} }}"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_join_gives_what_the_engine_gives(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    store = ox.Store()
    triples = data.draw(TRIPLES)
    store.extend(ox.Quad(*quad(s, f"p{p}", o).triple) for s, p, o in triples)
    folder = tmp_path_factory.mktemp("columns")
    write_columns(store, folder)
    columns = of(folder)
    for _ in range(5):
        text = query_of(data.draw(PATTERNS))
        query = read_plain(text, {})
        if query is None:  # it does not hang together, or is about itself
            continue
        expected = store.query(text)
        assert isinstance(expected, ox.QuerySolutions)
        found = answer(columns, query)
        assert names(found) == names(expected), text
        assert rows(found) == rows(expected), text


ODD = [
    ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
    for kind in ("integer", "decimal", "double", "float", "boolean", "date", "string", "byte")
    for text in ("1", "+5", "-0", "01.50", "1e3", "INF", "true", "", 'a"b', "x\ty\n\r\\z", "\x01")
] + [
    ox.Literal("深圳", language="zh"),
    ox.Literal("a,b 'c' <d> &", language="en-GB"),
    ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL),
    ox.NamedNode("https://example.org/ü%20(深圳)'#?&"),
]


def written(solutions: ox.QuerySolutions | None, form: ox.QueryResultsFormat) -> bytes:
    assert solutions is not None
    output = io.BytesIO()
    solutions.serialize(output, form)
    return output.getvalue()


def test_any_term_is_written_as_the_engine_writes_it(always: None, tmp_path: Path) -> None:
    create_store(tmp_path / "store", [quad(n, "p", term) for n, term in enumerate(ODD)])
    text = "SELECT ?v ?s { ?s <urn:p> ?v }"
    tables, bindings = [], []
    for source in (from_columns, from_engine):
        table = written(source(tmp_path / "store", text), ox.QueryResultsFormat.TSV)
        tables.append(sorted(table.split(b"\n")))
        document = json.loads(written(source(tmp_path / "store", text), ox.QueryResultsFormat.JSON))
        bindings.append(sorted(map(json.dumps, document["results"]["bindings"])))
    assert len(bindings[0]) == len(ODD)
    assert tables[0] == tables[1]
    assert bindings[0] == bindings[1]


def test_the_rows_come_by_subject_and_pages_of_them_are_the_whole(
    always: None, tmp_path: Path
) -> None:
    quads = [quad(f"{n:06}", "p", ox.Literal(n % 7)) for n in range(2 * LONG + 5)]
    create_store(tmp_path / "store", quads)
    pages = []
    with open_store(tmp_path / "store") as store:
        for offset in (0, LONG, 2 * LONG, 3 * LONG):
            text = f"SELECT ?s {{ ?s <urn:p> ?v }} LIMIT {LONG} OFFSET {offset}"
            found = store.query(text)
            assert isinstance(found, ox.QuerySolutions)
            pages.append([row["s"].value for row in found])
    assert [len(page) for page in pages] == [LONG, LONG, 5, 0]
    assert [one for page in pages for one in page] == [f"urn:{n:06}" for n in range(2 * LONG + 5)]


def test_what_has_no_text_of_its_own_is_left_to_the_engine(always: None, tmp_path: Path) -> None:
    """A blank node of two answers is two blank nodes."""
    quads = [quad(1, "p", 2), quad(1, "q", ox.BlankNode("b")), quad(3, "q", 4)]
    create_store(tmp_path / "store", quads)
    assert from_columns(tmp_path / "store", "SELECT ?o { ?s <urn:q> ?o }") is None
    assert from_columns(tmp_path / "store", "SELECT ?o { ?s <urn:p> ?o ; <urn:q> ?b }") is None
    assert rows(from_columns(tmp_path / "store", "SELECT ?o { ?s <urn:p> ?o }")) == {(iri(2),): 1}
    with open_store(tmp_path / "store") as store:
        found = store.query("SELECT ?o { ?s <urn:q> ?o }")
        assert isinstance(found, ox.QuerySolutions)
        assert len(list(found)) == 2


def test_an_iri_that_is_none_is_left_to_the_engine(tmp_path: Path) -> None:
    """The engine takes some from N-Triples that it does not read again."""
    store = ox.Store()
    document = "<urn:a> <urn:p> <not an iri> .\n<urn:a> <urn:q> <urn:b> .\n"
    store.load(document, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    write_columns(store, tmp_path)
    assert from_columns(tmp_path, "SELECT ?o { ?s <urn:p> ?o }") is None
    assert rows(from_columns(tmp_path, "SELECT ?o { ?s <urn:q> ?o }")) == {(iri("b"),): 1}


@pytest.mark.parametrize("text", ["?s <urn:none> ?o", "?s <urn:p> <urn:none>", "?s a <urn:none>"])
def test_what_is_not_there_gives_no_rows(always: None, tmp_path: Path, text: str) -> None:
    create_store(tmp_path / "store", [quad(1, "p", 2)])
    assert not rows(from_columns(tmp_path / "store", f"SELECT ?s {{ {text} }}"))


def test_a_small_store_does_without(tmp_path: Path) -> None:
    create_store(tmp_path / "store", [quad(1, "p", 2)])
    assert open_columns(tmp_path / "store") is None
    assert not list((tmp_path / "store").glob(f"{PREFIX}*"))


def test_columns_of_another_form_are_not_opened(always: None, tmp_path: Path) -> None:
    """A machine of the other byte order, or a later version, would read other numbers."""
    create_store(tmp_path / "store", [quad(1, "p", 2)])
    about = tmp_path / "store" / f"{PREFIX}about.json"
    about.write_text(about.read_text("utf-8").replace('"form": "1 ', '"form": "0 '), "utf-8")
    assert open_columns(tmp_path / "store") is None
    with open_store(tmp_path / "store") as store:
        found = store.query("SELECT ?o { ?s <urn:p> ?o }")
        assert isinstance(found, ox.QuerySolutions)
        assert rows(found) == {(iri(2),): 1}


def test_a_store_of_blank_nodes_alone_has_empty_columns(always: None, tmp_path: Path) -> None:
    create_store(tmp_path / "store", [ox.Quad(*quad(1, "p", ox.BlankNode()).triple)])
    assert from_columns(tmp_path / "store", "SELECT ?s { ?s <urn:p> ?o }") is None
    create_store(tmp_path / "none", [])
    assert not rows(from_columns(tmp_path / "none", "SELECT ?s { ?s <urn:p> ?o }"))


@pytest.mark.parametrize("name", ["about.json", "ends", "terms", "tables"])
def test_damaged_columns_are_told(always: None, tmp_path: Path, name: str) -> None:
    create_store(tmp_path / "store", [quad(1, "p", 2)])
    (tmp_path / "store" / f"{PREFIX}{name}").write_bytes(b"")
    with pytest.raises(DamagedReleaseError, match="kg build"):
        open_store(tmp_path / "store")


VALUES = st.sampled_from([0, 1, 2, "new", "later", ox.BlankNode("b")])
CHANGES = st.dictionaries(
    st.builds(quad, TERMS, st.sampled_from(["p0", "p1", "p2"]), VALUES), st.booleans(), max_size=20
)


@settings(max_examples=25, deadline=None)
@given(TRIPLES, st.lists(CHANGES, min_size=3, max_size=3))
def test_a_revised_store_has_the_columns_of_a_new_one(
    tmp_path_factory: pytest.TempPathFactory,
    triples: list[tuple[int, int, int]],
    steps: list[dict[ox.Quad, bool]],
) -> None:
    """Three times in a row, with new terms, with none, and with what has no text."""
    work = tmp_path_factory.mktemp("revised")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded, "LARGE", 0)
        create_store(work / "0", [quad(s, f"p{p}", o) for s, p, o in triples])
    left_out: set[str] = set()
    for number, step in enumerate(steps):
        before, folder = work / str(number), work / str(number + 1)
        added = [one for one, is_new in step.items() if is_new]
        copy_store(before, folder, added=added, removed=step.keys() - set(added))
        left_out |= {str(one.predicate) for one in added if isinstance(one.object, ox.BlankNode)}
        for pattern in ("?s <urn:p0> ?o", "?s <urn:p1> ?o", "?s <urn:p0> ?o . ?o <urn:p1> ?x"):
            text = f"SELECT * {{ {pattern} }}"
            found = from_columns(folder, text)
            assert (found is None) == any(str(name) in pattern for name in left_out)
            if found is not None:
                assert rows(found) == rows(from_engine(folder, text))


def test_a_revision_shares_what_stays(always: None, tmp_path: Path) -> None:
    create_store(tmp_path / "0", [quad(1, "p", 2), quad(1, "q", 2)])
    copy_store(tmp_path / "0", tmp_path / "1", added=[quad(5, "p", 6)], removed=[])
    copy_store(tmp_path / "1", tmp_path / "2", added=[], removed=[quad(1, "p", 2)])
    before, first, second = (
        {path.name: path.stat().st_ino for path in (tmp_path / name).glob(f"{PREFIX}*")}
        for name in "012"
    )
    shared = {f"{PREFIX}terms", f"{PREFIX}ends", f"{PREFIX}tables"}
    assert {name: before[name] for name in shared} == {name: second[name] for name in shared}
    # the pairs of p moved twice, and nobody refers to those between any more
    assert first.keys() - before.keys() == {f"{PREFIX}more.tsv", f"{PREFIX}tables-1"}
    assert second.keys() - before.keys() == {f"{PREFIX}more.tsv", f"{PREFIX}tables-2"}
    assert rows(from_columns(tmp_path / "2", "SELECT ?s { ?s <urn:p> ?o }")) == {(iri(5),): 1}
    assert rows(from_columns(tmp_path / "0", "SELECT ?s { ?s <urn:p> ?o }")) == {(iri(1),): 1}


def test_with_many_terms_that_came_later_all_is_sorted_again(
    always: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revising, "_MOST", 3)
    create_store(tmp_path / "0", [quad(1, "p", 2)])
    copy_store(tmp_path / "0", tmp_path / "1", added=[quad(5, "p", 6)], removed=[])
    assert set(of(tmp_path / "1").more) == {b"<urn:5>", b"<urn:6>"}
    copy_store(tmp_path / "1", tmp_path / "2", added=[quad(0, "p", 7)], removed=[])
    assert of(tmp_path / "2").more == []
    found = from_columns(tmp_path / "2", "SELECT ?s ?o { ?s <urn:p> ?o }")
    assert found is not None
    assert [row["s"] for row in found] == [iri(0), iri(1), iri(5)]
