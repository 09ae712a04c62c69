"""Laying out a Turtle file changes no triple, and a second time nothing at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.errors import InputError
from kg.rdf.layout import format_turtle
from kg.resources import folder

TEXT = """
@prefix b: <http://b.example/> . @prefix a: <http://a.example/> .
b:x a:p "# no comment" , '''# "none" here''', <http://a.example/#no> ; a b:C .
a:y a:q ( 1 2.50 [ a:r "x"@EN ] ) .
"""


def test_layout_keeps_the_graph_and_its_prefixes():
    formatted = format_turtle(TEXT, "x.ttl")
    assert formatted.startswith("@prefix a: <http://a.example/> .\n@prefix b:")
    assert "2.50" in formatted
    assert isomorphic(Graph().parse(data=formatted), Graph().parse(data=TEXT.replace("@EN", "@en")))


def test_layout_is_stable():
    formatted = format_turtle(TEXT, "x.ttl")
    assert format_turtle(formatted, "x.ttl") == formatted


@given(st.text(st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=60)
def test_any_string_survives_the_layout(text):
    literal = "".join(f"\\U{ord(character):08X}" for character in text)
    formatted = format_turtle(f'<urn:a> <urn:p> "{literal}" .', "x.ttl")
    (value,) = Graph().parse(data=formatted).objects()
    assert str(value) == text


@pytest.mark.parametrize("text", ["# x\n", "<urn:a> a <urn:b> . # x\n", "<urn:a>#x\na <urn:b> ."])
def test_a_comment_is_refused_with_its_line(text):
    with pytest.raises(InputError, match=r"a comment: # ?x") as caught:
        format_turtle("\n" + text, "x.ttl")
    assert str(caught.value.where) == "x.ttl:2"
    assert "skos:editorialNote" in caught.value.remedy


def test_broken_turtle_is_refused_with_its_line():
    with pytest.raises(InputError, match="this is no Turtle") as caught:
        format_turtle("<urn:a>\n a <urn:b> ;;; nothing .", "x.ttl")
    assert str(caught.value.where).startswith("x.ttl:2:")


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_our_own_files_are_laid_out(name):
    files = sorted(folder(name).rglob("*.ttl"))
    assert files
    for file in files:
        text = file.read_text("utf-8")
        assert format_turtle(text, file) == text, f"run 'kg format {file}'"
