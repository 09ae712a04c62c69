"""Things are found by what they are called."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from console.words.build import VERSION, build
from console.words.expressions import Narrow
from console.words.index import Index
from console.words.ranking import BEGUN, EXACT, NEAR, PART, WORDS
from kg.store import create_store, open_store
from kg.vocab import ID, PREFIXES, cbec, rdf, rdfs, skos

SHENZHEN = ID + "place/Shenzhen"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("深圳", SHENZHEN),
        ("Shenzhen", SHENZHEN),
        ("shenzen", SHENZHEN),
        ("shenzhne", SHENZHEN),
        ("440300", SHENZHEN),
        ("深圳市", SHENZHEN),
        ("angdon", ID + "place/Guangdong"),
        ("Guang dong", ID + "place/Guangdong"),
        ("横琴", ID + "place/Hengqin"),
        ("hengquin", ID + "place/Hengqin"),
        ("GBA", ID + "place/GreaterBayArea"),
        ("locatedIn", cbec("locatedIn").value),
        ("situado em", cbec("locatedIn").value),
        ("  HONG   kong ", ID + "place/HK"),
    ],
)
def test_the_thing_that_is_meant_comes_first(names: Index, typed: str, found: str) -> None:
    assert names.find(typed)[0].iri == found


def test_likeness_counts_before_use(names: Index) -> None:
    found = names.find("park", limit=100)
    steps = [one.match.step for one in found if one.match and not one.technical]
    assert steps == sorted(steps)
    assert {EXACT, BEGUN, WORDS, PART, NEAR} & set(steps)


@pytest.mark.parametrize(
    "typed", ["%", "'", '"', '" OR "', "*", "NEAR(a b)", "a AND NOT", "\x00", "\ue000", "深" * 5000]
)
def test_no_text_is_a_language_of_its_own(names: Index, typed: str) -> None:
    """What is typed is quoted for the full-text index and bound for SQL."""
    assert isinstance(names.find(typed), list)


def test_what_nothing_is_called_is_not_found(names: Index) -> None:
    assert names.find("qqqqzzzz") == []


def test_an_empty_text_finds_what_is_used_most(names: Index) -> None:
    uses = [one.uses for one in names.find("", narrow=Narrow(("class",)))]
    assert uses == sorted(uses, reverse=True)
    assert uses


def test_what_is_wanted_narrows_what_is_found(names: Index) -> None:
    cities = names.find("sh", narrow=Narrow((), (cbec("City").value,)))
    assert [one.iri for one in cities] == [SHENZHEN, ID + "place/Shanghai"]
    assert {one.kind for one in names.find("in", narrow=Narrow(("property",)))} == {"property"}


def test_shapes_tell_what_is_required_and_the_data_what_is_usual(names: Index) -> None:
    customs = names.customs([cbec("City").value])
    assert customs[cbec("locatedIn").value] == (True, 8)
    assert customs[cbec("borders").value][0] is False
    assert customs[cbec("borders").value][1] > 0


def test_the_ontology_tells_what_a_class_allows(names: Index) -> None:
    allowed = names.allowed([cbec("City").value])
    assert cbec("divisionCode").value in allowed
    assert cbec("textLength").value not in allowed


def test_a_namespace_may_be_narrowed_to_a_kind(names: Index) -> None:
    found = names.under(PREFIXES["cbec"], "", "en", ("class",))
    assert {one.kind for one in found} == {"class"}
    assert not names.under(PREFIXES["place"], "", "en", ("property",))


def test_the_values_of_a_code_property_are_the_codes_of_its_list(names: Index) -> None:
    usual, narrow = names.values([cbec("direction").value])
    assert narrow.schemes == (PREFIXES["code"] + "direction",)
    assert usual[PREFIXES["dir"] + "both"] > 0


def test_an_index_of_another_form_is_refused(names: Index, tmp_path: Path) -> None:
    copy = tmp_path / "old.sqlite"
    copy.write_bytes(names.path.read_bytes())
    with sqlite3.connect(copy) as file:
        file.execute("UPDATE about SET value = 'older' WHERE name = 'version'")
    file.close()
    assert VERSION != "older"
    with pytest.raises(sqlite3.DatabaseError):
        Index(copy)


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A store that knows none of our terms, with hostile names."""
    thing, kind = ox.NamedNode("http://example.org/things/Übung%20a"), ox.NamedNode("urn:x:Kind")
    quads = [
        ox.Quad(thing, rdf("type"), kind, ox.NamedNode("urn:x:graph")),
        ox.Quad(thing, skos("prefLabel"), ox.Literal("a" * 5_000, language="de")),
        ox.Quad(thing, rdfs("label"), ox.Literal('<script>"\u202e\x07', language="en")),
        ox.Quad(thing, rdfs("label"), ox.Literal("   ")),
        ox.Quad(ox.BlankNode(), rdfs("label"), ox.Literal("nobody")),
    ]
    create_store(tmp_path / "store", quads)
    return tmp_path / "store"


