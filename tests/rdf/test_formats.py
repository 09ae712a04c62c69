"""The table of formats names each way to write RDF once."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.rdf.formats import FORMATS, format_named


def test_each_format_is_found_by_its_name():
    assert len({form.name for form in FORMATS}) == len(FORMATS) == 7
    assert all(format_named(form.name) is form for form in FORMATS)


def test_the_table_agrees_with_the_engine():
    assert all(form.media_type == form.rdf_format.media_type for form in FORMATS)
    assert all(form.datasets == form.rdf_format.supports_datasets for form in FORMATS)


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match="'turtel'") as caught:
        format_named("turtel")
    assert all(form.name in caught.value.expected for form in FORMATS)
    assert "turtle" in caught.value.remedy
    assert caught.value.exit_code == 2
