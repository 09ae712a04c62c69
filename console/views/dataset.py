"""``/data``: everything to take away, by which addresses, under which licence, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, current_app, url_for

from console.choices import FACETS
from console.citing import Citation
from console.downloads import this_downloads
from console.forms import JSON, as_json, asked_in_sparql, form_of
from console.library import dataset, examples, ontology_version
from console.page import show
from console.phrases import phrases, reader_language
from console.reading import select, text_of
from console.site import this_site
from console.views.catalog import files
from kg.release.changes import Change
from kg.vocab import ID

__all__ = ["blueprint"]

blueprint = Blueprint("data", __name__)

_MOST_CHANGES: Final = 20
_BIBLIOGRAPHIES: Final = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
_OF_A_PERIOD: Final = "figures-within-a-period"
_COUNT: Final = (
    "query=SELECT ?class (COUNT(*) AS ?number) WHERE { ?thing a ?class } GROUP BY ?class"
)
_SIZES: Final = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))
_TABLES: Final = (
    ("figures", "figures.every"),
    ("findings", "audit.twin"),
    ("sources", "sources.every"),
    ("results", "quality.twin"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """An address to ask: what it is for, by its phrase, and how to try it on a command line."""

    phrase: str
    address: str
    command: str


@blueprint.route("/data")
def data() -> Response:
    """Show what there is to take away."""
    language = reader_language()
    citation = _citation(language)
    say = phrases(language)
    return show(
        "data.html",
        language=language,
        files=[(*one, _size(int(one[2]))) for one in files()],
        tables=_tables(),
        other_period=url_for("examples.example", name=_OF_A_PERIOD),
        ways=_ways(),
        facts=dataset(),
        triples=int(select("size")[0]["number"].value),
        ontology=ontology_version(),
        changes=_changes(),
        citation=citation.text(say),
        bibtex=citation.bibtex(say),
        snippets=_snippets(),
        downloads=this_site().data is not None,
        twins=[
            ("JSON", url_for(".form", suffix=JSON)),
            ("Turtle", url_for("catalog.catalog", suffix="ttl")),
            ("BibTeX", url_for(".form", suffix="bib")),
            ("RIS", url_for(".form", suffix="ris")),
        ],
        sparql=asked_in_sparql("files"),
    )


@blueprint.route("/data.<suffix>")
def form(suffix: str) -> Response:
    """Give the same for programs, or the dataset as an entry of a bibliography."""
    wanted = form_of(suffix, JSON, *_BIBLIOGRAPHIES)
    language = reader_language()
    citation, say = _citation(language), phrases(language)
    if wanted in _BIBLIOGRAPHIES:
        text = citation.bibtex(say) if wanted == "bib" else citation.ris(say)
        return Response(text, content_type=_BIBLIOGRAPHIES[wanted])
    facts = dataset()
    return as_json(
        {
            "release": this_site().settings.release,
            "issued": facts.get("issued"),
            "license": facts.get("license"),
            "triples": int(select("size")[0]["number"].value),
            "ontology": ontology_version(),
            "files": [
                {"name": name, "mediaType": kind, "bytes": int(size), "sha256": sha, "address": at}
                for name, kind, size, sha, at in files()
            ],
            "tables": {name: dict(forms) for name, forms in _tables()},
            "endpoints": {one.phrase: one.address for one in _ways()},
            "changes": [
                {
                    "time": one.time,
                    "release": one.release,
                    "previous": one.previous or None,
                    "action": one.action,
                    "added": one.added,
                    "removed": one.removed,
                }
                for one in _changes()
            ],
            "citation": {"text": citation.text(say), "csl": citation.csl(say)},
        }
    )


def _citation(language: str) -> Citation:
    say = phrases(language)
    settings = this_site().settings
    release = settings.release or ""
    day = dataset().get("issued", "")[:10]
    if settings.modified is not None:
        day = settings.modified.date().isoformat()
    graph = f"{say['graph_subject']} {say['graph_kind']}"
    return Citation(
        f"cbec-kg-{release[:8] or 'data'}",
        dataset().get("title") or graph,
        graph,
        release,
        day or "1970-01-01",
        url_for(".data", _external=True, lang=None),
        say["data_note"],
    )


def _tables() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the tables that are made already, each in its forms."""
    found = [
        (name, [(form.upper(), url_for(endpoint, suffix=form)) for form in ("csv", "json")])
        for name, endpoint in _TABLES
    ]
    if _OF_A_PERIOD in examples():
        forms = [
            (text, url_for("examples.example", name=f"{_OF_A_PERIOD}.{form}"))
            for text, form in (("Excel", "xlsx"), ("CSV", "csv"))
        ]
        found.insert(0, ("period", forms))
    return found


def _ways() -> list[Way]:
    """Give the addresses that programs ask, each with a command that this release answers."""
    root = url_for("pages.home", _external=True, lang=None).rstrip("/")
    turtle = "-H 'Accept: text/turtle'"

    def way(phrase: str, address: str, path: str, *options: str) -> Way:
        return Way(phrase, address, " ".join(("curl -s", *options, f"'{root}{path}'")))

    found = [
        way(
            "sparql",
            "/sparql",
            "/sparql",
            "-H 'Accept: text/csv'",
            f"-G --data-urlencode '{_COUNT}'",
        ),
        way("names", "/search", "/search.json?q=%E6%B7%B1%E5%9C%B3"),
        way("changes", "/changes", "/changes", turtle),
        way("openapi", "/openapi.json", "/openapi.json"),
        way("void", "/catalog", "/.well-known/void", "-L", turtle),
    ]
    rows = select("sources", document=None)
    if rows:
        slug = rows[0]["document"].value.removeprefix(f"{ID}doc/")
        found.insert(1, way("things", "/id/…", f"/id/doc/{slug}", "-L", turtle))
        found.insert(2, way("graphs", "/graphs/…", f"/graphs/source/{slug}", turtle))
    pairs = select("figure-pairs", limit=1, indicator=None, area=None, period=None)
    if pairs:
        indicator, area = (
            pairs[0][one].value.removeprefix(FACETS[one]) for one in ("indicator", "area")
        )
        found.insert(1, way("figures", "/figures/…", f"/figures/{indicator}/{area}.json"))
    return found


def _changes() -> Sequence[Change]:
    """Give the newest switches of the current release, the last first."""
    if this_site().data is None:
        return ()
    return this_downloads().known_changes().all()[::-1][:_MOST_CHANGES]


def _snippets() -> str:
    """Give where a query is shown as code, empty where this server has no such page."""
    if "share.code" not in current_app.view_functions:
        return ""
    return url_for("share.code", query=text_of("headline"))


def _size(number: int) -> str:
    """Write a size as people do.

    >>> [_size(number) for number in (157, 97424, 1356517)]
    ['157 B', '97 kB', '1.4 MB']
    """
    for scale, unit in _SIZES:
        if number >= scale:
            tenths = round(number * 10 / scale) if number < 10 * scale else 0
            return f"{tenths // 10}.{tenths % 10} {unit}" if tenths else f"{number // scale} {unit}"
    return f"{number} B"
