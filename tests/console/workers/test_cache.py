"""The cache: exact, bounded, and never of another release."""

from __future__ import annotations

import pytest

from console.workers.cache import Cache, answer_key, normal_form

SAME = [
    ("SELECT * {?s ?p ?o}", "SELECT  *\n{ ?s ?p\t?o } # all"),
    ("SELECT (1 AS ?n) {}", "SELECT ( 1 AS ?n ) { }"),
    ('ASK { ?s ?p "a  b" , "c" }', 'ASK{?s ?p "a  b","c"}'),
]
DIFFERENT = [
    ('ASK { ?s ?p "a b" }', 'ASK { ?s ?p "a  b" }'),
    ("ASK { ?s ?p 1 }", "ASK { ?s ?p 01 }"),
    ("SELECT ?s { ?s ?p ?o }", "SELECT ?S { ?S ?p ?o }"),
    ("ASK { <urn:x#a> ?p ?o }", "ASK { <urn:x#b> ?p ?o }"),
    # the second is a comment to the longest match and a string to the engine
    (
        "ASK { FILTER(?a<?b#c> '''\n''' ) #x\n ''' }",
        "ASK { FILTER(?a<?b#c> '''\n''' ) #y\n ''' }",
    ),
    ("ASK { ?s ?p -1 }", "ASK { ?s ?p - 1 }"),
    # the bracket of the second stands in a comment
    ("ASK{?s ?p ?o#x\n}", "ASK{?s ?p ?o#x }"),
    ("ASK{?s ?p ?o #x\r}", "ASK{?s ?p ?o #x }"),
    ('ASK { ?s ?p "a"@en }', 'ASK { ?s ?p "a" @en }'),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spaces_and_comments_make_no_difference(one: str, other: str) -> None:
    assert answer_key("r", one) == answer_key("r", other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_everything_else_makes_a_difference(one: str, other: str) -> None:
    assert answer_key("r", one) != answer_key("r", other)


@pytest.mark.parametrize("text", [text for pair in SAME + DIFFERENT for text in pair])
def test_the_normal_form_is_its_own(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)


def test_format_dataset_and_release_make_a_difference() -> None:
    keys = {
        answer_key(release, "ASK {}", *others)
        for release in ("one", "two")
        for others in (("json", None), ("csv", None), ("json", ["urn:g"]), ("json", []))
    }
    assert len(keys) == 8


@pytest.mark.parametrize("call", ["NOW()", "rand ()", "UUID()", "STRUUID#\n()"])
def test_what_differs_each_time_is_not_kept(call: str) -> None:
    assert answer_key("r", f"SELECT ({call} AS ?x) {{}}") is None


def test_words_that_only_look_like_functions_do_no_harm() -> None:
    assert answer_key("r", 'SELECT ?now { ?brand ?p "random (or not)" }') is not None


def test_the_longest_unused_goes_first_and_the_bytes_stay_bounded() -> None:
    cache = Cache(capacity=10_000, largest=3_000)
    for name in (b"1", b"2", b"3"):
        cache.put(("r", name), b"x" * 2_500)
    assert cache.get(("r", b"1"))
    cache.put(("r", b"4"), b"x" * 2_500)
    assert cache.get(("r", b"2")) is None
    assert cache.get(("r", b"1"))
    for n in range(100):
        cache.put(("r", b"%d" % n), b"x" * (n * 29))
        assert cache.held <= 10_000
    assert cache.held > 5_000


def test_what_is_too_large_is_not_kept() -> None:
    cache = Cache(capacity=10_000, largest=100)
    cache.put(("r", b"1"), b"x" * 101)
    assert (len(cache), cache.held) == (0, 0)


def test_the_hit_ratio_counts_what_was_asked() -> None:
    cache = Cache(capacity=10_000, largest=100)
    assert cache.hit_ratio == 0
    cache.put(("r", b"1"), b"")
    assert cache.get(("r", b"1")) == b""
    assert cache.get(("r", b"2")) is None
    assert cache.hit_ratio == 0.5


def test_another_release_leaves_nothing_behind() -> None:
    cache = Cache(capacity=10_000, largest=100)
    cache.put(("one", b"1"), b"a")
    cache.put(("two", b"1"), b"b")
    cache.keep_only("two")
    assert cache.get(("one", b"1")) is None
    assert cache.get(("two", b"1")) == b"b"
