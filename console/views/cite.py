"""``/cite/…``: how a thing is cited: ``.txt``, ``.bib``, ``.ris`` and ``.csl.json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, request

from console.absent import absent
from console.addresses import iris_of
from console.citing import Citation
from console.forms import as_json
from console.gallery import cite_question, form_of
from console.library import examples
from console.phrases import phrases, reader_language
from console.pickers import read_form, values_of
from console.problems import Problem
from console.resource import Page, describe
from console.surroundings import cite

__all__ = ["blueprint"]

blueprint = Blueprint("cite", __name__)

_FORMS: Final = {
    ".txt": "text/plain; charset=utf-8",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".csl.json": "application/json",
}


@blueprint.route("/cite/<path:path>")
def citation(path: str) -> Response:
    """Give the citation of what the path names, as it does under ``/doc/``."""
    suffix = next((one for one in _FORMS if path.endswith(one)), "")
    if not suffix:
        if describe(iris_of(path), Page(size=1)) is None:
            raise absent(path)
        raise Problem(
            "not-found",
            f"{path!r} names no form of a citation",
            expected="one of " + ", ".join(_FORMS),
            remedy=f"write {path}.txt to read it",
        )
    language = reader_language()
    say = phrases(language)
    one = _citation(path.removesuffix(suffix), say, language)
    if suffix == ".csl.json":
        return as_json([one.csl(say)])
    text = {".txt": one.text, ".bib": one.bibtex, ".ris": one.ris}[suffix](say)
    return Response(text.rstrip("\n") + "\n", content_type=_FORMS[suffix])


def _citation(path: str, say: Mapping[str, str], language: str) -> Citation:
    """Give how what a path names is cited; a question as the address asks it."""
    before, _, name = path.rpartition("/")
    if before == "examples" and (question := examples().get(name)):
        form = form_of(question)
        values = values_of(form, request.args)
        return cite_question(question, values, read_form(form, values, language), language)[0]
    found = describe(iris_of(path), Page(size=1))
    if found is None:
        raise absent(path)
    return cite(found, found.names.of(found.iri, language), say, language)
