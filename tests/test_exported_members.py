"""The public surface: each package and module says what it offers, sorted and complete."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import console
import kg

_ROOTS = (kg, console)


def _names() -> list[str]:
    found = []
    for root in _ROOTS:
        found.append(root.__name__)
        found += [
            module.name
            for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")
            if not module.name.endswith(".__main__")  # importing it would run the command
        ]
    return found


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    """Give the (module, name) pairs that a file imports from our own packages."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.split(".")[0] in {"kg", "console"}
        ):
            yield from ((node.module, alias.name) for alias in node.names)


def _order(name: str) -> tuple[int, str]:
    """Give the order of ruff's RUF022: constants, classes, then the rest."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def test_there_are_modules_to_look_at() -> None:
    assert len(_names()) > 30


@pytest.mark.parametrize("name", _names())
def test_all_is_sorted_and_names_what_is_there(name: str) -> None:
    module = import_module(name)
    exported = module.__all__
    assert list(exported) == sorted(exported, key=_order)
    assert len(set(exported)) == len(exported)
    for member in exported:
        if not hasattr(module, member):
            import_module(f"{name}.{member}")  # a package may export its modules


def test_what_one_module_takes_from_another_is_exported_there() -> None:
    checked, hidden = 0, []
    for root in _ROOTS:
        for path in sorted(Path(root.__path__[0]).rglob("*.py")):
            for source, name in _imports(path):
                module = import_module(source)
                if not inspect.ismodule(getattr(module, name, module)):
                    checked += 1
                    if name not in module.__all__:
                        hidden.append(f"{path.name} takes {name} from {source}")
    assert hidden == []
    assert checked > 100


@pytest.mark.parametrize("name", _names())
def test_what_a_package_exports_its_modules_export_too(name: str) -> None:
    module = import_module(name)
    for member in module.__all__ if hasattr(module, "__path__") else ():
        origin = getattr(getattr(module, member, None), "__module__", name)
        if origin.startswith(f"{name}."):
            assert member in import_module(origin).__all__, f"{origin}.__all__ lacks {member}"