def test_any_store_has_an_index(strange: Path, tmp_path: Path) -> None:
    with open_store(strange) as store:
        build(store, tmp_path / "index")
    index = Index(tmp_path / "index")
    found = {one.iri: one for one in index.find("")}
    assert found["urn:x:Kind"].kind == "class"
    assert found["urn:x:graph"].kind == "graph"
    assert index.find("ubung")[0].iri == "http://example.org/things/Übung%20a"
    assert not index.find("nobody")
    index.close()


def test_an_index_is_whole_or_not_there(strange: Path, tmp_path: Path) -> None:
    with open_store(strange) as store:
        store.close()
        with pytest.raises(Exception, match="closed"):
            build(store, tmp_path / "index")
    assert not list(tmp_path.glob("*index*"))


def test_a_process_of_its_own_makes_the_same_index(strange: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "console.words", str(strange), str(tmp_path / "there"), "r"]
    subprocess.run(command, check=True, timeout=60)
    with open_store(strange) as store:
        build(store, tmp_path / "here", "r")
    assert (tmp_path / "there").read_bytes() == (tmp_path / "here").read_bytes()


def test_what_is_narrowed_is_what_fits_of_all_that_is_found(names: Index) -> None:
    everything = names.find("s", limit=10_000)
    for kind in ("class", "property", "individual"):
        found = names.find("s", narrow=Narrow((kind,)), limit=10_000)
        fits = {one.iri for one in everything if one.kind == kind}
        assert fits <= {one.iri for one in found}
        assert {one.kind for one in found} == {kind}


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Index]:
    """An index of 300 companies whose names begin alike, and of one place whose does, too."""
    graph, label, kind = ox.NamedNode("urn:x:graph"), rdfs("label"), rdf("type")

    def quads() -> Iterator[ox.Quad]:
        for number in range(300):
            thing = ox.NamedNode(f"urn:x:company/{number}")
            yield ox.Quad(thing, kind, cbec("Company"), graph)
            yield ox.Quad(thing, label, ox.Literal(f"Observatory {number:03}"), graph)
            yield ox.Quad(thing, skos("prefLabel"), ox.Literal(f"Observatory {number:03}"), graph)
            # what a property leads to may be told by a text as well
            yield ox.Quad(thing, cbec("basedIn"), ox.Literal(f"at {number}"), graph)
        place = ox.NamedNode("urn:x:place")
        yield ox.Quad(place, kind, cbec("Place"), graph)
        yield ox.Quad(place, label, ox.Literal("Observatory Zenith"), graph)
        yield ox.Quad(ox.NamedNode("urn:x:company/7"), cbec("basedIn"), place, graph)
        yield ox.Quad(ox.BlankNode(), kind, cbec("Place"), graph)

    create_store(tmp_path / "store", quads())
    with open_store(tmp_path / "store") as store:
        build(store, tmp_path / "index")
    index = Index(tmp_path / "index")
    yield index
    index.close()


@pytest.mark.parametrize("typed", ["o", "ob", "obs", "observatory", "observatory z", "zenith"])
def test_one_of_a_class_is_found_however_many_others_begin_so(crowd: Index, typed: str) -> None:
    found = crowd.find(typed, narrow=Narrow((), (cbec("Place").value,)))
    assert [one.iri for one in found] == ["urn:x:place"]


def test_a_thing_has_each_of_its_names_once_and_counts_what_leads_to_it(crowd: Index) -> None:
    (place,) = crowd.known(["urn:x:place"]).values()
    assert (place.uses, place.narrowest) == (1, cbec("Place").value)
    (company,) = crowd.known(["urn:x:company/7"]).values()
    assert [name.text for name in company.names] == ["Observatory 007", "7"]
    assert crowd.known([cbec("Place").value])[cbec("Place").value].uses == 1
