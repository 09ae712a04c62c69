"""Queries that are put together from choices: figures, events, platforms, parks.

Each stands in ``queries/build-<name>.rq`` with all that can be chosen; a paragraph of it belongs to
one choice and goes where that is not made, so that what is left reads as if written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from console.pickers import Form, Picker, Values
from console.reading import text_of, written
from kg.queries.library import parameters_stated
from kg.queries.parameters import fill_in, spoken, without_unset

__all__ = ["KINDS", "Kind", "kind_named", "query_of", "sentence"]

KINDS: Final = ("figures", "events", "platforms", "parks")
"""What can be asked for, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the queries that can be put together."""

    name: str
    form: Form


@cache
def kind_named(name: str) -> Kind:
    """Give the query of this name, which is one of `KINDS`."""
    file = written(f"build-{name}")
    parameters = parameters_stated(file.head["parameters"])
    assert parameters, f"{file.path} states no parameters"
    text = text_of(f"build-{name}")
    form = Form(f"build {name}", text, parameters, file.said("counted"), _with_one_open)
    return Kind(name, form)


def query_of(kind: Kind, values: Values, language: str, title: str) -> str:
    """Give the query for these choices, with a remark on top that says what it asks for."""
    text = without_unset(spoken(fill_in(kind.form.text, values), language))
    return f"# {' '.join(title.split())}\n{text}"


def sentence(kind: Kind, pickers: list[Picker], say: Mapping[str, str]) -> str:
    """Say in a few words what is asked for."""
    parts = [
        say[f"build_{kind.name}_{one.name}"].format(one.chosen.name.text)
        for one in pickers
        if one.chosen
    ]
    return " ".join([say[f"build_{kind.name}"], *parts])


def _with_one_open(text: str, name: str) -> str:
    return without_unset(text, [name])
