"""``/doc/term/<name>``: what a term of the ontology means, how it is used, and who asks by it.

The page alone is made here; every other form of the description is that of any thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, request, url_for
from pyoxigraph import Literal, NamedNode

from console.forms import asked_in_sparql
from console.library import dataset, examples
from console.links import Link, follow
from console.naming import Name, name_nodes
from console.page import show
from console.phrases import NAMES, reader_language
from console.reading import select
from console.signposting import Landing, header, of_page
from console.surroundings import cite_as
from console.terms import Term, known_terms, spoken
from console.twins import HTML, TWINS, twin_of_suffix
from console.views.resource import accepted_twin
from console.views.resource import document as described
from kg.queries.results import is_number, shorten
from kg.vocab import ONT, PREFIXES

__all__ = ["blueprint"]

blueprint = Blueprint("terms", __name__)

_SHOWN: Final = 12
_SHORT: Final = re.compile(r"\b([a-z]+):([A-Za-z0-9][\w.-]*\w|[A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Use:
    """A thing of a class, or a thing and its value where a property is used."""

    thing: Name
    href: str
    value: Name | None = None
    value_href: str = ""


@blueprint.route("/doc/term/<name>")
def term(name: str) -> Response:
    """Show a term; what is no page, or a list of what points to it, is described as any thing."""
    _, asked = twin_of_suffix(name)
    found = known_terms("ont").get(ONT + name)
    if found is None or asked or "links" in request.args or accepted_twin().media_type != HTML:
        return described(f"term/{name}")
    language = reader_language()
    known = known_terms("ont")
    address = url_for("resource.document", path=f"term/{name}", _external=True, lang=None)
    facts = dataset()
    landing = Landing(
        found.iri,
        address,
        (),
        facts.get("license", ""),
        tuple(filter(None, [facts.get("publisher", "")])),
    )
    query = "term-things" if found.kind == "Class" else "term-pairs"
    response = show(
        "term.html",
        language=language,
        term=found,
        label=spoken(found.labels, language),
        text=spoken(found.definitions, language),
        example=list(_pieces(found.example)),
        lineage=list(_lineage(found, known)),
        beneath=_related(known, lambda one: found.iri in one.above),
        having=_related(known, lambda one: found.iri in one.relations.get("domain", ())),
        meant=_related(known, lambda one: found.iri in one.relations.get("range", ())),
        called=lambda iri: (
            spoken(known[iri].labels, language) if iri in known else Name(shorten(iri))
        ),
        uses=_uses(found, language),
        questions=[examples()[one] for one in found.questions],
        checks=_checks(found, language),
        follow=follow,
        spoken=lambda texts: spoken(texts, language),
        shorten=shorten,
        module=follow(found.module).href if found.module else "",
        citation=cite_as(
            found.iri,
            spoken(found.labels, language).text or found.anchor,
            f"term_kind_{found.kind}",
            language,
        ),
        cited_path=f"term/{name}",
        sparql=asked_in_sparql(query, term=found.iri),
        all_uses=url_for("resource.document", path=f"term/{name}", links=_type_iri())
        if found.kind == "Class"
        else "",
        twins=[
            (twin, url_for("resource.document", path=f"term/{name}.{twin.suffix}"))
            for twin in TWINS
            if twin.media_type != HTML
        ],
        languages={
            code: url_for("resource.document", path=f"term/{name}", lang=code) for code in NAMES
        },
    )
    response.headers["Link"] = header(of_page(landing))
    response.headers["Content-Location"] = url_for("resource.document", path=f"term/{name}.html")
    return response


def _lineage(found: Term, known: Mapping[str, Term]) -> Iterator[Term]:
    """Give what stands above a term, from the top; of several parents the first counts."""
    line: list[Term] = []
    above = found.above
    while above and above[0] in known and known[above[0]] not in (*line, found):
        line.append(known[above[0]])
        above = line[-1].above
    yield from reversed(line)


def _related(known: Mapping[str, Term], wanted: Callable[[Term], bool]) -> list[Term]:
    return [one for one in known.values() if wanted(one)]


def _pieces(text: str) -> Iterator[tuple[str, Link | None]]:
    """Give an example in pieces; a short IRI of ours is one that leads to what it names."""
    at = 0
    for match in _SHORT.finditer(text):
        prefix, local = match.groups()
        if prefix not in PREFIXES:
            continue
        if match.start() > at:
            yield text[at : match.start()], None
        yield match[0], follow(PREFIXES[prefix] + local)
        at = match.end()
    if at < len(text):
        yield text[at:], None


def _uses(found: Term, language: str) -> list[Use]:
    """Give the first things of a class, or the first places where a property is used."""
    if found.kind == "Class":
        rows = select("term-things", limit=_SHOWN, term=found.iri)
        names = name_nodes({row["thing"].value for row in rows})
        things = (row["thing"].value for row in rows)
        return [Use(names.of(iri, language), follow(iri).href) for iri in things]
    rows = select("term-pairs", limit=_SHOWN, term=found.iri)
    nodes = {
        one.value
        for row in rows
        for one in (row["thing"], row["value"])
        if isinstance(one, NamedNode)
    }
    names = name_nodes(nodes)
    uses = []
    for row in rows:
        value = row["value"]
        if isinstance(value, NamedNode):
            said, href = names.of(value.value, language), follow(value.value).href
        else:
            spoken_in = (value.language or "") if isinstance(value, Literal) else ""
            said, href = Name(_number(value), spoken_in), ""
        thing = row["thing"].value
        uses.append(Use(names.of(thing, language), follow(thing).href, said, href))
    return uses


def _number(value: object) -> str:
    text = str(getattr(value, "value", value))
    whole = text.lstrip("-").isdigit()
    return f"{int(text):,}" if whole and isinstance(value, Literal) and is_number(value) else text


def _checks(found: Term, language: str) -> list[tuple[Name, str, Name]]:
    """Give the rules for a term: what each is called, where it is described, what to do."""
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for row in select("term-checks", term=found.iri):
        message = row["message"]
        if isinstance(message, Literal):
            texts[row["check"].value][message.language or ""] = message.value
    names = name_nodes(texts) if texts else None
    return [
        (names.of(iri, language), follow(iri).href, spoken(said, language))
        for iri, said in texts.items()
        if names is not None
    ]


def _type_iri() -> str:
    return f"{PREFIXES['rdf']}type"
