"""``/examples/``: the library of questions, each as a page, as RDF and as a query to take away."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from console.library import Example, context, dataset, examples
from console.naming import Name
from console.phrases import phrases, reader_language
from console.problems import Problem
from console.reading import construct, occurs
from console.signposting import Landing, header, of_page, of_twin
from console.site import this_site
from console.twins import HTML, JSON, TWINS, Twin, twin_of_suffix, write_rdf
from console.views.resource import accepted_twin, twin_response
from kg.vocab import BASE, GRAPHS

__all__ = ["blueprint"]

blueprint = Blueprint("examples", __name__)

_QUERY: Final = "application/sparql-query"
_TWINS: Final = tuple(twin for twin in TWINS if twin.media_type != JSON)


@blueprint.route("/examples/", defaults={"suffix": ""})
@blueprint.route("/examples.<suffix>")
def library(suffix: str) -> Response:
    """Give the whole library, in the form of the suffix or as accepted."""
    twin = _twin(suffix)
    landing = _landing(f"{BASE}examples", "examples")
    if twin.media_type == HTML:
        groups: dict[str, list[Example]] = {}
        for one in examples().values():
            groups.setdefault(one.tags[0], []).append(one)
        response = _html("examples.html", landing, twin, groups=dict(sorted(groups.items())))
    else:
        triples = construct("ontology", graph=f"{GRAPHS}examples")
        response = _rdf(write_rdf(triples, twin, context()), landing, twin)
    response.headers["Content-Location"] = f"{url_for('pages.home')}examples.{twin.suffix}"
    return response


@blueprint.route("/examples/<name>/<parameter>")
def parameter(name: str, parameter: str) -> BaseResponse:
    """Lead from a parameter of a question to the question, which describes it."""
    found = _found(name)
    if not occurs(f"{found.iri}/{parameter}"):
        raise Problem("not-found", f"the question {name!r} has no parameter {parameter!r}")
    return redirect(url_for(".example", name=name), code=303)


@blueprint.route("/examples/<name>")
def example(name: str) -> Response:
    """Give a question, in the form of the suffix or as accepted; ``.rq`` is the query itself."""
    if name.endswith(".rq"):
        found = _found(name.removesuffix(".rq"))
        return Response(found.text, content_type=f"{_QUERY}; charset=utf-8")
    stem, asked = twin_of_suffix(name)
    found = _found(stem)
    twin = asked if asked in _TWINS else _twin("")
    landing = _landing(found.iri, f"examples/{stem}")
    if twin.media_type == HTML:
        response = _html("example.html", landing, twin, example=found)
    else:
        triples = construct("example", question=found.iri)
        response = _rdf(write_rdf(triples, twin, context()), landing, twin)
    response.headers["Content-Location"] = url_for(".example", name=f"{stem}.{twin.suffix}")
    return response


def _found(name: str) -> Example:
    known = examples()
    if name not in known:
        raise Problem(
            "not-found",
            f"no question is named {name!r}",
            remedy=f"choose one at {url_for('.library')}",
        )
    return known[name]


def _twin(suffix: str) -> Twin:
    if not suffix:
        twin = accepted_twin()
        return twin if twin in _TWINS else _TWINS[1]
    found = next((twin for twin in _TWINS if twin.suffix == suffix), None)
    if found is None:
        known = ", ".join(twin.suffix for twin in _TWINS)
        raise Problem("not-found", f"there is no form .{suffix}", expected=known)
    return found


def _landing(iri: str, path: str) -> Landing:
    facts = dataset()
    return Landing(
        iri=iri,
        address=url_for("pages.home", _external=True) + path,
        types=("https://schema.org/SoftwareSourceCode",),
        license=facts.get("license", ""),
        authors=tuple(filter(None, [facts.get("publisher", "")])),
    )


def _html(template: str, landing: Landing, twin: Twin, **shown: object) -> Response:
    language = reader_language()

    def summary(one: Example) -> Name:
        spoken = language if language in one.summaries else "en"
        return Name(one.summaries.get(spoken, one.summary), spoken)

    page = render_template(
        template,
        say=phrases(language),
        language=language,
        summary=summary,
        twins=[(one, f"{landing.address}.{one.suffix}") for one in _TWINS if one != twin],
        iri=landing.iri,
        settings=this_site().settings,
        **shown,
    )
    response = Response(page, content_type=twin.content_type)
    # no link set of its own, and no plain JSON
    targets = [one for one in of_page(landing) if not one.href.endswith((".linkset", ".json"))]
    response.headers["Link"] = header(targets)
    response.headers["Content-Language"] = language
    response.vary.add("Accept-Language")
    return response


def _rdf(body: bytes, landing: Landing, twin: Twin) -> Response:
    response = twin_response(body, twin)
    targets = [one for one in of_twin(landing, twin) if not one.href.endswith(".linkset")]
    response.headers["Link"] = header(targets)
    return response
