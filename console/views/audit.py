"""``/audit``: what contradicts what, and by how much.

``/audit?outcome=contradiction&source=003`` narrows the findings; one has a page of its own, such
as ``/audit/discrepancy/d-004-total-trade-growth``. ``.json``, ``.csv`` and ``.ttl`` are for
programs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from console.absent import LIKE
from console.audited import COLUMNS, document_of, plots_of, rows_of, triples_of
from console.choices import Choice
from console.echoes import echoes_of
from console.findings import (
    FACETS,
    ORDER,
    Chosen,
    Listed,
    chosen_among,
    counted,
    known_findings,
    pairs,
    publishers,
    tell_findings,
)
from console.forms import CSV, JSON, as_csv, as_json, asked_in_sparql, form_of, page_number
from console.library import context
from console.naming import Name, name_nodes
from console.page import show
from console.phrases import phrases, reader_language
from console.plot import WIDTHS
from console.problems import Problem
from console.site import this_site
from console.twins import twin_of_suffix, write_rdf
from kg.vocab import ID

__all__ = ["blueprint"]

blueprint = Blueprint("audit", __name__)

Namer = Callable[[str, str], Name]
PAGE: Final = 20
_LIST_WIDTHS: Final = (780, *WIDTHS[1:])
TWIN_PAGE: Final = 500
_TURTLE: Final = "ttl"
_FORMS: Final = (JSON, CSV, _TURTLE)
_MOST_PAIRS: Final = 12
_NEAREST: Final = 5


@dataclass(frozen=True, slots=True)
class Facet:
    """What findings can be chosen by: its name, what is on offer, and what was chosen."""

    name: str
    offers: Sequence[Choice]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Sources that stand against one another, or one against itself."""

    names: tuple[str, ...]
    counts: Mapping[str, int]
    address: str


@blueprint.route("/audit")
def audit() -> Response:
    """Show the findings that were chosen, the gravest first, and what else can be chosen."""
    language = reader_language()
    say = phrases(language)
    known = known_findings()
    chosen = _chosen(known)
    found = chosen_among(known, chosen)
    number = _page_of(found, PAGE)
    counts = counted(known, chosen)
    named = _namer(known, counts, language)
    told = tell_findings([one.iri for one in _cut(found, number, PAGE)], say, language)
    return show(
        "audit.html",
        language=language,
        told=[(one, plots_of(one, language, _LIST_WIDTHS)) for one in told],
        echoes=echoes_of(told, say, language),
        total=len(found),
        all=len(known),
        chosen=chosen,
        outcomes=_outcomes(counts["outcome"], chosen, named),
        facets=[_facet(name, counts[name], chosen, named) for name in list(FACETS)[1:]],
        pairs=_pairs(known, named),
        named=named,
        steps=_steps(chosen, number, len(found)),
        twins=[
            (form.upper() if form != _TURTLE else "Turtle", _address(chosen, form=form))
            for form in _FORMS
        ],
        sparql=asked_in_sparql("findings", **chosen.bindings()),
        whole=url_for(".audit"),
        without=lambda facet: _address(chosen.without(facet)),
    )


@blueprint.route("/audit.<suffix>")
def twin(suffix: str) -> Response:
    """Give the findings that were chosen, as JSON, CSV or Turtle."""
    form = form_of(suffix, *_FORMS)
    language = reader_language()
    known = known_findings()
    chosen = _chosen(known)
    found = chosen_among(known, chosen)
    number = _page_of(found, TWIN_PAGE)
    iris = [one.iri for one in _cut(found, number, TWIN_PAGE)]
    if form == _TURTLE:
        response = _turtle(iris)
    else:
        told = tell_findings(iris, phrases(language), language)
        if form == CSV:
            response = as_csv(COLUMNS, (row for one in told for row in rows_of(one)))
        else:
            counts = counted(known, chosen)
            response = as_json(
                {
                    "release": this_site().settings.release,
                    "chosen": {facet: list(of) for facet, of in chosen.values.items()},
                    "total": len(found),
                    "counts": {facet: dict(sorted(of.items())) for facet, of in counts.items()},
                    "findings": [document_of(one) for one in told],
                }
            )
    if number * TWIN_PAGE < len(found):
        more = _address(chosen, form=form, page=number + 1)
        response.headers["Link"] = f'<{more}>; rel="next"'
    return response


@blueprint.route("/audit/<any(discrepancy, comparison):kind>/<name>")
def finding(kind: str, name: str) -> Response:
    """Show one finding with all that it rests on, as a page, as JSON or as Turtle."""
    stem, form = f"{kind}/{name}", ""
    if not any(one.iri == ID + stem for one in known_findings()):
        stem, _, form = stem.rpartition(".")
    listed = next((one for one in known_findings() if one.iri == ID + stem), None)
    if listed is None:
        raise _no_finding(f"{kind}/{name}")
    if form == _TURTLE:
        return _turtle([listed.iri])
    language = reader_language()
    say = phrases(language)
    (told,) = tell_findings([listed.iri], say, language)
    if form:
        form_of(form, JSON, _TURTLE)
        return as_json({"release": this_site().settings.release, **document_of(told)})
    named = _namer([listed], {facet: listed.of(facet) for facet in FACETS}, language)
    return show(
        "finding.html",
        language=language,
        told=told,
        echoes=echoes_of([told], say, language),
        plots=plots_of(told, language),
        named=named,
        canonical=url_for(".finding", kind=kind, name=stem.partition("/")[2], lang=None),
        twins=[
            ("JSON", url_for(".finding", kind=kind, name=f"{stem.partition('/')[2]}.json")),
            ("Turtle", url_for(".finding", kind=kind, name=f"{stem.partition('/')[2]}.ttl")),
        ],
        description=url_for("resource.document", path=stem),
        sparql=asked_in_sparql("finding-details", node=[told.iri], finding=[told.iri]),
        home=url_for(".audit"),
    )


