"""The examples in docstrings give what they say."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module
from types import ModuleType

import pytest

import console
import kg


def _modules() -> list[ModuleType]:
    names = [
        module.name
        for root in (kg, console)
        for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")
        # the examples of kg.graph need a release: tests/test_graph.py
        if module.name != "kg.graph" and not module.name.endswith(".__main__")
    ]
    return [import_module(name) for name in names]


WITH_EXAMPLES = [
    module
    for module in _modules()
    if any(test.examples for test in doctest.DocTestFinder().find(module))
]


def test_some_modules_have_examples() -> None:
    assert len(WITH_EXAMPLES) >= 5


@pytest.mark.parametrize("module", WITH_EXAMPLES, ids=lambda module: module.__name__)
def test_the_examples_of_a_module_give_what_they_say(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
