"""``/complete`` and ``/term``: things by their names.

The index of names answers both; while that of the first release is being made they
answer 503 and say when to come again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from console.addresses import is_iri
from console.hits import definitions
from console.links import follow
from console.naming import Name, name_nodes
from console.phrases import reader_language
from console.problems import Problem
from console.words.complete import POSITIONS, Place, complete, item_of
from console.words.index import Index
from console.words.keeper import this_index
from console.words.prefixes import prefixed, well_known
from console.words.ranking import Found
from kg.vocab import PREFIXES

__all__ = ["blueprint", "typed"]

blueprint = Blueprint("words", __name__)

LONGEST: Final = 200
_COUNTED: Final = {
    "class": "instances",
    "property": "triples",
    "graph": "triples",
    "individual": "links",
}


@blueprint.route("/complete")
def completion() -> Response:
    """Give what may stand at a place of a query and begins so."""
    position = request.args.get("position", "any")
    if position not in POSITIONS:
        raise Problem(
            "bad-request",
            f"position is {position[:40]!r}",
            expected="one of " + ", ".join(POSITIONS),
        )
    place = Place(position, _iris("class"), _iris("property"), _iris("having"))
    items = complete(this_index(), typed("text"), place, reader_language())
    return _spoken(jsonify(items=[item.document() for item in items]))


@blueprint.route("/term")
def term() -> Response:
    """Say what is known of one term, as much as a card beside the text can show."""
    iri = _term()
    language = reader_language()
    index = this_index()
    found = index.known([iri]).get(iri)
    if found is None:
        raise Problem(
            "not-found",
            f"the graph says nothing of {iri}",
            nearest=[
                {"iri": one.iri, "name": prefixed(one.iri), "address": follow(one.iri).href}
                for one in _near(index, iri)
            ],
        )
    classes = index.known([found.narrowest] if found.narrowest else [])
    item = item_of(found, classes, language)
    names = name_nodes([iri])
    label = names.of(iri, language)
    said = definitions([iri], language).get(iri, {})
    document = {
        "iri": iri,
        "name": item.name,
        "label": label.text,
        "language": label.language,
        "labels": {one.language: one.text for one in names.labels(iri)},
        "aliases": _aliases(found),
        "definition": said.get("definition", Name("")).text,
        "example": said.get("example", Name("")).text,
        "counts": {_COUNTED[found.kind]: found.uses},
        "kind": found.kind,
        "class": {"iri": found.narrowest, "label": item.detail} if found.narrowest else None,
        "href": follow(iri).href,
    }
    return _spoken(jsonify(document))


def typed(name: str) -> str:
    """Give what was typed; raises `Problem` where it is too long to be a name."""
    text = request.args.get(name, "").strip()
    if len(text) > LONGEST:
        raise Problem(
            "bad-request",
            f"{name} has {len(text):,} characters",
            expected=f"at most {LONGEST}",
            remedy="names are searched here; texts are searched with SPARQL",
        )
    return text


def _iris(name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(request.args.getlist(name)))
    for value in values:
        if not is_iri(value):
            raise Problem("bad-request", f"{name} is {value[:100]!r}", expected="an IRI")
    return values[:20]


def _term() -> str:
    """Give the IRI that the request names, in full or by a prefix."""
    iri, name = request.args.get("iri", ""), request.args.get("name", "")
    if is_iri(iri):
        return iri
    prefix, colon, local = name.partition(":")
    known = {**well_known(), **PREFIXES}
    if colon and prefix in known and is_iri(known[prefix] + local):
        return known[prefix] + local
    raise Problem(
        "bad-request",
        f"the term is {(iri or name)[:100]!r}",
        expected="iri, or name with a known prefix such as place:Shenzhen",
    )


def _near(index: Index, iri: str) -> Iterable[Found]:
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    found = index.find(iri[cut:], reader_language(), limit=20)
    return [one for one in found if one.iri.startswith(iri[:cut])][:5]


def _aliases(found: Found) -> list[dict[str, Any]]:
    return [
        {"text": one.text, "language": one.language} for one in found.names if one.source in {1, 2}
    ]


def _spoken(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response
