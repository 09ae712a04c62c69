"""Which parameters each page reads: an address that asks for more is refused, not half obeyed.

``lang`` counts everywhere, and what programs that follow visits append is no wish of the reader.
The first page is left out: whatever a link from elsewhere has, it opens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from console.building import KINDS, kind_named
from console.choices import FACETS as FIGURES
from console.findings import FACETS as FINDINGS
from console.library import examples
from console.problems import Problem

__all__ = ["PARAMETERS", "check_parameters"]

PARAMETERS: Final[Mapping[str, Sequence[str]]] = {
    "audit.audit": (*FINDINGS, "page"),
    "audit.finding": (),
    "audit.twin": (*FINDINGS, "page"),
    "catalog.catalog": (),
    "compare.compare": ("a", "b"),
    "compare.rows": ("a", "b"),
    "compare.twin": ("a", "b"),
    "data.data": (),
    "data.form": (),
    "evidence.evidence": (),
    "examples.library": ("q", "topic"),
    "figures.card": (),
    "figures.every": tuple(FIGURES),
    "figures.figures": tuple(FIGURES),
    "map.every": ("show", "view"),
    "map.places": ("show", "view"),
    "ontology.document": (),
    "ontology.vocabulary": (),
    "pages.index": (),
    "problems.explain": (),
    "problems.index": (),
    "quality.quality": ("by", "severity", "shape", "focus", "page"),
    "quality.twin": ("by", "severity", "shape", "focus", "page"),
    "resource.document": ("links", "page"),
    "seek.search": ("q",),
    "seek.suggest": ("q",),
    "seek.twin": ("q",),
    "share.code": ("query",),
    "share.embedded": ("query", "view"),
    "sources.every": (),
    "sources.source": ("kind", "page"),
    "sources.sources": (),
    "terms.term": ("links", "page"),
    "timeline.every": ("show", "year"),
    "timeline.timeline": ("show", "year"),
    "tour.steps": (),
    "tour.tour": (),
}
"""The endpoints of pages and their twins with what they read; those of questions have their own."""

_HARMLESS: Final = re.compile(r"lang|ref|utm_\w+|(?:fb|g|ms|tt|tw)clid|[gw]braid|mc_[ce]id|_\w+")


_FORMS: Final = frozenset({"audit.audit", "examples.library", "figures.figures"})
"""Pages with a form of which a field that was left open says nothing."""


def check_parameters() -> Response | None:
    """Raise `Problem` where the address names a parameter that the page does not read.

    An address with what a form left open leads to the one without it.
    """
    _refuse_unknown()
    if request.endpoint in _FORMS and not all(one for _, one in request.args.items(multi=True)):
        asked = request.args.to_dict(flat=False)
        kept: dict[str, Any] = {
            name: given for name, of in asked.items() if (given := [one for one in of if one])
        }
        return redirect(url_for(request.endpoint, **kept), 303)
    return None


def _refuse_unknown() -> None:
    asked = [name for name in request.args if not _HARMLESS.fullmatch(name)]
    known = _known() if asked else None
    if known is None:
        return
    for name in asked:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.6)
            # what a page of ours has in a path is shown shortened, as any text of an address
            page = request.path[:100]
            said = f"write {near[0]} instead" if near else f"leave {name[:40]} out"
            raise Problem(
                "bad-request",
                f"{name[:40]!r} (here {request.args[name][:40]!r}) is no parameter of {page}",
                expected="one of " + ", ".join((*known, "lang")) if known else "no other than lang",
                remedy=said,
            )


def _known() -> Sequence[str] | None:
    """Give what the page asked for reads, None where this is not told here."""
    name = str((request.view_args or {}).get("name", "")).partition(".")[0]
    if request.endpoint == "examples.example" and name in (known := examples()):
        return [one.name for one in known[name].parameters]
    if request.endpoint == "build.built" and name in KINDS:
        return [one.name for one in kind_named(name).form.parameters]
    return PARAMETERS.get(request.endpoint or "")
