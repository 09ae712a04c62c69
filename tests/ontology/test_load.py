"""The ontology is read the same in every process, and without the alignments."""

from __future__ import annotations

import subprocess
import sys

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.errors import InputError
from kg.ontology import code_quads, module_quads, ontology_graph, ontology_quads, read_quads
from kg.resources import folder
from kg.vocab import graph_iri

DIGEST = (
    "from kg.ontology import *; import hashlib;"
    "text = ''.join(map(str, [*ontology_quads(), *code_quads(), *module_quads()]));"
    "print(hashlib.sha256(text.encode()).hexdigest())"
)


def test_the_graph_is_that_of_the_module_files():
    """No triple is lost and none is added."""
    expected = Graph()
    for path in folder("ontology").glob("*.ttl"):
        expected.parse(path)
    assert isomorphic(ontology_graph(), expected)
    assert len(expected) > 1000


def test_quads_stand_in_their_graphs():
    """The ontology and the code lists each have one graph."""
    assert {quad.graph_name for quad in ontology_quads()} == {graph_iri("ontology")}
    assert {quad.graph_name for quad in code_quads()} == {graph_iri("codes")}


def test_alignments_are_never_read():
    """The reasoner sees nothing of other people's ontologies."""
    text = "".join(str(quad) for quad in (*ontology_quads(), *code_quads()))
    assert "http://www.w3.org/ns/prov#" not in text
    assert any((folder("ontology") / "alignments").iterdir())


def test_modules_hold_together_what_the_ontology_holds():
    """The modules one by one are the ontology and the codes."""
    whole = len(ontology_quads()) + len(code_quads())
    assert len(module_quads()) >= whole > 0


def test_two_processes_read_the_same_quads():
    """Neither blank nodes nor order depend on the hash seed."""
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={"PYTHONHASHSEED": seed},
            cwd=folder("ontology").parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_a_broken_file_is_an_error_with_its_line(tmp_path):
    """Whoever edits a module learns where it broke."""
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix x: <urn:x:> .\nx:a x:b .\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_quads(path, graph_iri("ontology"))
    assert caught.value.where is not None
    assert caught.value.where.line == 2
