"""``/compare?a=…&b=…``: two areas, two events or two releases side by side."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from console.absent import LIKE
from console.choices import Chosen, read_facets
from console.comparing import Facts, Side, Told, compare_facts, compare_figures, measured_of_both
from console.forms import as_csv, asked_in_sparql
from console.links import follow
from console.naming import Name, name_nodes
from console.page import show
from console.phrases import phrases, reader_language
from console.problems import Problem
from console.reading import select, text_of
from console.releases import Changed, compare_releases, history
from console.site import this_site
from kg.figures.wording import grouped
from kg.queries.results import shorten
from kg.vocab import ID

__all__ = ["blueprint"]

blueprint = Blueprint("compare", __name__)

_RELEASE: Final = re.compile(r"[0-9a-f]{16}")
_MOST_RELEASES: Final = 50
_COLUMNS: Final = ("kind", "about", "a", "b", "ratio")


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be compared: what stands for it in addresses, and what it is called."""

    value: str
    name: Name


@blueprint.route("/compare")
def compare() -> Response:
    """Compare what ``a`` and ``b`` name; without them, help to choose."""
    language = reader_language()
    offers = _offers(language)
    a, b = (request.args.get(side, "").strip() for side in "ab")
    if not (a and b):
        return show(
            "compare.html",
            language=language,
            offers=offers,
            a=a,
            b=b,
            kind="",
            sparql=asked_in_sparql("events"),
            twin=url_for(".twin"),
        )
    kind, a, b = _kind(a, b, offers)
    common: dict[str, Any] = {"language": language, "offers": offers, "a": a, "b": b, "kind": kind}
    twin = url_for(".twin", a=a, b=b)
    if kind == "releases":
        changed = compare_releases(a, b, language)
        return show("compare.html", **common, changed=changed, twin=twin)
    one, other = _sides(a, b, language)
    return show(
        "compare.html",
        **common,
        one=one,
        other=other,
        figures=compare_figures(one.iri, other.iri, phrases(language), language),
        apart=measured_of_both(one.iri, other.iri, language) if kind == "areas" else (),
        facts=compare_facts(one.iri, other.iri, language),
        twin=twin,
        table=url_for(".rows", a=a, b=b),
        follow=follow,
        sparql=url_for("sparql.endpoint", query=_query(one, other)),
    )


@blueprint.route("/compare.json")
def twin() -> Response:
    """Give the comparison of ``a`` and ``b`` for programs."""
    language = reader_language()
    offers = _offers(language)
    a, b = (request.args.get(side, "").strip() for side in "ab")
    document: Mapping[str, object]
    if not (a and b):
        document = {kind: [one.value for one in options] for kind, options in offers.items()}
    else:
        kind, a, b = _kind(a, b, offers)
        if kind == "releases":
            document = {"a": a, "b": b, **_changed(compare_releases(a, b, language))}
        else:
            one, other = _sides(a, b, language)
            figures = compare_figures(one.iri, other.iri, phrases(language), language)
            facts = compare_facts(one.iri, other.iri, language)
            document = {
                "a": one.iri,
                "b": other.iri,
                "figures": [_told(told) for told in figures],
                "facts": {fact.iri: _fact(fact) for fact in facts},
            }
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return Response(text, content_type="application/json")


@blueprint.route("/compare.csv")
def rows() -> Response:
    """Give the figures and the facts of two areas or two events as rows."""
    language = reader_language()
    a, b = (request.args.get(side, "").strip() for side in "ab")
    if not (a and b):
        raise Problem(
            "bad-request",
            "a and b are not both given",
            expected="two areas or two events",
            remedy=f"choose two at {url_for('.compare')}",
        )
    kind, a, b = _kind(a, b, _offers(language))
    if kind == "releases":
        raise Problem(
            "not-found",
            "what changed between two releases is no table",
            expected="two areas or two events",
            remedy=f"read it at {url_for('.twin', a=a, b=b)}",
        )
    one, other = _sides(a, b, language)
    figures = compare_figures(one.iri, other.iri, phrases(language), language)
    facts = compare_facts(one.iri, other.iri, language)
    return as_csv(_COLUMNS, [*map(_figure_row, figures), *map(_fact_row, facts)])


