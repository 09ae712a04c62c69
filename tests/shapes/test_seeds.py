"""The seed records, mapped and with what is derived from them, hold against every shape."""

from __future__ import annotations

from kg.pipeline import map_and_derive
from kg.resources import folder
from kg.validation import validate


def test_the_seeds_conform_without_a_warning() -> None:
    quads = map_and_derive(folder("seeds"))
    assert len(quads) > 5000
    assert validate(quads).results == ()
