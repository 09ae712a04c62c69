"""``/examples/``: the library of questions, to look through, to ask and to take away.

A question is a page with its parameters as fields and its answer below, RDF, the query itself, and
its answer as a file: ``/examples/park-functions.xlsx?place=Hengqin``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from itertools import chain
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from console.answered import FILES, Answer, answer_to, file_of
from console.gallery import TOPICS, cite_question, entries, form_of, said, topics_of
from console.library import Example, context, dataset, examples
from console.page import show
from console.phrases import reader_language
from console.pickers import Picker, Values, read_form, values_of
from console.problems import Problem
from console.reading import construct, occurs, text_of
from console.signposting import Landing, header, of_page, of_twin
from console.site import this_site
from console.twins import HTML, JSON, TWINS, Twin, twin_of_suffix, write_rdf
from console.views.resource import accepted_twin, twin_response
from kg.queries.parameters import fill_in, spoken
from kg.vocab import BASE, GRAPHS

__all__ = ["blueprint"]

blueprint = Blueprint("examples", __name__)

_QUERY: Final = "application/sparql-query"
_LONGEST_WORDS: Final = 300


@blueprint.route("/examples/", defaults={"suffix": ""})
@blueprint.route("/examples.<suffix>")
def library(suffix: str) -> Response:
    """Give the whole library, or what of it fits, in the form of the suffix or as accepted."""
    twin = _twin(suffix)
    landing = _landing(f"{BASE}examples", "examples")
    if twin.media_type == HTML:
        response = _gallery(landing)
    elif twin.media_type == JSON:
        response = _json(_listed(*_wanted()), landing, twin)
    else:
        triples = construct("ontology", graph=f"{GRAPHS}examples")
        response = _rdf(write_rdf(triples, twin, context()), landing, twin)
    response.headers["Content-Location"] = url_for(".library", suffix=twin.suffix, lang=None)
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
    """Give a question with its answer, in the form of the suffix or as accepted.

    ``.rq`` is the query itself; ``.xlsx`` and its sisters are the whole answer as a file.
    """
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix == "rq":
        return _query(_found(stem))
    if dot and suffix in FILES and stem in examples():
        return _file(_found(stem), suffix)
    stem, asked = twin_of_suffix(name)
    found = _found(stem)
    twin = asked or _twin("")
    landing = _landing(found.iri, f"examples/{stem}")
    if twin.media_type == HTML:
        response = _page(found, landing)
    elif twin.media_type == JSON:
        response = _json(_document(found), landing, twin)
    else:
        triples = construct("example", question=found.iri)
        response = _rdf(write_rdf(triples, twin, context()), landing, twin)
    response.headers["Content-Location"] = url_for(".example", name=f"{stem}.{twin.suffix}")
    return response


def _gallery(landing: Landing) -> Response:
    words, topic = _wanted()
    language = reader_language()
    found = entries(words, topic, language)
    groups = {
        one: [entry for entry in found if one in topics_of(entry.example)]
        for one in TOPICS
        if topic in {"", one}
    }
    counts = Counter(chain.from_iterable(map(topics_of, examples().values())))
    every: dict[str, Any] = {"lang": request.args.get("lang"), "q": words or None}
    return _html(
        "examples.html",
        landing,
        words=words,
        topic=topic,
        found=found,
        groups=groups,
        topics=[(one, counts[one], url_for(".library", topic=one, **every)) for one in TOPICS],
        everything=url_for(".library", **every),
        sparql=url_for("sparql.endpoint", query=text_of("examples")),
        address=_address,
        build=url_for("build.build") if "build.build" in current_app.view_functions else "",
    )


def _page(found: Example, landing: Landing) -> Response:
    language = reader_language()
    values = _values(found)
    pickers = read_form(form_of(found), values, language)
    text = _text(found, values)
    answer, problem = _answered(text, language)
    arguments = _arguments(pickers) if request.args else {}
    citation, otherwise = cite_question(found, values, pickers, language)
    return _html(
        "example.html",
        landing,
        example=found,
        summary=said(found, language, values),
        others=[said(found, code, values) for code in found.summaries if code != language],
        citation=citation,
        cited_path=f"examples/{found.name}",
        otherwise=otherwise,
        topics=topics_of(found),
        pickers=pickers,
        changed=any(one.name in request.args for one in found.parameters),
        text=text,
        sparql=url_for("sparql.endpoint", query=text),
        loosened=_loosened(found, pickers),
        answer=answer,
        problem=problem,
        files=[(name, _address(f"{found.name}.{suffix}", arguments)) for suffix, name in
               FILES.items()],
        document=_address(f"{found.name}.json", arguments),
        query=_address(f"{found.name}.rq", arguments),
    )  # fmt: skip


def _answered(text: str, language: str) -> tuple[Answer | None, Problem | None]:
    try:
        return answer_to(text, language), None
    except Problem as problem:
        return None, problem


def _query(found: Example) -> Response:
    text = fill_in(found.text, _values(found)) if _asked(found) else found.text
    return Response(text, content_type=f"{_QUERY}; charset=utf-8")


def _file(found: Example, suffix: str) -> Response:
    return file_of(_text(found, _values(found)), reader_language(), suffix, found.name)


def _document(found: Example) -> dict[str, Any]:
    """Give a question as it is asked, its choices and its answer."""
    language = reader_language()
    values = _values(found)
    text = _text(found, values)
    return {
        "release": this_site().settings.release,
        **_outline(found),
        "asked": said(found, language, values).text,
        "parameters": [
            {
                "name": one.name,
                "value": values[one.name] or None,
                "choices": [
                    {"value": choice.slug, "iri": choice.iri, "label": choice.name.text}
                    for choice in one.choices
                ],
            }
            for one in read_form(form_of(found), values, language)
        ],
        "query": text,
        "answer": answer_to(text, language).document(),
    }


def _listed(words: str, topic: str) -> dict[str, Any]:
    return {
        "release": this_site().settings.release,
        "sought": words or None,
        "topic": topic or None,
        "questions": [
            {
                **_outline(one.example),
                "parameters": [
                    {"name": each.name, "default": each.default or None, "class": each.type or None}
                    for each in one.example.parameters
                ],
                "chosen": one.chosen,
                "address": _address(one.example.name, one.chosen),
            }
            for one in entries(words, topic, reader_language())
        ],
    }


def _outline(found: Example) -> dict[str, Any]:
    return {
        "name": found.name,
        "iri": found.iri,
        "summaries": dict(found.summaries),
        "tags": list(found.tags),
        "topics": topics_of(found),
    }


def _wanted() -> tuple[str, str]:
    """Give the words and the topic that were asked for."""
    words = " ".join(request.args.get("q", "").split())
    if len(words) > _LONGEST_WORDS:
        raise Problem(
            "bad-request",
            f"q has {len(words):,} characters",
            expected=f"at most {_LONGEST_WORDS}",
            remedy="ask in a few words",
        )
    topic = request.args.get("topic", "")
    if topic and topic not in TOPICS:
        raise Problem(
            "not-found", f"there is no topic {topic[:40]!r}", expected=f"one of {', '.join(TOPICS)}"
        )
    return words, topic


def _values(found: Example) -> Values:
    return values_of(form_of(found), request.args)


def _asked(found: Example) -> bool:
    return any(one.name in request.args for one in found.parameters)


def _text(found: Example, values: Values) -> str:
    """Give the query that is asked, for texts in the reader's language."""
    text = spoken(fill_in(found.text, values), reader_language())
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")) + "\n"


