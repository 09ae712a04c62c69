"""``/build``: a query put together from choices, its answer, and both to take away.

``/build/figures?area=Shenzhen&during=2022`` is the page, ``.json`` its twin, ``.rq`` the query, and
``.xlsx`` and its sisters the answer as a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from console.answered import FILES, Answer, answer_to, file_of
from console.building import KINDS, Kind, kind_named, query_of, sentence
from console.page import show
from console.phrases import phrases, reader_language
from console.pickers import Picker, Values, read_form, values_of
from console.problems import Problem
from console.site import this_site

__all__ = ["blueprint"]

blueprint = Blueprint("build", __name__)

_FORMS: Final = ("json", "rq", *FILES)
_QUERY: Final = "application/sparql-query; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Built:
    """What was chosen, what else can be, and the query of it."""

    kind: Kind
    values: Values
    pickers: list[Picker]
    title: str
    text: str


@blueprint.route("/build")
def build() -> BaseResponse:
    """Lead to what can be built first."""
    asked = f"?{urlencode(request.args)}" if request.args else ""
    return redirect(url_for(".built", name=KINDS[0], lang=None) + asked, code=303)


@blueprint.route("/build/<name>")
def built(name: str) -> Response:
    """Show a query put together from what the address chooses, or give it in another form."""
    stem, _, suffix = name.partition(".")
    if stem not in KINDS or (suffix and suffix not in _FORMS):
        raise Problem(
            "not-found",
            f"nothing is built at {name[:40]!r}",
            expected=f"one of {', '.join(KINDS)}, with no ending or .{', .'.join(_FORMS)}",
            remedy=f"begin at {url_for('.build')}",
        )
    language = reader_language()
    made = _built(kind_named(stem), language)
    if suffix == "rq":
        return Response(made.text, content_type=_QUERY)
    if suffix == "json":
        text = json.dumps(_document(made), ensure_ascii=False, indent=1) + "\n"
        response = Response(text, content_type="application/json")
        response.headers["Content-Language"] = language
        response.vary.add("Accept-Language")
        return response
    if suffix:
        chosen = [one.chosen.slug for one in made.pickers if one.chosen]
        return file_of(made.text, language, suffix, "-".join([stem, *chosen]))
    return _page(made)


def _built(kind: Kind, language: str) -> _Built:
    values = values_of(kind.form, request.args)
    pickers = read_form(kind.form, values, language)
    title = sentence(kind, pickers, phrases(language))
    return _Built(kind, values, pickers, title, query_of(kind, values, language, title))


def _page(made: _Built) -> Response:
    name = made.kind.name
    chosen = {one.name: one.chosen.slug for one in made.pickers if one.chosen}
    answer: Answer | None = None
    problem: Problem | None = None
    try:
        answer = answer_to(made.text, reader_language())
    except Problem as found:
        problem = found
    return show(
        "build.html",
        kind=name,
        title=made.title,
        kinds=[(one, _address(one, {})) for one in KINDS],
        pickers=made.pickers,
        chosen=bool(chosen),
        text=made.text,
        sparql=url_for("sparql.endpoint", query=made.text),
        answer=answer,
        problem=problem,
        files=[(label, _address(f"{name}.{suffix}", chosen)) for suffix, label in FILES.items()],
        document=_address(f"{name}.json", chosen),
        query=_address(f"{name}.rq", chosen),
        loosened=[
            (one.chosen.name.text, _address(name, {**chosen, one.name: ""}))
            for one in made.pickers
            if one.chosen
        ],
    )


def _document(made: _Built) -> dict[str, Any]:
    return {
        "release": this_site().settings.release,
        "kind": made.kind.name,
        "title": made.title,
        "choices": [
            {
                "name": one.name,
                "value": made.values[one.name] or None,
                "choices": [
                    {
                        "value": choice.slug,
                        "iri": choice.iri,
                        "label": choice.name.text,
                        "number": choice.number,
                    }
                    for choice in one.choices
                ],
            }
            for one in made.pickers
        ],
        "query": made.text,
        "answer": answer_to(made.text, reader_language()).document(),
    }


def _address(name: str, chosen: Mapping[str, str]) -> str:
    given = {key: value for key, value in chosen.items() if value}
    if language := request.args.get("lang"):
        given["lang"] = language
    return url_for(".built", name=name, lang=None) + (f"?{urlencode(given)}" if given else "")
