"""``/sources``: who says what, and what is known by one source alone.

``/sources/003`` is one document; ``.json`` and ``.csv`` are for programs, and ``.ttl`` is the graph
of its statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from console.absent import LIKE
from console.findings import ORDER
from console.forms import CSV, JSON, as_csv, as_json, asked_in_sparql, form_of, page_number
from console.library import context
from console.links import follow
from console.naming import Name, name_nodes
from console.page import show
from console.phrases import phrases, reader_language
from console.problems import Problem
from console.reading import construct
from console.site import this_site
from console.sources import (
    KINDS,
    Alone,
    Document,
    Matter,
    Saying,
    known_documents,
    read_alone,
    read_credits,
    read_matters,
    read_sayings,
    read_spans,
    read_things,
)
from console.twins import twin_of_suffix, write_rdf
from kg.vocab import GRAPHS, code_iri

__all__ = ["blueprint"]

blueprint = Blueprint("sources", __name__)

PAGE: Final = 20
STATEMENTS: Final = 60
_MOST_STATEMENTS: Final = 100_000
_TURTLE: Final = "ttl"
_NEAREST: Final = 5
_COLUMNS: Final = (
    "document", "title", "publisher", "published", "accessed", "language", "characters", "sha256",
    "address", "statements", *KINDS, "pending", "matters", "matters_alone", "things",
    "things_alone", *ORDER,
)  # fmt: skip
_SAID: Final = (
    "statement", "record", "kind", "start", "end", "stated", "attributed", "pending", "note",
)  # fmt: skip


@blueprint.route("/sources")
def sources() -> Response:
    """Show every source document, with how much it says and how much is known by it alone."""
    language = reader_language()
    known = known_documents(language)
    number = page_number()
    shown = known[(number - 1) * PAGE : number * PAGE]
    return show(
        "sources.html",
        language=language,
        documents=shown,
        total=len(known),
        spans=read_spans(shown),
        alone=read_alone(shown),
        statements=sum(one.statements for one in known),
        kinds=_kind_names(language),
        outcomes=_outcome_names(language),
        steps={
            name: url_for(".sources", page=there)
            for name, there in (("previous", number - 1), ("next", number + 1))
            if 1 <= there <= -(-len(known) // PAGE)
        },
        twins=[(form.upper(), url_for(".every", suffix=form)) for form in (JSON, CSV)],
        sparql=asked_in_sparql("sources", document=None),
    )


@blueprint.route("/sources.<suffix>")
def every(suffix: str) -> Response:
    """Give every source document, as JSON or CSV."""
    form = form_of(suffix, JSON, CSV)
    known = known_documents(reader_language())
    alone = read_alone(known) if known else {}
    rows = [_row(one, alone[one.slug]) for one in known]
    if form == CSV:
        return as_csv(_COLUMNS, rows)
    return as_json({"release": this_site().settings.release, "sources": rows})


@blueprint.route("/sources/<name>")
def source(name: str) -> Response:
    """Show one document: what rests on it alone, what others know too, and all it says."""
    language = reader_language()
    known = known_documents(language, name)
    form = ""
    if not known:
        stem, _, form = name.rpartition(".")
        known = known_documents(language, stem) if stem else []
    if not known:
        raise _no_source(name, language)
    (document,) = known
    if form:
        return _twin(document, form_of(form, JSON, CSV, _TURTLE), language)
    kind = request.args.get("kind", "")
    if kind and kind not in KINDS:
        raise Problem(
            "bad-request",
            f"the kind is {kind[:40]!r}",
            expected="one of " + ", ".join(KINDS),
            remedy="leave kind out to see all that the source says",
        )
    number = page_number()
    there = document.kinds.get(kind, 0) if kind else document.statements
    credited, derived = read_credits(document, language)
    matters = read_matters(document, phrases(language), language)
    return show(
        "source.html",
        language=language,
        one=document,
        span=read_spans([document])[document.slug],
        alone=read_alone([document])[document.slug],
        matters=[matter for matter in matters if not matter.elsewhere],
        shared=[matter for matter in matters if matter.elsewhere],
        things=read_things(document, language),
        credits=credited,
        derived=derived,
        sayings=read_sayings(document, kind, language, STATEMENTS, (number - 1) * STATEMENTS),
        kind=kind,
        kinds=_kind_names(language),
        outcomes=_outcome_names(language),
        follow=follow,
        steps={
            step: _address(document, kind, page)
            for step, page in (("previous", number - 1), ("next", number + 1))
            if 1 <= page <= -(-there // STATEMENTS)
        },
        of_kind=lambda wanted: _address(document, wanted, 1),
        twins=[
            (text, url_for(".source", name=f"{document.slug}.{form}"))
            for text, form in (("JSON", JSON), ("CSV", CSV), ("Turtle", _TURTLE))
        ],
        sparql=asked_in_sparql(
            "source-statements", document=document.iri, kind=list(KINDS.values())
        ),
        asked_alone=asked_in_sparql("source-matters", document=[document.iri]),
        asked_things=asked_in_sparql("source-things", document=[document.iri]),
    )


def _twin(document: Document, form: str, language: str) -> Response:
    if form == _TURTLE:
        twin = twin_of_suffix(f"x.{_TURTLE}")[1]
        assert twin is not None, "Turtle is a form of a description"
        triples = construct("ontology", graph=f"{GRAPHS}source/{document.slug}")
        return Response(write_rdf(triples, twin, context()), content_type=twin.content_type)
    sayings = [_said(one) for one in read_sayings(document, "", language, _MOST_STATEMENTS, 0)]
    if form == CSV:
        return as_csv(_SAID, sayings)
    matters = read_matters(document, phrases(language), language)
    return as_json(
        {
            "release": this_site().settings.release,
            **_row(document, read_alone([document])[document.slug]),
            "matters": [_matter(one) for one in matters],
            "thingsAlone": [
                iri for _, things in read_things(document, language) for _, iri in things
            ],
            "said": sayings,
        }
    )


def _row(one: Document, alone: Alone) -> dict[str, Any]:
    return {
        "document": one.iri,
        "title": one.title.text,
        "publisher": one.publisher.text,
        "published": one.published or None,
        "accessed": one.accessed or None,
        "language": one.language,
        "characters": one.length,
        "sha256": one.sha256,
        "address": one.address,
        "statements": one.statements,
        **{kind: one.kinds.get(kind, 0) for kind in KINDS},
        "pending": one.pending,
        "matters": alone.matters,
        "matters_alone": alone.matters_alone,
        "things": alone.things,
        "things_alone": alone.things_alone,
        **{name: one.findings.get(name, 0) for name in ORDER},
    }


def _said(one: Saying) -> dict[str, Any]:
    return {
        "statement": one.iri,
        "record": one.record,
        "kind": one.kind,
        "start": one.start,
        "end": one.end,
        "stated": one.stated,
        "attributed": "; ".join(name.text for name in one.attributed),
        "pending": one.pending,
        "note": one.note.text,
    }


def _matter(one: Matter) -> dict[str, Any]:
    return {
        "about": one.words,
        "alone": not one.elsewhere,
        "figures": [
            {"figure": shown.figure.iri, "value": shown.plain, "unit": shown.unit}
            for shown in one.figures
        ],
        "address": "/".join(("/figures", *one.card)) if one.card else None,
    }


def _kind_names(language: str) -> dict[str, Name]:
    names = name_nodes(KINDS.values())
    return {kind: names.of(iri, language) for kind, iri in KINDS.items()}


def _outcome_names(language: str) -> dict[str, Name]:
    iris = {name: code_iri("comparison-outcome", name) for name in ORDER}
    names = name_nodes(iris.values())
    return {name: names.of(iri, language) for name, iri in iris.items()}


def _address(document: Document, kind: str, page: int) -> str:
    return url_for(
        ".source",
        name=document.slug,
        kind=kind or None,
        page=page if page > 1 else None,
        _anchor="said",
    )


def _no_source(name: str, language: str) -> Problem:
    known = known_documents(language)
    called = {one.slug: one for one in known} | {one.title.text: one for one in known}
    near: Sequence[str] = get_close_matches(name, called, _NEAREST, LIKE)
    found = {called[one].slug: called[one] for one in near}
    ids = list(found) or [one.slug for one in known]
    return Problem(
        "not-found",
        f"there is no source {name[:60]!r}",
        expected="the id of a document, such as " + ", ".join(ids[:5] or ["000"]),
        remedy=f"choose one at {url_for('.sources')}",
        nearest=[
            {"iri": one.iri, "name": one.title.text, "address": url_for(".source", name=slug)}
            for slug, one in found.items()
        ],
    )
