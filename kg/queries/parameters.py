"""A query with parameters: one question that serves many.

A parameter is a variable to which a ``VALUES`` of one term gives its default, ``UNDEF`` where
anything will do::

    VALUES ?place { place:Shenzhen }
    VALUES ?kind { UNDEF }

To set it is to put another term in the place of that one. Only an IRI gets in, written by this
module, so that no value can break out of its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kg.errors import TermError, UsageError
from kg.queries.patterns import take_apart
from kg.queries.query_parts import Group, Query
from kg.queries.results import shorten
from kg.queries.tokens import prefix_declarations, tokens
from kg.vocab import PREFIXES

__all__ = [
    "ANY",
    "Slot",
    "choices_query",
    "fill_in",
    "slots",
    "spoken",
    "with_names",
    "without_unset",
]

ANY: Final = "UNDEF"
"""What stands in the place of a parameter that is not set: any value will do."""

_BLANK_LINE: Final = re.compile(r"\n(?:[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a parameter in a text: its term, where that is, and where its VALUES begins."""

    term: str
    start: int
    end: int
    begin: int
    close: int


def slots(text: str) -> dict[str, Slot]:
    """Give the place of each variable to which a ``VALUES`` gives one term.

    >>> slots("SELECT * { VALUES ?x { UNDEF } ?x a ?kind }")["x"].term
    'UNDEF'
    """
    found: dict[str, Slot] = {}
    sequence = list(tokens(text))
    for index, token in enumerate(sequence[:-4]):
        name, opened, term, closed = sequence[index + 1 : index + 5]
        if (
            token.kind == "word"
            and token.text.upper() == "VALUES"
            and name.kind == "variable"
            and (opened.text, closed.text) == ("{", "}")
        ):
            slot = Slot(term.text, term.start, term.end, token.start, closed.end)
            found[name.text[1:]] = slot
    return found


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Give the query with these IRIs as the values of its parameters, '' for any value.

    The prefixes that the values need are declared, those that only the defaults needed go. Raises
    UsageError for a name that is no parameter and TermError for what is no IRI.

    >>> fill_in("SELECT * { VALUES ?x { UNDEF } ?x a ?kind }", {"x": "urn:y"})
    'SELECT * { VALUES ?x { <urn:y> } ?x a ?kind }'
    """
    places = slots(text)
    prefixes = {**PREFIXES, **prefix_declarations(text)}
    edits = []
    for name, iri in values.items():
        if name not in places:
            raise UsageError(
                f"the question has no parameter {name!r}",
                expected="one of " + ", ".join(sorted(places)) if places else "none: it has none",
            )
        written = _written(iri, prefixes) if iri else ANY
        edits.append((places[name].start, places[name].end, written))
    filled = text
    for start, end, written in sorted(edits, reverse=True):
        filled = filled[:start] + written + filled[end:]
    return _declared(filled, _used(text))


def without_unset(text: str, keep: Iterable[str] = ()) -> str:
    """Give the query without the paragraphs of parameters that are not set, except these.

    A paragraph is what stands between empty lines. Prefixes that nothing uses go too.
    """
    kept = frozenset(keep)
    paragraphs = []
    for paragraph in _BLANK_LINE.split(text):
        unset = {name for name, slot in slots(paragraph).items() if slot.term == ANY}
        if unset <= kept:
            paragraphs.append(paragraph.strip("\n"))
    return _declared("\n".join(paragraphs) + "\n", frozenset(prefix_declarations(text)))


def spoken(text: str, language: str) -> str:
    """Give the query for texts in another language: questions are written for English ones.

    >>> spoken('ASK { ?x rdfs:label ?l FILTER (LANG(?l) = "en") }', "zh")
    'ASK { ?x rdfs:label ?l FILTER (LANG(?l) = "zh") }'
    """
    for token in reversed([one for one in tokens(text) if one.text == '"en"']):
        text = f'{text[: token.start]}"{language}"{text[token.end :]}'
    return text


def with_names(
    text: str, variables: Sequence[str], language: str, cells: Sequence[str] = ()
) -> str:
    """Give the SELECT with the name of each of these variables beside it, as ``?<variable>Name``.

    Those that have one there already keep it. ``cells`` are those of them that hold cells, which
    are called by what they measure. The query becomes a part of the other, whose order is that of
    the query.
    """
    query = take_apart(text)
    if query is None or query.where is None or query.form != "select":
        return text
    chosen = [one for one in variables if f"{one}Name" not in query.gives]
    if not chosen:
        return text
    inside = text[len(query.prologue) + text.index(query.prologue) :].strip()
    begin = text.index(inside)
    tail = [token for token in tokens(text[query.where.end :]) if token.text.upper() == "ORDER"]
    order = ""
    if tail and query.limit is None and query.offset is None:
        place = query.where.end + tail[0].start
        inside, order = text[begin:place].strip(), text[place:].strip() + "\n"
    columns = [one.name for one in sorted((*query.selected, *query.named), key=lambda v: v.start)]
    shown = " ".join(f"?{name} ?{name}Name" if name in chosen else f"?{name}" for name in columns)
    names = "".join(
        _name_of_cell(name, language)
        if name in cells
        else _name_of(name, language, _is_sure(query, name))
        for name in chosen
    )
    inner = "\n".join(f"    {line}" for line in inside.splitlines())
    asked = (
        f"{query.prologue.strip()}\nSELECT DISTINCT {shown} WHERE {{\n"
        f"  {{\n{inner}\n  }}\n{names}}}\n{order}"
    )
    return _declared(asked.lstrip(), frozenset())


def _name_of(name: str, language: str, sure: bool) -> str:
    """Give the pattern for the name of what a variable holds, if it holds anything."""
    # an OPTIONAL with a variable that has no value would give it that of anything with a name
    held = name if sure else f"{name}Thing"
    bind = "" if sure else f"  BIND (COALESCE(?{name}, rdf:nil) AS ?{held})\n"
    return (
        f"{bind}  OPTIONAL {{\n    ?{held} rdfs:label|skos:prefLabel ?{name}Name .\n"
        f'    FILTER (LANG(?{name}Name) = "{language}")\n  }}\n'
    )


def _name_of_cell(name: str, language: str) -> str:
    """Give the pattern for what a cell measures, where, and of what."""
    parts = {part: f"?{name}{part}" for part in ("Indicator", "Area", "Entity")}
    spoken = {part: f'FILTER (LANG({held}) = "{language}")' for part, held in parts.items()}
    mark = "，" if language == "zh" else ", "
    return (
        f"  BIND (COALESCE(?{name}, rdf:nil) AS ?{name}Thing)\n  OPTIONAL {{\n"
        f"    ?{name}Thing cbec:indicator/rdfs:label {parts['Indicator']} ;\n"
        f"      cbec:area/rdfs:label {parts['Area']} .\n"
        f"    {spoken['Indicator']}\n    {spoken['Area']}\n    OPTIONAL {{\n"
        f"      ?{name}Thing cbec:observedEntity/rdfs:label {parts['Entity']} .\n"
        f"      {spoken['Entity']}\n    }}\n"
        f'    BIND (CONCAT({parts["Indicator"]}, "{mark}", {parts["Area"]},'
        f' COALESCE(CONCAT("{mark}", {parts["Entity"]}), "")) AS ?{name}Name)\n  }}\n'
    )


def _is_sure(query: Query, name: str) -> bool:
    """Tell whether a variable has a value in every solution, as far as that is plain to see."""
    if query.where is None or query.where.select is not None or query.grouped is not None:
        return False
    return any(part.kind == "triple" and name in part.binds for part in query.where.parts)


def choices_query(text: str, name: str, counted: str = "") -> str:
    """Give the query for the values of a parameter that lead to an answer, each once.

    The other parameters are as they are set in the text. With ``counted`` each value comes with
    the number of values of that variable, as ``?number``, and the most frequent come first.
    Raises UsageError where the text is no query with such a parameter.
    """
    slot = slots(text).get(name)
    open_text = text[: slot.begin] + text[slot.close :] if slot else text
    query = take_apart(open_text)
    if slot is None or query is None or query.where is None:
        raise UsageError(f"the query has no parameter {name!r}")
    where = _without_idle(open_text, query.where, {name, counted})
    if not counted:
        return f"{query.prologue}\nSELECT DISTINCT ?{name} WHERE {where}\nORDER BY ?{name}\n"
    return (
        f"{query.prologue}\nSELECT ?{name} (COUNT(DISTINCT ?{counted}) AS ?number) WHERE {where}\n"
        f"GROUP BY ?{name}\nORDER BY DESC(?number) ?{name}\n"
    )


def _without_idle(text: str, group: Group, wanted: set[str]) -> str:
    """Give a group without each OPTIONAL that can neither take a solution nor give a wanted value.

    It repeats solutions at most, which counts of distinct values do not see.
    """
    kept, idle = list(group.parts), []
    for place in reversed(range(len(group.parts))):
        part = kept[place]
        sure = {name for one in kept[:place] if one.kind == "triple" for name in one.binds}
        seen = [*kept[place + 1 :], *(one for one in kept[:place] if one.kind == "filter")]
        asked = wanted.union(*(one.uses for one in seen))
        if part.kind == "optional" and part.binds & asked <= sure:
            kept.pop(place)
            idle.append(part)
    end = group.end
    pieces = []
    for part in idle:
        pieces.append(text[part.end : end])
        end = part.start
    return "".join([text[group.start : end], *reversed(pieces)])


def _written(iri: str, prefixes: Mapping[str, str]) -> str:
    """Write an IRI as it may stand in a query: by a prefix where that is sure to mean the same."""
    if [token.kind for token in tokens(f"<{iri}>")] != ["iri"]:
        raise TermError(f"{iri!r} is no IRI", expected="an IRI such as urn:isbn:0123456789")
    name = shorten(iri, prefixes)
    whole = [(token.kind, token.text) for token in tokens(name)] == [("pname", name)]
    prefix, colon, local = name.partition(":")
    if whole and colon and prefixes.get(prefix, "") + local == iri:
        return name
    return f"<{iri}>"


def _used(text: str) -> frozenset[str]:
    """Give the prefixes that names of the text use; a declaration is no use."""
    sequence = list(tokens(text))
    return frozenset(
        token.text.partition(":")[0]
        for before, token in pairwise([*sequence[:1], *sequence])
        if token.kind == "pname" and before.text.upper() != "PREFIX"
    )


def _declared(text: str, before: frozenset[str]) -> str:
    """Declare the prefixes that are used; undeclare those that were used before and are not now."""
    used, declared = _used(text), prefix_declarations(text)
    lines = text.splitlines(keepends=True)
    gone = {f"PREFIX {one}: <{declared[one]}>" for one in (before - used) & declared.keys()}
    lines = [line for line in lines if line.strip() not in gone]
    missing = [f"PREFIX {one}: <{PREFIXES[one]}>\n" for one in sorted(used - declared.keys())
               if one in PREFIXES]  # fmt: skip
    heads = [index for index, line in enumerate(lines) if line.startswith("PREFIX ")]
    for line in missing if heads or len(lines) > 1 else ():
        after = [index for index in heads if lines[index] < line]
        first = next((i for i, one in enumerate(lines) if not one.startswith("#")), 0)
        place = after[-1] + 1 if after else (heads[0] if heads else first)
        lines.insert(place, line)
        heads = [index for index, one in enumerate(lines) if one.startswith("PREFIX ")]
    return "".join(lines)
