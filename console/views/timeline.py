"""``/timeline``: what happened when, what was decided, opened and published, what is aimed at.

``year`` is the year to look at, ``show`` one sort of things; with ``.json`` and ``.csv`` everything
is for programs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from console.chronology import SORTS, Item, during, read_items, read_undated, years_of
from console.forms import as_csv, as_json, asked_in_sparql, form_of
from console.lanes import strips
from console.links import follow
from console.page import show
from console.phrases import reader_language
from console.problems import Problem
from console.site import this_site

__all__ = ["blueprint"]

blueprint = Blueprint("timeline", __name__)

_COLUMNS: Final = ("thing", "name", "sort", "first", "last", "how", "via", "places")


@blueprint.route("/timeline")
def timeline() -> Response:
    """Show what has a time as a drawing and as a list by years, and what has none."""
    language = reader_language()
    items = read_items(language)
    sort = _sort()
    chosen = [one for one in items if not sort or one.sort == sort]
    years = years_of(chosen)
    year = _year(years)
    shown = during(chosen, year) if year else chosen
    undated = [one for one in read_undated(language) if not sort or one[0] == sort]
    counted = Counter(one.sort for one in items)
    return show(
        "timeline.html",
        language=language,
        sort=sort,
        sorts=[(name, counted[name]) for name in SORTS if counted[name]],
        year=year,
        years=years,
        total=len(chosen),
        strips=strips(shown, year),
        shown=shown,
        groups=[
            (first, list(some)) for first, some in groupby(shown, key=lambda one: one.first.year)
        ],
        undated=undated if not year else [],
        follow=follow,
        address=_address,
        record=_record,
        twins=[(form.upper(), _twin(form)) for form in ("json", "csv")],
        sparql=asked_in_sparql("timeline"),
    )


@blueprint.route("/timeline.<suffix>")
def every(suffix: str) -> Response:
    """Give all that has a time for programs, or what of it the parameters choose."""
    form = form_of(suffix, "json", "csv")
    language = reader_language()
    sort = _sort()
    chosen = [one for one in read_items(language) if not sort or one.sort == sort]
    year = _year(years_of(chosen))
    rows = [_plain(one) for one in (during(chosen, year) if year else chosen)]
    if form == "csv":
        return as_csv(_COLUMNS, (row | {"places": " ".join(row["places"])} for row in rows))
    undated = [] if year else read_undated(language)
    return as_json(
        {
            "release": this_site().settings.release,
            "items": rows,
            "undated": [
                {"thing": iri, "name": name.text, "sort": known}
                for known, iri, name in undated
                if not sort or known == sort
            ],
        }
    )


def _sort() -> str:
    value = request.args.get("show", "")
    if value in ("", *SORTS):
        return value
    near = get_close_matches(value, SORTS, n=1)
    raise Problem(
        "bad-request",
        f"show is {value[:40]!r}",
        expected=", ".join(SORTS),
        remedy=f"did you mean {near[0]}?" if near else "leave show out",
    )


def _year(years: Mapping[int, int]) -> int | None:
    """Give the year that is asked for; raises `Problem` where nothing is known of it."""
    text = request.args.get("year", "")
    if not text:
        return None
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if year in years:
        return year
    near = min(years, key=lambda one: abs(one - year)) if year and years else 0
    raise Problem(
        "bad-request",
        f"nothing is known of the year {text[:40]!r}",
        expected=", ".join(map(str, years)) or "no year: there is nothing with a time",
        remedy=f"the nearest is {near}" if near else "leave year out",
    )


def _plain(one: Item) -> dict[str, Any]:
    return {
        "thing": one.iri,
        "name": one.name.text,
        "sort": one.sort,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "how": one.how,
        "via": one.via,
        "places": [iri for iri, _ in one.places],
    }


def _record(one: Item) -> str:
    """Give where an item leads: a figure to its evidence, another thing to its page."""
    if one.sort == "aims":
        name = one.iri.rpartition("/")[2]
        return url_for("evidence.evidence", name=name)
    return follow(one.iri).href


def _address(**changed: object) -> str:
    kept = {name: request.args.get(name, "") for name in ("show", "year", "lang")} | changed
    given: dict[str, Any] = {name: value for name, value in kept.items() if value}
    return url_for("timeline.timeline", **given)


def _twin(form: str) -> str:
    given: dict[str, Any] = {name: request.args.get(name) for name in ("show", "year", "lang")}
    return url_for("timeline.every", suffix=form, **given)
