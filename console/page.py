"""What every page has around its own content: the reader's language, the navigation, the scripts.

Pages are rendered by the server and read without scripts; the bundles of `frontend/` add to them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from flask import Flask, Response, current_app, render_template, request, url_for

from console.amounts import marked
from console.listing import listed
from console.naming import LANGUAGES
from console.phrases import NAMES, phrases, reader_language
from console.site import this_site

__all__ = ["SECTIONS", "elsewhere", "prepare", "show"]

SECTIONS: Final = {
    "figures.figures": "nav_figures",
    "examples.library": "nav_questions",
    "map.places": "nav_map",
    "timeline.timeline": "nav_timeline",
    "compare.compare": "nav_compare",
    "sources.sources": "nav_sources",
    "audit.audit": "nav_audit",
    "quality.quality": "nav_quality",
    "ontology.document": "nav_ontology",
    "data.data": "nav_data",
    "sparql.endpoint": "nav_sparql",
}
"""The parts of the site in the order of the navigation: endpoint → phrase."""

_PARTS: Final[Mapping[str, dict[str, Any]]] = {"ontology.document": {"space": "ont"}}
_TOURS: Final[Mapping[str, str]] = {"pages.home": "home", "sparql.endpoint": "bench"}
# what no page of ours reads is not carried on
_OURS: Final = re.compile("[A-Za-z][A-Za-z0-9_-]*")
_PAGES: Final = frozenset(SECTIONS) | {
    "audit.finding",
    "build.build",
    "build.built",
    "catalog.catalog",
    "dumps.index",
    "dumps.release",
    "evidence.evidence",
    "examples.example",
    "examples.parameter",
    "figures.card",
    "links.link",
    "ontology.vocabulary",
    "pages.home",
    "problems.explain",
    "problems.index",
    "resource.document",
    "resource.thing",
    "share.code",
    "share.link",
    "sources.source",
    "terms.term",
    "tour.tour",
    "seek.search",
}
"""The endpoints of pages: a link to one goes on in the language of the address that shows it."""
# RDF is the same in every language, and so is the text of a query
_TONGUELESS: Final = re.compile(r"(?:^|\.)(?:html|jsonld|linkset|nt|rdf|rq|ttl)\Z")
_BUILT: Final = Path(__file__).parent / "static" / "built"
_MANIFEST: Final = _BUILT / "manifest.json"


def show(template: str, *, status: int = 200, **values: Any) -> Response:
    """Give a page in the reader's language."""
    language = values.setdefault("language", reader_language())
    page = render_template(template, **values)
    response = Response(page, status=status, mimetype="text/html")
    response.headers["Content-Language"] = language
    response.vary.add("Accept-Language")
    return response


def prepare(app: Flask) -> None:
    """Let every template of the application say, link and load what all pages share."""
    app.context_processor(_surroundings)
    app.url_defaults(_keep_language)
    app.jinja_env.globals["bundle"] = bundle
    app.jinja_env.filters["listed"] = listed
    app.jinja_env.filters["counted"] = _counted


def elsewhere(path: str) -> dict[str, object]:
    """Give what helps who asked for a page that is not there: the nearest part, or the search."""
    known = [
        url_for(endpoint, **{**_PARTS.get(endpoint, {}), "lang": None})
        for endpoint in SECTIONS
        if endpoint in current_app.view_functions
    ]
    near = get_close_matches(request.root_path + path.lower(), known, n=2, cutoff=0.7)
    listed = [{"iri": one, "address": one} for one in near]
    if near:
        return {"remedy": f"did you mean {' or '.join(near)}?", "nearest": listed}
    return {"remedy": f"look for it by name at {url_for('seek.search')}"}


def bundle(name: str) -> tuple[str, ...]:
    """Give the addresses of the scripts of an entry, itself first; none where nothing is built.

    A page lacks only its additions then; ``kg doctor`` says how to build them.
    """
    entry = _manifest().get(name)
    if entry is None:
        return ()
    return tuple(
        url_for("static", filename=f"built/{file}") for file in (entry["file"], *entry["needs"])
    )


def _counted(number: int) -> str:
    """Give a number as the reader's language writes it."""
    return marked(f"{number:,}", reader_language())


def _surroundings() -> dict[str, Any]:
    language = reader_language()
    return {
        "language": language,
        "say": phrases(language),
        "names": NAMES,
        "settings": this_site().settings,
        "sections": {
            phrase: url_for(endpoint, **_PARTS.get(endpoint, {}))
            for endpoint, phrase in SECTIONS.items()
            if endpoint in current_app.view_functions
        },
        "section": SECTIONS.get(request.endpoint or "", ""),
        "touring": _TOURS.get(request.endpoint or "", ""),
        "unspoken": asked if (asked := request.args.get("lang", "")) not in LANGUAGES else "",
        "tongues": {code: _in(code) for code in LANGUAGES},
    }


def _in(language: str) -> str:
    """Give the address of the page being shown in another language."""
    arguments = {**request.args.to_dict(flat=False), "lang": [language]}
    pairs = [
        (name, value)
        for name, values in arguments.items()
        if _OURS.fullmatch(name)
        for value in values
    ]
    asked = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    return f"{request.root_path}{quote(request.path, safe='/:@!$&()*+,;=~')}?{asked}"


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Let the links of a page lead to pages in the language that was asked for in its address.

    Addresses that are to be the same for every reader are made with ``lang=None``.
    """
    asked = request.args.get("lang", "")
    if asked not in LANGUAGES or endpoint not in _PAGES:
        return
    parts = [values.get(name) for name in ("suffix", "name", "path", "part")]
    if not any(isinstance(part, str) and _TONGUELESS.search(part) for part in parts):
        values.setdefault("lang", asked)


@cache
def _manifest() -> Mapping[str, Mapping[str, Any]]:
    if not _MANIFEST.is_file():
        return {}
    read: Mapping[str, Mapping[str, Any]] = json.loads(_MANIFEST.read_text(encoding="utf-8"))
    return read
