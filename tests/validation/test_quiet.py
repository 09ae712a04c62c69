"""rdflib's complaints about literals are held back only where the shapes tell them."""

from __future__ import annotations

import logging

import pytest
import rdflib
from rdflib.namespace import XSD

from kg.validation.quiet import quiet_literals


def test_ill_typed_literal_is_not_logged_inside(caplog: pytest.LogCaptureFixture) -> None:
    with quiet_literals():
        rdflib.Literal("abc", datatype=XSD.decimal)
    assert not caplog.records


def test_logger_is_as_before_afterwards() -> None:
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    with pytest.raises(RuntimeError), quiet_literals():
        raise RuntimeError
    assert logger.level == before