def _figure_row(told: Told) -> dict[str, str]:
    sides = {"a": told.one, "b": told.other}
    values = {side: " | ".join(one.value for one in of.figures) for side, of in sides.items()}
    return {"kind": "figure", "about": told.words, **values, "ratio": told.ratio}


def _fact_row(fact: Facts) -> dict[str, str]:
    sides = {"a": (*fact.both, *fact.one), "b": (*fact.both, *fact.other)}
    values = {side: " | ".join(name.text for name, _ in of) for side, of in sides.items()}
    return {"kind": "fact", "about": fact.name.text, **values}


def _offers(language: str) -> dict[str, Sequence[Option]]:
    """Give what can be compared: areas with figures, events, releases."""
    areas = read_facets(Chosen(), language).offers["area"]
    events = [row["event"].value for row in select("events")]
    names = name_nodes(events)
    return {
        "areas": [Option(f"place/{one.slug}", Name(one.text, one.language)) for one in areas],
        "events": [Option(iri.removeprefix(ID), names.of(iri, language)) for iri in events],
        "releases": [
            Option(entry.id, Name(f"{entry.id} ({entry.time[:10]})"))
            for entry in history(this_site().data)[:_MOST_RELEASES]
        ],
    }


def _kind(a: str, b: str, offers: Mapping[str, Sequence[Option]]) -> tuple[str, str, str]:
    """Give of what kind two things are, and what stands for each in addresses."""
    kinds, meant = zip(*(_meant(one, offers) for one in (a, b)), strict=True)
    if kinds[0] != kinds[1]:
        raise Problem(
            "bad-request",
            f"{a!r} is one of the {kinds[0]} and {b!r} one of the {kinds[1]}",
            expected="two areas, two events or two releases",
            remedy="choose two of one kind at /compare",
        )
    if meant[0] == meant[1]:
        raise Problem(
            "bad-request",
            f"{a[:100]!r} and {b[:100]!r} are the same",
            expected="two different areas, events or releases",
            remedy="choose two at /compare",
        )
    return kinds[0], *meant


def _meant(text: str, offers: Mapping[str, Sequence[Option]]) -> tuple[str, str]:
    if _RELEASE.fullmatch(text):
        return "releases", text
    values = {option.value: kind for kind in ("areas", "events") for option in offers[kind]}
    names = name_nodes(ID + value for value in values)
    called: dict[str, tuple[str, str]] = {}
    for value, kind in values.items():
        iri = ID + value
        labels = (label.text for label in names.labels(iri))
        for name in (value.partition("/")[2], value, shorten(iri), iri, *labels):
            called.setdefault(name.casefold(), (kind, value))
    if found := called.get(text.casefold()):
        return found
    near = [called[name][1] for name in get_close_matches(text.casefold(), called, 5, LIKE)]
    raise Problem(
        "not-found",
        f"nothing to compare is called {text!r}",
        expected="an area with figures, an event or the id of a release",
        remedy="choose two at /compare",
        nearest=[
            {"iri": ID + value, "address": f"/compare?a={value}"} for value in dict.fromkeys(near)
        ],
    )


def _sides(a: str, b: str, language: str) -> tuple[Side, Side]:
    names = name_nodes([ID + a, ID + b])
    return Side(ID + a, names.of(ID + a, language)), Side(ID + b, names.of(ID + b, language))


def _query(one: Side, other: Side) -> str:
    return text_of("facts-of-two", node=[one.iri, other.iri])


def _told(told: Told) -> dict[str, Any]:
    return {
        "about": told.words,
        **{
            side: {
                "verdict": matter.verdict,
                "figures": [
                    {"figure": one.figure.iri, "value": grouped(one.figure.value).replace(",", "")}
                    for one in matter.figures
                ],
            }
            for side, matter in (("a", told.one), ("b", told.other))
        },
    }


def _fact(fact: Facts) -> dict[str, list[str]]:
    return {
        side: [iri or name.text for name, iri in values]
        for side, values in (("both", fact.both), ("a", fact.one), ("b", fact.other))
    }


def _changed(changed: Changed) -> dict[str, Any]:
    return {
        "added": changed.added,
        "removed": changed.removed,
        "complete": changed.whole,
        "graphs": {
            name: {"added": added, "removed": removed} for name, added, removed in changed.graphs
        },
        "patch": url_for("changes.stream") + f"/{changed.patch}",
    }
