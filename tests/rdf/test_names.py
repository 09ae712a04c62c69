"""A name is short where it can be, and is read back as the IRI it stands for."""

from __future__ import annotations

import pytest

from kg.errors import TermError
from kg.rdf.names import Names, iri_named
from kg.vocab import ONT, PREFIXES


@pytest.mark.parametrize("local", ["City", "2024-Q1", "cbec-trade.CN.both", "", "a_b"])
def test_a_short_name_is_read_back(local):
    iri = PREFIXES["place"] + local
    assert iri_named(Names().shorten(iri)) == iri


@pytest.mark.parametrize("local", ["a/b", "a.", "-a", "é", "a%20b", "a#b"])
def test_a_name_that_would_need_an_escape_stays_an_iri(local):
    iri = PREFIXES["place"] + local
    assert Names().shorten(iri) == f"<{iri}>"
    assert iri_named(f"<{iri}>") == iri_named(iri) == iri


def test_our_prefix_prevails_over_another_of_the_same_name():
    names = Names({"org": "http://www.w3.org/ns/org#", "c": ONT})
    assert names.shorten("http://www.w3.org/ns/org#Role") == "<http://www.w3.org/ns/org#Role>"
    assert names.shorten(ONT + "City") == "cbec:City"


def test_a_name_without_prefix_is_one_of_the_given_namespace():
    assert iri_named("City") == ONT + "City"
    assert iri_named("source/002", PREFIXES["graph"]) == PREFIXES["graph"] + "source/002"


@pytest.mark.parametrize("name", ["", "a b", 'a"b'])
def test_what_can_be_no_name_is_refused(name):
    with pytest.raises(TermError):
        iri_named(name)
