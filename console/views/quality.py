"""``/quality``: whether the data conform to the shapes, what does not, and what to do about it.

``/quality?by=node`` groups by what is wrong rather than by what is asked; ``shape`` and ``focus``
choose the results of one. ``.json`` and ``.csv`` are for programs, ``.ttl`` is the report.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from console.addresses import is_iri
from console.forms import CSV, JSON, as_csv, as_json, asked_in_sparql, form_of, page_number
from console.library import context
from console.links import follow
from console.page import show
from console.phrases import reader_language
from console.problems import Problem
from console.quality import (
    SEVERITIES,
    SHAPES,
    Choice,
    Group,
    Result,
    read_awaiting,
    read_groups,
    read_results,
    read_shapes,
    read_verdict,
)
from console.reading import construct, occurs
from console.site import this_site
from console.twins import twin_of_suffix, write_rdf
from kg.vocab import GRAPHS, ID

__all__ = ["blueprint"]

blueprint = Blueprint("quality", __name__)

PAGE: Final = 25
FIRST: Final = 10
ALL: Final = 100
_MOST: Final = 10_000
_TURTLE: Final = "ttl"
_WAYS: Final = ("shape", "node")
_COLUMNS: Final = (
    "severity", "shape", "shape_name", "focus", "focus_name", "path", "value", "component",
    "remedy",
)  # fmt: skip


@blueprint.route("/quality")
def quality() -> Response:
    """Show what the validation found, by shape or by node, what it looked at and what awaits."""
    language = reader_language()
    by, choice, number = _by(), _choice(), page_number()
    conforms, counts = read_verdict()
    groups: list[Group] = []
    results: list[Result] = []
    if choice.shape or choice.focus:
        results = read_results(choice, language, ALL + 1, (number - 1) * ALL)
        more, results = len(results) > ALL, results[:ALL]
    else:
        groups, more = read_groups(
            by, choice, language, limit=PAGE, offset=(number - 1) * PAGE, first=FIRST
        )
    shapes = read_shapes(language)
    return show(
        "quality.html",
        language=language,
        conforms=conforms,
        counts=counts,
        by=by,
        choice=choice,
        groups=groups,
        results=results,
        shapes=shapes,
        checks=len({check.iri for shape in shapes for check in shape.checks}),
        awaiting=read_awaiting(language),
        follow=follow,
        address=lambda by=by, **given: _address(by, choice, **given),
        whole=_address(by, Choice()),
        steps={
            name: _address(by, choice, page=there)
            for name, there in (("previous", number - 1), ("next", number + 1))
            if there >= 1 and (name == "previous" or more)
        },
        twins=[
            (text, url_for(".twin", suffix=form, **_given(choice)))
            for text, form in (("JSON", JSON), ("CSV", CSV), ("Turtle", _TURTLE))
        ],
        sparql=asked_in_sparql("results", **choice.bindings()),
        sparql_awaiting=asked_in_sparql("awaiting"),
        sparql_checks=asked_in_sparql("checks"),
    )


@blueprint.route("/quality.<suffix>")
def twin(suffix: str) -> Response:
    """Give the results as JSON or CSV, or the whole report as Turtle."""
    form = form_of(suffix, JSON, CSV, _TURTLE)
    if form == _TURTLE:
        as_turtle = twin_of_suffix(f"x.{_TURTLE}")[1]
        assert as_turtle is not None, "Turtle is a form of a description"
        body = write_rdf(construct("ontology", graph=f"{GRAPHS}report"), as_turtle, context())
        return Response(body, content_type=as_turtle.content_type)
    language, choice, number = reader_language(), _choice(), page_number()
    results = read_results(choice, language, _MOST, (number - 1) * _MOST)
    if form == CSV:
        response = as_csv(_COLUMNS, map(_row, results))
    else:
        conforms, counts = read_verdict()
        response = as_json(
            {
                "release": this_site().settings.release,
                "conforms": conforms,
                "counts": counts,
                "results": [_row(one) | {"messages": dict(one.messages)} for one in results],
                "checked": [
                    {
                        "shape": shape.iri,
                        "targets": [iri for _, iri in shape.targets],
                        "things": shape.nodes,
                        "checks": [check.iri for check in shape.checks],
                    }
                    for shape in read_shapes(language)
                ],
                "awaiting": {
                    what: [
                        {
                            "iri": one.iri,
                            "record": one.record or None,
                            "text": one.name.text,
                            "candidates": [iri for _, iri in one.candidates],
                        }
                        for one in found
                    ]
                    for what, found in read_awaiting(language).items()
                },
            }
        )
    if len(results) == _MOST:
        more = url_for(".twin", suffix=form, page=number + 1, **_given(choice))
        response.headers["Link"] = f'<{more}>; rel="next"'
    return response


def _row(one: Result) -> dict[str, Any]:
    return {
        "severity": one.severity,
        "shape": one.shape.key,
        "shape_name": one.shape.name.text,
        "focus": one.focus.key,
        "focus_name": one.focus.name.text,
        "path": one.path.key if one.path else None,
        "value": one.value.key if one.value else None,
        "component": one.component,
        "remedy": one.remedy.text,
    }


def _by() -> str:
    by = request.args.get("by", _WAYS[0])
    if by not in _WAYS:
        raise Problem(
            "bad-request",
            f"by is {by[:40]!r}",
            expected="one of " + ", ".join(_WAYS),
            remedy=f"leave by out or choose {' or '.join(_WAYS)}",
        )
    return by


def _choice() -> Choice:
    """Give the choice of the address, with IRIs in full; a blank node goes by its label."""
    severity = request.args.get("severity", "")
    if severity and severity not in SEVERITIES:
        raise Problem(
            "bad-request",
            f"the severity is {severity[:40]!r}",
            expected="one of " + ", ".join(SEVERITIES),
            remedy=f"leave severity out or choose {' or '.join(SEVERITIES)}",
        )
    shape, focus = (request.args.get(name, "").strip() for name in ("shape", "focus"))
    if shape and "://" not in shape:
        shape = SHAPES + shape
    if focus and "://" not in focus and not focus.startswith("_:"):
        focus = ID + focus
    for name, iri in (("shape", shape), ("focus", focus)):
        if iri and not iri.startswith("_:") and not is_iri(iri):
            raise Problem(
                "bad-request",
                f"the {name} is {iri[:100]!r}",
                expected="an IRI or the end of one",
                remedy=f"leave {name} out or follow a link of {url_for('.quality')}",
            )
        if iri and not iri.startswith("_:") and not occurs(iri):
            raise Problem(
                "not-found",
                f"nothing is known of the {name} <{iri[:100]}>",
                remedy=f"leave {name} out or follow a link of {url_for('.quality')}",
            )
    return Choice(severity, shape, focus)


def _given(choice: Choice) -> dict[str, Any]:  # `url_for` takes them as any
    """Give the choice as addresses have it."""
    given = {
        "severity": choice.severity,
        "shape": choice.shape.removeprefix(SHAPES),
        "focus": choice.focus.removeprefix(ID),
    }
    return {name: text for name, text in given.items() if text}


def _address(by: str, choice: Choice, *, page: int = 1, **changed: str) -> str:
    given = _given(replace(choice, **changed))
    return url_for(
        ".quality",
        by=by if by != _WAYS[0] else None,
        page=page if page > 1 else None,
        **given,
    )
