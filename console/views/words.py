"""``/search``, ``/complete`` and ``/term``: things by their names.

The index of names answers them; while that of the first release is being made they
answer 503 and say when to come again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request, url_for
from pyoxigraph import Literal

from console.addresses import is_iri
from console.links import follow
from console.naming import Name, name_nodes
from console.page import show
from console.phrases import phrases, reader_language
from console.problems import Problem
from console.reading import select, text_of
from console.words.complete import POSITIONS, Item, Place, complete, item_of
from console.words.index import Index
from console.words.keeper import this_index
from console.words.prefixes import prefixed, well_known
from console.words.ranking import NEAR, Found, Held, label_of
from kg.vocab import PREFIXES

__all__ = ["blueprint"]

blueprint = Blueprint("words", __name__)

LONGEST: Final = 200
_FOUND: Final = 50
_OTHERS: Final = 6
_LINE: Final = 220
_COUNTED: Final = {
    "class": "instances",
    "property": "triples",
    "graph": "triples",
    "individual": "links",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing on the page of a search: where it is described, its other names, a line about it."""

    item: Item
    href: str
    others: tuple[Held, ...]
    line: Name


@dataclass(slots=True)
class Group:
    """The things of one class on the page."""

    iri: str
    label: str
    language: str
    href: str
    hits: list[Hit]


@blueprint.route("/search")
def search() -> Response:
    """Show what is called so, by classes."""
    text, language = _text("q"), reader_language()
    found = this_index().find(text, language, limit=_FOUND) if text else []
    twin = f"{url_for('.search_json')}?{urlencode(list(request.args.items(multi=True)))}"
    query = url_for("sparql.endpoint", query=_query(text))
    return show(
        "search.html",
        sought=text,
        groups=_groups(found, language),
        similar=bool(found) and all(one.match and one.match.step >= NEAR for one in found),
        more=len(found) == _FOUND,
        twin=twin,
        query=query,
    )


@blueprint.route("/search.json")
def search_json() -> Response:
    """Give what is called so, by classes."""
    text, language = _text("q"), reader_language()
    found = this_index().find(text, language, limit=_FOUND) if text else []
    groups = [
        {
            "iri": group.iri or None,
            "label": group.label,
            "language": group.language,
            "results": [
                {
                    **hit.item.document(),
                    "href": hit.href,
                    "names": [{"text": one.text, "language": one.language} for one in hit.others],
                    "line": {"text": hit.line.text, "language": hit.line.language},
                }
                for hit in group.hits
            ],
        }
        for group in _groups(found, language)
    ]
    return _spoken(jsonify(query=text, language=language, groups=groups))


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
    place = Place(position, _iris("class"), _iris("property"))
    items = complete(this_index(), _text("text"), place, reader_language())
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
    said = _said([iri], language).get(iri, {})
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


def _text(name: str) -> str:
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


def _groups(found: list[Found], language: str) -> list[Group]:
    """Give the things by class, the group with the likeliest first."""
    classes = index_of(found)
    said = _said([one.iri for one in found], language)
    say = phrases(language)
    bare = [one.iri for one in found if label_of(one.names, language) is None]
    made = name_nodes(bare)
    groups: dict[str, Group] = {}
    for one in found:
        key = one.narrowest if one.kind == "individual" else one.kind
        if key not in groups:
            named = classes.get(one.narrowest)
            label = label_of(named.names, language) if named and key == one.narrowest else None
            shown = label.text if label else say[f"search_{one.kind}"]
            iri = one.narrowest if label else ""
            groups[key] = Group(
                iri, shown, label.language if label else language, iri and follow(iri).href, []
            )
        item = item_of(one, classes, language)
        if one.iri in made.made:
            name = made.of(one.iri, language)
            item = replace(item, label=name.text, language=name.language)
        others = tuple(name for name in one.names if name.source < 3 and name.text != item.label)
        line = said.get(one.iri, {}).get("definition", Name(""))
        unique = {held.text: held for held in reversed(others)}
        groups[key].hits.append(
            Hit(item, follow(one.iri).href, tuple(reversed(unique.values()))[:_OTHERS], line)
        )
    return list(groups.values())


def index_of(found: Iterable[Found]) -> Mapping[str, Found]:
    """Give the classes of the things, with their names."""
    wanted = {one.narrowest for one in found if one.narrowest}
    return this_index().known(wanted) if wanted else {}


def _said(iris: list[str], language: str) -> dict[str, dict[str, Name]]:
    """Give the definition and the example of each thing in the language, else in English."""
    found: dict[str, dict[str, Name]] = {}
    order = {language: 0, "en": 1, "": 2}
    best: dict[tuple[str, str], int] = {}
    for row in select("definitions", node=sorted(iris)) if iris else ():
        text = row["text"]
        spoken = (text.language or "") if isinstance(text, Literal) else ""
        key = row["node"].value, row["kind"].value
        if order.get(spoken, 3) < best.get(key, 4):
            best[key] = order.get(spoken, 3)
            found.setdefault(key[0], {})[key[1]] = Name(_shortened(text.value), spoken)
    return found


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LINE else plain[:_LINE].rsplit(" ", 1)[0] + "…"


def _aliases(found: Found) -> list[dict[str, Any]]:
    return [
        {"text": one.text, "language": one.language} for one in found.names if one.source in {1, 2}
    ]


def _query(text: str) -> str:
    return text_of("named-like", text=Literal(text))


def _spoken(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response
