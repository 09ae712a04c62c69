"""Figures on the pages of cells and observations are told in full."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("path", ["obs/002-047", "cell/goods-trade.Shenzhen.both.2023.CNY"])
def test_a_share_says_of_what_and_in_what(released: FlaskClient, path: str) -> None:
    page = released.get(f"/doc/{path}?lang=en", headers={"Accept": "text/html"}).text
    assert "Share of private in Foreign trade in goods, Shenzhen, 2023" in page


def test_a_note_in_english_says_so_on_pages_of_other_languages(released: FlaskClient) -> None:
    for path in ("/doc/obs/002-047", "/evidence/000-023", "/audit"):
        page = released.get(f"{path}?lang=zh", headers={"Accept": "text/html"}).text
        assert '<span class="mark" lang="zh">英文</span>' in page
        page = released.get(f"{path}?lang=en", headers={"Accept": "text/html"}).text
        assert "in English" not in page
