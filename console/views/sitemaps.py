"""``/sitemap.xml`` and ``/robots.txt``: what may be found here, for those who index the web."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from flask import Blueprint, Response, current_app, url_for
from pyoxigraph import NamedNode

from console.building import KINDS
from console.library import dataset, examples
from console.links import follow
from console.problems import Problem
from console.reading import select

__all__ = ["SITEMAP_SIZE", "blueprint"]

blueprint = Blueprint("sitemaps", __name__)

SITEMAP_SIZE: Final = 50_000
"""The most addresses that one site map may hold: https://www.sitemaps.org/protocol.html."""
_MAPS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGES: Final = (
    "pages.home",
    "figures.figures",
    "examples.library",
    "map.places",
    "timeline.timeline",
    "compare.compare",
    "sources.sources",
    "audit.audit",
    "quality.quality",
    "data.data",
    "catalog.catalog",
    "tour.tour",
)


@blueprint.route("/sitemap.xml")
def sitemap() -> Response:
    """Give the site map, or where there is too much for one, the index of the site maps."""
    total = int(select("entity-count")[0]["number"].value)
    if total + len(_pages()) <= SITEMAP_SIZE:
        return _map([*_pages(), *_entities(0)])
    numbers = range(-(-total // SITEMAP_SIZE) + 1)
    addresses = [url_for(".sitemap_part", number=number, _external=True) for number in numbers]
    parts = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>\n" for one in addresses)
    return _xml(f'<sitemapindex xmlns="{_MAPS}">\n{parts}</sitemapindex>\n')


@blueprint.route("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """Give one of several site maps: number 0 has the pages that are no entities."""
    found = _pages() if number == 0 else _entities(number - 1)
    if not found:
        raise Problem("not-found", f"there is no site map {number}")
    return _map(found)


@blueprint.route("/robots.txt")
def robots() -> Response:
    """Welcome robots to everything but the answers of queries, which have no end."""
    lines = (
        "User-agent: *",
        f"Disallow: {url_for('sparql.endpoint')}",
        f"Disallow: {url_for('pages.home')}*?*links=",
        f"Disallow: {url_for('pages.home')}*?query=",
        "",
        f"Sitemap: {url_for('.sitemap', _external=True)}",
    )
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _pages() -> list[str]:
    """Give the addresses of all pages that are no descriptions, the questions among them."""
    shown = [endpoint for endpoint in _PAGES if endpoint in current_app.view_functions]
    found = [url_for(endpoint, _external=True, lang=None) for endpoint in shown]
    builds = [("build.built", name) for name in KINDS]
    questions = [("examples.example", name) for name in examples()]
    found += [
        url_for(endpoint, name=name, _external=True, lang=None)
        for endpoint, name in (*builds, *questions)
    ]
    own = ({"path": path, "lang": None} for path in ("ont", "shapes"))
    return found + [url_for("resource.document", _external=True, **one) for one in own]


def _entities(part: int) -> list[str]:
    rows = select("entities", limit=SITEMAP_SIZE, offset=part * SITEMAP_SIZE)
    root = url_for("pages.home", _external=True, lang=None).rstrip("/")
    base = url_for("pages.home", lang=None).rstrip("/")
    nodes = (row["node"] for row in rows)
    hrefs = (follow(node.value, lang=None).href for node in nodes if isinstance(node, NamedNode))
    return [root + href.removeprefix(base) for href in hrefs if href]


def _map(addresses: list[str]) -> Response:
    issued = dataset().get("issued", "")
    date = f"<lastmod>{escape(issued)}</lastmod>" if issued else ""
    rows = "".join(f"<url><loc>{escape(one)}</loc>{date}</url>\n" for one in addresses)
    return _xml(f'<urlset xmlns="{_MAPS}">\n{rows}</urlset>\n')


def _xml(body: str) -> Response:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'
    return Response(text, content_type="application/xml; charset=utf-8")
