"""``/evidence/<statement>``: what was stated, where it stands, what rests on it.

Where the server has the text of the article, the page shows it with the span marked. Such a page
is for who asked for it and is kept nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, current_app, url_for

from console.links import follow
from console.page import show
from console.phrases import phrases, reader_language
from console.reading import text_of
from console.record import Record, Span, Told, find_statement, read_record
from console.site import this_site
from console.texts import Passage, Texts
from kg.figures.why_render import why_json
from kg.vocab import ID

__all__ = ["blueprint"]

blueprint = Blueprint("evidence", __name__)

_TEXTS: Final = "console.texts"
_SUFFIX: Final = ".json"


@blueprint.route("/evidence/<name>")
def evidence(name: str) -> Response:
    """Give the record of a statement or a derived figure, as a page or as JSON."""
    language = reader_language()
    iri = find_statement(name.removesuffix(_SUFFIX))
    record = read_record(iri, phrases(language), language)
    if name.endswith(_SUFFIX):
        text = json.dumps(_document(record), ensure_ascii=False, indent=1) + "\n"
        return Response(text, content_type="application/json")
    passages = [_passage(span) for span in record.spans]
    response = show(
        "evidence.html",
        language=language,
        record=record,
        places=list(zip(record.spans, passages, strict=True)),
        texts=this_site().settings.texts is not None,
        citation=_citation(record, phrases(language)),
        follow=follow,
        card=_card(record.told) if record.told else "",
        twin=url_for(".evidence", name=record.id + _SUFFIX),
        description=url_for("resource.document", path=iri.removeprefix(ID)),
        sparql=url_for("sparql.endpoint", query=text_of("evidence-of", iri=iri)),
    )
    if this_site().settings.texts is not None:
        # a text comes and goes without a new release
        response.headers["Cache-Control"] = "private, no-store"
    if any(passages):
        response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _passage(span: Span) -> Passage | None:
    folder = this_site().settings.texts
    if folder is None:
        return None
    texts = current_app.extensions.setdefault(_TEXTS, Texts(folder))
    assert isinstance(texts, Texts)
    return texts.passage(span.sha256, span.start, span.end)


def _card(told: Told) -> str:
    """Give the address of the card on which a figure stands, empty where it stands on none."""
    cell = told.figure.cell
    kind, _, area = cell.area.partition("/")
    if kind != "place":
        return ""
    return url_for("figures.card", indicator=cell.indicator, area=area, period=cell.period)


def _citation(record: Record, say: Mapping[str, str]) -> str:
    """Give the words with which to cite a statement."""
    parts = []
    if record.told:
        parts.append(f"{record.told.words}: {record.told.value} ({record.told.bounds})")
    else:
        parts.append(record.note)
    for span in record.spans or _beneath(record.told):
        where = f"{say['characters']} {span.start}–{span.end}"
        parts.append(", ".join(filter(None, (span.publisher, span.title, where, span.address))))
    graph = f"{say['graph_subject']} {say['graph_kind']}"
    if release := this_site().settings.release:
        graph += f", {say['from_releases'].format(release)}"
    parts += [graph, record.iri]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _beneath(told: Told | None) -> list[Any]:
    """Give where the reported figures beneath a derived one stand."""
    steps = told.step.steps() if told else ()
    return sorted({citation for step in steps for citation in step.citations})


def _document(record: Record) -> dict[str, object]:
    return {
        "release": this_site().settings.release,
        "iri": record.iri,
        "record": record.id,
        "kinds": [kind.text for kind in record.kinds],
        "note": record.note,
        "facts": {fact.iri: list(fact.plain) for fact in record.facts},
        "spans": [
            {
                "document": f"{ID}doc/{span.document}",
                "title": span.title,
                "publisher": span.publisher,
                "address": span.address,
                "start": span.start,
                "end": span.end,
                "length": span.length,
                "sha256": span.sha256,
            }
            for span in record.spans
        ],
        "near": [
            {"record": one.record, "relation": one.relation, "start": one.start, "end": one.end}
            for one in record.neighbours
        ],
        "why": why_json(record.told.step) if record.told else None,
        "restsOnThis": [one.figure.iri for one in record.resting],
    }
