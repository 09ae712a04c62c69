"""What stands on a thing's page beside its description: where it is, when, in numbers, cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pyoxigraph import NamedNode

from console.atlas import Atlas, draw, narrowest, shown_in
from console.chronology import Item, around, read_items
from console.citing import Citation
from console.land import WIDTH, MapView, land_of
from console.lanes import Strip, strips
from console.naming import Name
from console.numbers import figure_words, numbers_of
from console.phrases import phrases
from console.places import Flow, Place, read_flows, read_places
from console.resource import Resource
from console.showing import ENTAILED
from console.site import this_site
from kg.vocab import BASE, ID, ONT, PREFIXES

__all__ = ["Locator", "article_words", "cite", "cite_as", "locate", "surround"]

_SPATIAL: Final = ("Place", "Agent", "Event", "Platform", "Programme", "LogisticsRoute")
# kinds of which the ontology does not speak: the phrase that says each in a citation
_KINDS: Final = {
    PREFIXES[prefix] + name: phrase
    for prefix, name, phrase in (
        ("owl", "Class", "term_kind_Class"),
        ("owl", "DatatypeProperty", "term_kind_DatatypeProperty"),
        ("owl", "ObjectProperty", "term_kind_ObjectProperty"),
        ("owl", "Ontology", "cite_vocabulary"),
        ("sh", "NodeShape", "cite_shape"),
        ("sh", "PropertyShape", "cite_shape"),
        ("sh", "PrefixDeclaration", "cite_prefix"),
        ("sh", "SPARQLExecutable", "cite_question"),
        ("sh", "SPARQLSelectExecutable", "cite_question"),
        ("sh", "SPARQLConstructExecutable", "cite_question"),
        ("sh", "SPARQLAskExecutable", "cite_question"),
        ("void", "Dataset", "data_note"),
    )
}
_TEMPORAL: Final = (*_SPATIAL, "EventSeries", "SourceDocument")


@dataclass(frozen=True, slots=True)
class Locator:
    """A small map: the places that a thing has to do with, and others in grey around them."""

    view: MapView
    maps: tuple[Atlas, ...]
    land: str
    whole: int
    places: tuple[Place, ...]
    aside: frozenset[str]


def surround(resource: Resource, say: Mapping[str, str], language: str) -> dict[str, Any]:
    """Give the values with which a template shows all this; what a thing has not is empty."""
    name = resource.names.of(resource.iri, language)
    items = _items(resource, language)
    return {
        "locator": locate(resource, language),
        "items": items,
        "strips": _strips(items),
        "numbers": numbers_of(resource, say, language),
        "figure_words": figure_words(resource, say, language),
        "citation": cite(resource, name, say, language),
        "article": article_words(resource, language),
    }


def locate(resource: Resource, language: str) -> Locator | None:
    """Give the map of a thing: of itself, where it is or works, and what flows from or to it."""
    if not resource.is_a(*_SPATIAL):
        return None
    everywhere, flows = read_places(language), _flows(resource, language)
    wanted = _stated_places(resource) | {end for one in flows for end in (one.start, one.end)}
    if resource.is_a("Place"):
        wanted = {resource.iri}
    places = [one for one in everywhere if one.iri in wanted and one.position]
    if not places:
        return None
    view = narrowest(places)
    drawn = [one for one in places if one.position and view.holds(*one.position.numbers)]
    near = [one for one in shown_in(view, everywhere, []) if one not in drawn]
    aside = [one for one in near if one.sort in ("cities", "regions")]
    maps = draw(view, [*drawn, *aside], flows, frames=False)[-1:]
    around_it = frozenset(one.iri for one in aside)
    return Locator(view, maps, land_of(view), WIDTH, tuple(drawn), around_it) if drawn else None


def cite(resource: Resource, name: Name, say: Mapping[str, str], language: str) -> Citation:
    """Give how the description of a thing is cited, as of this release."""
    kinds = resource.types.get(resource.iri, ())
    own = [iri for iri in kinds if iri.startswith(ONT)]
    known = [say[_KINDS[iri]] for iri in kinds if iri in _KINDS]
    note = resource.names.of(own[0], language).text if own else "".join(known[:1])
    return _cited(resource.iri, name.text, note, say)


def cite_as(iri: str, title: str, kind: str, language: str) -> Citation:
    """Give how what an IRI names is cited, as of this release; ``kind`` is a phrase."""
    say = phrases(language)
    return _cited(iri, title, say[kind], say)


def _cited(iri: str, title: str, note: str, say: Mapping[str, str]) -> Citation:
    settings = this_site().settings
    local = iri.removeprefix(ID).removeprefix(BASE)
    slug = "".join(letter if letter.isalnum() else "-" for letter in local)
    return Citation(
        f"cbec-{slug}",
        title,
        f"{say['graph_subject']} {say['graph_kind']}",
        settings.release,
        (settings.modified or datetime.now(UTC)).strftime("%Y-%m-%d"),
        iri,
        note,
    )


def article_words(resource: Resource, language: str) -> str:
    """Give how the article itself is cited, where the thing is a document: as its facts have it."""
    if not resource.is_a("SourceDocument"):
        return ""

    def told(name: str) -> str:
        values = resource.values(ONT + name)
        words = (
            resource.names.of(one.value, language).text if isinstance(one, NamedNode) else one.value
            for one in values
        )
        return ", ".join(words)

    title = resource.names.of(resource.iri, language).text
    parts = (told("author"), title, told("publisher"), told("publicationDate")[:10])
    return ". ".join(filter(None, (*parts, told("sourceAddress")))) + "."


def _items(resource: Resource, language: str) -> list[Item]:
    return around(read_items(language), resource.iri) if resource.is_a(*_TEMPORAL) else []


def _strips(items: Sequence[Item]) -> tuple[Strip, ...]:
    return strips(items) if len(items) > 2 else ()


def _stated_places(resource: Resource) -> set[str]:
    """Give the places that the facts name outright."""
    return {
        fact.value.value
        for fact in resource.facts
        if isinstance(fact.value, NamedNode)
        and fact.graphs != (ENTAILED,)
        and ONT + "Place" in resource.types.get(fact.value.value, ())
    }


def _flows(resource: Resource, language: str) -> list[Flow]:
    if not resource.is_a("Platform", "LogisticsRoute"):
        return []
    return [one for one in read_flows(language) if one.what == resource.iri]