def _arguments(pickers: list[Picker]) -> dict[str, str]:
    return {one.name: one.chosen.slug if one.chosen else "" for one in pickers}


def _address(name: str, arguments: Mapping[str, str]) -> str:
    """Give the address of a question with values chosen, in the language that was asked for."""
    given = dict(arguments)
    if language := request.args.get("lang"):
        given["lang"] = language
    asked = f"?{urlencode(given)}" if given else ""
    return url_for(".example", name=name, lang=None) + asked


def _loosened(found: Example, pickers: list[Picker]) -> list[tuple[str, str]]:
    """Give what was chosen, each with the address of the question where it is left open."""
    arguments = _arguments(pickers)
    return [
        (one.chosen.name.text, _address(found.name, {**arguments, one.name: ""}))
        for one in pickers
        if one.chosen
    ]


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
        return accepted_twin()
    found = next((twin for twin in TWINS if twin.suffix == suffix), None)
    if found is None:
        known = ", ".join(twin.suffix for twin in TWINS)
        raise Problem("not-found", f"there is no form .{suffix}", expected=known)
    return found


def _landing(iri: str, path: str) -> Landing:
    facts = dataset()
    return Landing(
        iri=iri,
        address=url_for("pages.home", _external=True, lang=None) + path,
        types=("https://schema.org/SoftwareSourceCode",),
        license=facts.get("license", ""),
        authors=tuple(filter(None, [facts.get("publisher", "")])),
    )


def _html(template: str, landing: Landing, **shown: Any) -> Response:
    twins = [one for one in TWINS if one.media_type not in {HTML, JSON}]
    response = show(
        template,
        twins=[(one, f"{landing.address}.{one.suffix}") for one in twins],
        iri=landing.iri,
        **shown,
    )
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    # no link set of its own
    targets = [one for one in of_page(landing) if not one.href.endswith(".linkset")]
    response.headers["Link"] = header(targets)
    return response


def _json(document: dict[str, Any], landing: Landing, twin: Twin) -> Response:
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    response = _rdf(text.encode(), landing, twin)
    response.vary.add("Accept-Language")
    return response


def _rdf(body: bytes, landing: Landing, twin: Twin) -> Response:
    response = twin_response(body, twin)
    targets = [one for one in of_twin(landing, twin) if not one.href.endswith(".linkset")]
    response.headers["Link"] = header(targets)
    return response
