"""``/search`` and ``/suggest.json``: where words lead, as questions, figures, pages and things.

The index of names finds the things; while that of the first release is being made the rest of
the answer is given without them.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, jsonify, request, url_for
from pyoxigraph import Literal

from console.hits import Group, groups_of
from console.page import show
from console.phrases import phrases, reader_language
from console.problems import Problem
from console.reading import text_of
from console.seeking import Way, Ways, valued, ways_of
from console.views.words import typed
from console.words.keeper import this_index
from console.words.ranking import BEGUN, EXACT, NEAR, Found
from console.words.within import is_sentence, named_within
from kg.vocab import cbec

__all__ = ["blueprint"]

blueprint = Blueprint("seek", __name__)

_FOUND: Final = 50
_SUGGESTED: Final = 12
_OF_EACH: Final = 3
_NAMED: Final = 4
_PATIENCE: Final = 0.2
"""So long a suggestion waits for names; who types does not wait at all."""


@blueprint.route("/search")
def search() -> Response:
    """Show where the words lead, and what is called so."""
    text, language = typed("q"), reader_language()
    found = this_index().find(text, language, limit=_FOUND) if text else []
    ways = ways_of(text, language)
    groups = groups_of(this_index(), found, language) if found else []
    exact = {one.iri for one in found if one.match and one.match.step == EXACT}
    named = [] if exact or not text else named_within(this_index(), text)
    told = groups_of(this_index(), [one for one in named if _is_meant(one)], language)
    wanted = exact or {one.iri for one in named}
    called = (
        (group, hit)
        for group in (groups if exact else told)
        for hit in group.hits
        if hit.item.iri in wanted
    )
    return show(
        "search.html",
        sought=text,
        ways=ways,
        figures=valued(ways.figures, language),
        groups=groups,
        whole=bool(exact),
        called=[one for one in called if not one[0].technical][:_OF_EACH],
        similar=bool(found) and all(one.match and one.match.step >= NEAR for one in found),
        aside=bool(ways.questions) and not exact and is_sentence(text),
        more=len(found) == _FOUND,
        twin=url_for(".twin", q=text, lang=request.args.get("lang")),
        query=url_for("sparql.endpoint", query=text_of("named-like", text=Literal(text))),
    )


@blueprint.route("/search.json")
def twin() -> Response:
    """Give where the words lead, and what is called so, by kinds."""
    text, language = typed("q"), reader_language()
    found = this_index().find(text, language, limit=_FOUND) if text else []
    groups = groups_of(this_index(), found, language) if found else []
    return _spoken(
        jsonify(
            query=text,
            language=language,
            **_document(ways_of(text, language)),
            groups=[group.document() for group in groups],
        )
    )


@blueprint.route("/suggest.json")
def suggest() -> Response:
    """Give a few places that are meant most likely by what has been typed so far."""
    text, language = typed("q"), reader_language()
    say = phrases(language)
    items = _suggested(text, language) if text else []
    words = {name: say[f"suggest_{name}"] for name in ("list", "count", "none")}
    return _spoken(jsonify(query=text, language=language, items=items[:_SUGGESTED], say=words))


def _suggested(text: str, language: str) -> list[dict[str, str]]:
    say = phrases(language)
    exact, others = _things(text, language)
    # the beginning of a name asks for what the whole name asks for
    ways = ways_of(text, language)
    if exact and not ways.figures:
        ways = ways_of(exact[0]["text"], language)
    return [
        *exact,
        *(_item(one, "question", say["suggest_question"]) for one in ways.questions[:_OF_EACH]),
        *(_item(one, "figures", one.line) for one in ways.figures[:_OF_EACH]),
        *(_item(one, "page", say["suggest_page"]) for one in ways.pages[:_OF_EACH]),
        *others,
    ]


def _things(text: str, language: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Give the things that are called just so, and those whose names hold what was typed."""
    try:
        index = this_index(_PATIENCE)
    except Problem:
        return [], []
    found = index.find(text, language, limit=_NAMED)
    begun = {one.iri for one in found if one.match and one.match.step <= BEGUN}
    exact: list[dict[str, str]] = []
    others: list[dict[str, str]] = []
    for group in groups_of(index, [one for one in found if _is_meant(one)], language):
        if group.technical:
            continue
        for hit in group.hits:
            item = _thing(group, hit.item.label, hit.item.language, hit.href)
            (exact if hit.item.iri in begun else others).append(item)
    return exact, others


def _is_meant(found: Found) -> bool:
    """Tell whether a thing is one to suggest; cells are suggested by their figures."""
    return not found.technical and found.narrowest != cbec("Cell").value


def _thing(group: Group, label: str, language: str, href: str) -> dict[str, str]:
    return {
        "kind": "thing",
        "text": label,
        "language": language,
        "detail": group.label,
        "href": href,
    }


def _item(way: Way, kind: str, detail: str) -> dict[str, str]:
    return {
        "kind": kind,
        "text": way.name.text,
        "language": way.name.language,
        "detail": detail,
        "href": way.href,
    }


def _document(ways: Ways) -> dict[str, Any]:
    return {
        name: [
            {"text": way.name.text, "language": way.name.language, "href": way.href}
            for way in getattr(ways, name)
        ]
        for name in ("questions", "figures", "pages")
    }


def _spoken(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response
