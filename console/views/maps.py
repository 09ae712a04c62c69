"""``/map``: the places of the graph, what is in each, and what moves between them.

``view`` is the part of the earth, ``show`` a sort of places or ``flows``; with ``.json``, ``.csv``
and ``.geojson`` all places are for programs. The drawing is our own and asks no other server.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from console.atlas import draw, narrowest, shown_in
from console.forms import as_csv, as_json, asked_in_sparql, form_of
from console.land import WIDTH, MapView, land_of, map_views
from console.links import follow
from console.page import show
from console.phrases import reader_language
from console.places import SORTS, Flow, Place, read_flows, read_places
from console.problems import Problem
from console.site import this_site
from kg.vocab import ID

__all__ = ["blueprint"]

blueprint = Blueprint("map", __name__)

FLOWS: Final = "flows"
_FORMS: Final = {"json": "JSON", "csv": "CSV", "geojson": "GeoJSON"}
_ASIDE: Final = ("regions", "cities")
_FILLED: Final = ("events", "organizations", "platforms", "figures")
_COLUMNS: Final = (
    "place", "name", "kind", "latitude", "longitude", "position_of", "within", *_FILLED, "offers",
)  # fmt: skip


@blueprint.route("/map")
def places() -> Response:
    """Show the places on a map, and in tables."""
    language = reader_language()
    all_places, flows = read_places(language), read_flows(language)
    chosen = _chosen("show", ("", *SORTS, FLOWS))
    view = _view(chosen, all_places, flows)
    moving = flows if chosen in ("", FLOWS) and view is map_views()[0] else []
    drawn = shown_in(view, all_places, moving, chosen if chosen != FLOWS else "")
    if chosen == FLOWS:
        drawn = [one for one in drawn if _is_shown(one, chosen, moving)]
    drawn.sort(key=lambda one: _weight(one, moving), reverse=True)
    # what was not asked for helps to see where the rest lies
    usual = [one for one in shown_in(view, all_places, moving) if one.sort in _ASIDE]
    aside = [one for one in usual if chosen in SORTS and one not in drawn]
    return show(
        "map.html",
        language=language,
        view=view,
        views=[one.name for one in map_views()],
        chosen=chosen,
        counts=_counts(all_places, flows),
        maps=draw(view, [*drawn, *aside], moving),
        land=land_of(view),
        whole=WIDTH,
        drawn=drawn,
        aside={one.iri for one in aside},
        borrowed=any(one.position and one.position.of for one in drawn),
        flows=flows if chosen in ("", FLOWS) else [],
        tables=_tables(all_places, chosen),
        filled=_FILLED,
        sorts=list(SORTS),
        follow=follow,
        slug=_slug,
        address=_address,
        twins=[(name, _twin(form)) for form, name in _FORMS.items()],
        sparql=asked_in_sparql("flows" if chosen == FLOWS else "places"),
    )


@blueprint.route("/map.<suffix>")
def every(suffix: str) -> Response:
    """Give the places and flows for programs, or what of them ``show`` chooses."""
    form = form_of(suffix, *_FORMS)
    language = reader_language()
    chosen = _chosen("show", ("", *SORTS, FLOWS))
    flows = read_flows(language) if chosen in ("", FLOWS) else []
    found = [one for one in read_places(language) if _is_shown(one, chosen, flows)]
    if form == "csv":
        return as_csv(_COLUMNS, (_row(one) for one in found))
    if form == "json":
        return as_json(_document(found, flows))
    text = json.dumps(_geojson(found), ensure_ascii=False) + "\n"
    return Response(text, content_type="application/geo+json")


def _chosen(name: str, known: Sequence[str]) -> str:
    """Give a parameter that is one of these; raises a problem with the nearest where it is not."""
    value = request.args.get(name, "")
    if value in known:
        return value
    near = get_close_matches(value, known, n=1)
    raise Problem(
        "bad-request",
        f"{name} is {value!r}",
        expected=", ".join(filter(None, known)),
        remedy=f"did you mean {near[0]}?" if near and near[0] else f"leave {name} out",
    )


def _is_shown(one: Place, chosen: str, flows: Sequence[Flow]) -> bool:
    """Tell whether a place is of the sort that was chosen, or an end of a flow where those are."""
    if chosen == FLOWS:
        return any(one.iri in (flow.start, flow.end) for flow in flows)
    return chosen in ("", one.sort)


def _view(chosen: str, all_places: Sequence[Place], flows: Sequence[Flow]) -> MapView:
    """Give the view that was asked for, else the narrowest that has all that was."""
    views = map_views()
    asked = _chosen("view", ("", *(one.name for one in views)))
    if asked:
        return next(one for one in views if one.name == asked)
    if chosen in SORTS:
        return narrowest([one for one in all_places if one.sort == chosen])
    return views[0]


def _weight(one: Place, flows: Sequence[Flow]) -> tuple[int, int]:
    """Give how much there is of a place: where names have no room, it is that of the lesser."""
    ends = sum(one.iri in (flow.start, flow.end) for flow in flows)
    return ends, sum(one.filled.values())


def _counts(all_places: Sequence[Place], flows: Sequence[Flow]) -> Mapping[str, int]:
    counted = Counter(one.sort for one in all_places)
    return {**{sort: counted[sort] for sort in SORTS if counted[sort]}, FLOWS: len(flows)}


def _tables(all_places: Sequence[Place], chosen: str) -> list[tuple[str, list[Place]]]:
    sorts = [chosen] if chosen in SORTS else [] if chosen == FLOWS else [*SORTS, "other"]
    tables = [(sort, [one for one in all_places if one.sort == sort]) for sort in sorts]
    return [(sort, rows) for sort, rows in tables if rows]


def _document(found: Sequence[Place], flows: Sequence[Flow]) -> Mapping[str, Any]:
    return {
        "release": this_site().settings.release,
        "places": [_plain(one) for one in found],
        "flows": [
            {
                "what": one.what,
                "name": one.name.text,
                "from": one.start,
                "to": one.end,
                "status": one.status,
                "kinds": [kind.text for kind in one.kinds],
                "statement": one.statement,
            }
            for one in flows
        ],
    }


def _geojson(found: Sequence[Place]) -> Mapping[str, Any]:
    """Give the places that have a position as features (https://www.rfc-editor.org/rfc/rfc7946)."""
    features = []
    for one in found:
        if one.position is None:
            continue
        plain = _plain(one)
        # numbers are written as the graph has them: these are decimals that a float keeps
        point = [float(one.position.longitude), float(one.position.latitude)]
        features.append(
            {
                "type": "Feature",
                "id": one.iri,
                "geometry": {"type": "Point", "coordinates": point},
                "properties": {
                    name: value
                    for name, value in plain.items()
                    if name not in {"place", "latitude", "longitude"}
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _plain(one: Place) -> dict[str, Any]:
    position = one.position
    return {
        "place": one.iri,
        "name": one.name.text,
        "kind": one.kind,
        "latitude": position.latitude if position else None,
        "longitude": position.longitude if position else None,
        "position_of": (position.of or one.iri) if position else None,
        "within": [iri for iri, _ in one.within],
        **{what: one.filled.get(what, 0) for what in _FILLED},
        "offers": [iri for iri, _ in one.offers],
    }


def _row(one: Place) -> dict[str, Any]:
    """Give a place as a row of a table: several IRIs in a cell, a space between."""
    plain = _plain(one)
    return plain | {name: " ".join(plain[name]) for name in ("within", "offers")}


def _slug(iri: str) -> str:
    return iri.removeprefix(f"{ID}place/")


def _address(**changed: str) -> str:
    kept = {name: request.args.get(name, "") for name in ("view", "show", "lang")} | changed
    given: dict[str, Any] = {name: value for name, value in kept.items() if value}
    return url_for("map.places", **given)


def _twin(form: str) -> str:
    given: dict[str, Any] = {name: request.args.get(name) for name in ("show", "lang")}
    return url_for("map.every", suffix=form, **given)
