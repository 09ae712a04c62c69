"""What a page is called in tabs, bookmarks and histories: no two pages alike."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

ALIKE = (
    (
        "/timeline",
        "/timeline?show=events",
        "/timeline?year=2022",
        "/timeline?show=events&year=2022",
    ),
    ("/map", "/map?show=parks", "/map?view=delta", "/map?show=cities&view=delta"),
    ("/audit", "/audit?outcome=contradiction", "/audit?outcome=tension", "/audit?source=003"),
    ("/figures", "/build/figures", "/figures?area=CN", "/figures?area=CN&period=2020"),
    ("/compare", "/compare?a=Shenzhen&b=Guangdong", "/compare?a=Guangdong&b=Shenzhen"),
    ("/examples/", "/examples/?topic=places", "/examples/?q=parks", "/examples/?topic=events"),
    ("/doc/doc/004", "/sources/004", "/sources/004?kind=Claim", "/doc/doc/004?links=evidence"),
    ("/doc/doc/004?links=evidence&page=2", "/doc/doc/004?links=evidence"),
    ("/doc/term/Statement", "/doc/shape/Statement"),
    ("/doc/ont/evidence", "/doc/shape/statementEvidence"),
    ("/figures/overseas-warehouse-area/Guangdong/2024", "/doc/obs/000-032"),
)


@pytest.mark.parametrize("paths", ALIKE, ids=lambda paths: paths[0])
@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_pages_of_one_kind_are_told_apart_by_their_titles(
    released: FlaskClient, paths: tuple[str, ...], language: str
) -> None:
    titles = []
    for path in paths:
        answer = released.get(path, headers={"Accept": "text/html", "Accept-Language": language})
        assert answer.status_code == 200, path
        title = re.findall(r"<title>([^<]*)</title>", answer.text)[0]  # drawings have titles too
        assert title.strip() == title
        titles.append(title)
    assert len(set(titles)) == len(titles), titles
