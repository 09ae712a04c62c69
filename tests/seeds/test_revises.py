"""A figure may say which earlier one its producer replaced by it."""

from __future__ import annotations

import shutil

import pytest

from kg.errors import KgError
from kg.figures.audit import audit
from kg.figures.context import read_context
from kg.figures.reading import read_figures
from kg.mapping import map_seeds
from kg.resources import folder
from kg.seeds import read_seeds
from kg.vocab import ID


@pytest.fixture
def seeds(tmp_path):
    """A copy of the records to be changed."""
    return shutil.copytree(folder("seeds"), tmp_path / "seeds")


def revise(seeds, earlier):
    path = seeds / "004.yaml"
    text = path.read_text(encoding="utf-8")
    marked = text.replace("  - id: 004-011\n", f"  - id: 004-011\n    revises: {earlier}\n")
    path.write_text(marked, encoding="utf-8")


def test_a_revised_figure_is_linked_and_no_longer_contradicts(seeds):
    """The pair is not comparable: the later figure replaces the earlier one."""
    revise(seeds, "004-007")
    quads = list(map_seeds(read_seeds(seeds)))
    found = audit(read_figures(quads), read_context(quads))
    (one,) = [one for one in found if f"{ID}obs/004-011" in one.between]
    assert (one.outcome, one.kind) == ("not-comparable", "revision")


def test_what_is_revised_must_be_known(seeds):
    revise(seeds, "004-999")
    with pytest.raises(KgError, match="004-999 is not known"):
        read_seeds(seeds)
