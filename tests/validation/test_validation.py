"""The public surface of the package."""

from __future__ import annotations

import kg.validation


def test_public_names_are_sorted_and_exist() -> None:
    names = kg.validation.__all__
    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert all(hasattr(kg.validation, name) for name in names)