def _chosen(known: Sequence[Listed]) -> Chosen:
    """Give what the address chooses; raises `Problem` where no finding has such a value."""
    values: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        wanted = tuple(dict.fromkeys(one.strip() for one in request.args.getlist(facet)))
        wanted = tuple(filter(None, wanted))
        if not wanted:
            continue
        offered = sorted({slug for one in known for slug in one.of(facet)})
        if facet == "outcome":
            offered = list(ORDER)  # each has a place on the page, found or not
        if len(wanted) > (2 if facet == "source" else 1):
            raise Problem(
                "bad-request",
                f"{facet} is given {len(wanted)} times",
                expected="two sources, and one of everything else",
            )
        for slug in wanted:
            if slug not in offered:
                near = get_close_matches(slug, offered, _NEAREST, 0.4)
                raise Problem(
                    "bad-request",
                    f"no finding has the {facet} {slug[:60]!r}",
                    expected="one of " + ", ".join(near or offered[:20]),
                    remedy=f"choose at {url_for('.audit')}",
                )
        values[facet] = wanted
    return Chosen(values)


def _namer(known: Sequence[Listed], counts: Mapping[str, Iterable[str]], language: str) -> Namer:
    """Give what names the values of the facets; a source goes by its publisher."""
    wanted = {FACETS[facet] + slug for facet, found in counts.items() for slug in found}
    names = name_nodes(wanted | {FACETS["outcome"] + slug for slug in ORDER})
    sources = {slug for one in known for slug in one.sources}
    published = publishers(sources, language) if sources else {}

    def named(facet: str, slug: str) -> Name:
        if facet == "source" and slug in published:
            return published[slug]
        return names.of(FACETS[facet] + slug, language)

    return named


def _outcomes(counts: Counter[str], chosen: Chosen, named: Namer) -> list[dict[str, Any]]:
    """Give every outcome that there can be, with how often it was found."""
    return [
        {
            "slug": slug,
            "name": named("outcome", slug),
            "count": counts[slug],
            "chosen": chosen.of("outcome") == (slug,),
            "address": _address(Chosen({**chosen.without("outcome").values, "outcome": (slug,)})),
        }
        for slug in ORDER
    ]


def _facet(name: str, counts: Counter[str], chosen: Chosen, named: Namer) -> Facet:
    offers = [(named(name, slug), slug) for slug in sorted(counts)]
    choices = [Choice(slug, said.text, said.language, counts[slug]) for said, slug in offers]
    return Facet(name, sorted(choices, key=lambda one: -one.figures), chosen.of(name))


def _pairs(known: Sequence[Listed], named: Namer) -> list[Pair]:
    return [
        Pair(
            tuple(named("source", slug).text for slug in sources),
            counts,
            _address(Chosen({"source": sources})),
        )
        for sources, counts in pairs(known)[:_MOST_PAIRS]
    ]


def _page_of(found: Sequence[Listed], size: int) -> int:
    number = page_number()
    last = max(1, -(-len(found) // size))
    if number > last:
        raise Problem(
            "bad-request",
            f"page {number} is behind the last",
            expected=f"a number from 1 to {last}",
        )
    return number


def _cut(found: Sequence[Listed], number: int, size: int) -> Sequence[Listed]:
    return found[(number - 1) * size : number * size]


def _steps(chosen: Chosen, number: int, total: int) -> dict[str, str]:
    wanted = {"previous": number - 1, "next": number + 1}
    last = -(-total // PAGE)
    return {
        name: _address(chosen, page=there) for name, there in wanted.items() if 1 <= there <= last
    }


def _address(chosen: Chosen, *, form: str = "", page: int = 0) -> str:
    parts: dict[str, Any] = {name: list(of) for name, of in chosen.values.items()}
    if page > 1:
        parts["page"] = page
    if form:
        return url_for(".twin", suffix=form, **parts)
    return url_for(".audit", **parts)


def _turtle(iris: Sequence[str]) -> Response:
    twin = twin_of_suffix("x.ttl")[1]
    assert twin is not None, "Turtle is a form of a description"
    return Response(write_rdf(triples_of(iris), twin, context()), content_type=twin.content_type)


def _no_finding(name: str) -> Problem:
    known = [one.iri.removeprefix(ID) for one in known_findings()]
    near = get_close_matches(name, known, _NEAREST, LIKE)
    return Problem(
        "not-found",
        f"the audit found nothing called {name!r}",
        remedy=f"choose one at {url_for('.audit')}",
        nearest=[{"iri": ID + one, "address": f"{url_for('.audit')}/{one}"} for one in near],
    )
