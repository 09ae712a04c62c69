"""From IRIs to addresses and back."""

from __future__ import annotations

import pytest

from console.addresses import canonical_document, iris_of, is_iri, path_of, web_address
from kg.vocab import BASE, ID, ONT

PATHS = {
    ID + "place/Shenzhen": "place/Shenzhen",
    ID + "doc/000": "doc/000",
    ID + "cell/cbec-trade.CN.both.2024-S1.CNY": "cell/cbec-trade.CN.both.2024-S1.CNY",
    BASE + "code/direction/import": "code/direction/import",
    BASE + "code/direction": "code/direction",
    BASE + "graph/source/000": "graph/source/000",
    BASE + "dataset/class/cbec:City": "dataset/class/cbec:City",
    BASE + "ont": "ont",
    BASE + "ont/places/1.0.0": "ont/places/1.0.0",
    ONT + "City": "term/City",
    BASE + "shapes#City": "shape/City",
}


@pytest.mark.parametrize(("iri", "path"), PATHS.items())
def test_the_path_of_an_iri_leads_back_to_it(iri: str, path: str) -> None:
    assert path_of(iri) == path
    assert iris_of(path)[0] == iri


def test_an_iri_is_found_decoded_and_as_it_was_written() -> None:
    found = iris_of("place/深圳 城", "place/%E6%B7%B1%E5%9C%B3%20%E5%9F%8E")
    assert found == (ID + "place/%E6%B7%B1%E5%9C%B3%20%E5%9F%8E",)
    assert iris_of("place/深圳")[0] == ID + "place/深圳"


@pytest.mark.parametrize("text", ["a b:c", "x:<y>", "no-scheme", 'x:"', "x:\n", "x:{}", "x:\\"])
def test_what_would_break_out_of_a_query_is_no_iri(text: str) -> None:
    assert not is_iri(text)


@pytest.mark.parametrize(
    "iri", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", "vbscript:x", "http:x", ""]
)
def test_only_web_addresses_are_followed(iri: str) -> None:
    assert web_address(iri) == ""


def test_a_web_address_is_followed_as_it_is() -> None:
    assert web_address("https://example.org/a?b#c") == "https://example.org/a?b#c"


def test_the_document_has_a_canonical_address_of_its_own() -> None:
    assert canonical_document("place/Shenzhen") == BASE + "doc/place/Shenzhen"
