"""Fields from which a reader chooses the values of a query's parameters.

A field offers only values that lead to an answer beside the rest of what was chosen. In addresses
a value is the last part of its IRI; a prefixed name, the IRI or a name in any language will do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final
from urllib.parse import quote, urlencode

from flask import request
from pyoxigraph import NamedNode

from console.addresses import is_iri
from console.library import once
from console.naming import Name, Names, name_nodes
from console.problems import Problem
from console.reading import occurs, solutions
from kg.queries.library import Parameter
from kg.queries.parameters import choices_query, fill_in
from kg.queries.results import shorten
from kg.vocab import PREFIXES

__all__ = [
    "Choice",
    "Form",
    "Picker",
    "Values",
    "changed",
    "leads",
    "named_in",
    "read_form",
    "values_of",
]

Values = Mapping[str, str]
"""The IRI of each parameter that was chosen, '' where it was left open."""

_LISTED: Final = 400
"""With more choices than these a field is one to type in, with these as suggestions."""
_NEAREST: Final = 4
_SHORTEST_NAME: Final = 2
_KEPT: Final = 500
"""As many lists of values are kept for a release, in case somebody chooses the same again."""
_SECONDS: Final = 4.0
# a page waits no longer for what can be typed instead
_TOO_MUCH: Final = frozenset({"disconnected", "memory-limit", "result-too-large", "time-limit"})
_NEWEST_FIRST: Final = frozenset({"cbec:Period"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A value on offer: how addresses say it, what it is called, to how many things it leads."""

    slug: str
    iri: str
    name: Name
    number: int = 0


@dataclass(frozen=True, slots=True)
class Picker:
    """A field: what is chosen, what else can be, and whether there is too much to list."""

    name: str
    chosen: Choice | None
    choices: tuple[Choice, ...]
    typed: bool = False

    @property
    def leads(self) -> bool:
        """Tell whether the choice is among those that lead to an answer."""
        return self.chosen is None or any(one.iri == self.chosen.iri for one in self.choices)


@dataclass(frozen=True, slots=True)
class Form:
    """A query that can be asked with other values.

    ``key`` tells it from others, ``counted`` is the variable whose values are counted for each
    choice, and ``text_for`` gives the text in which the values of a parameter are looked for.
    """

    key: str
    text: str
    parameters: tuple[Parameter, ...]
    counted: str = ""
    text_for: Callable[[str, str], str] = lambda text, _name: text


def values_of(form: Form, given: Mapping[str, str]) -> Values:
    """Give what an address chooses: an absent parameter is its default, an empty one any value.

    Raises `Problem` with the nearest where a value is none that leads to an answer.
    """
    found = {}
    for one in form.parameters:
        raw = given.get(one.name)
        if raw is None:
            found[one.name] = _expanded(one.default)
        elif not raw.strip():
            found[one.name] = ""
        else:
            found[one.name] = _meant(form, one, raw.strip())
    return found


def read_form(form: Form, values: Values, language: str) -> list[Picker]:
    """Give the fields of a form with these values chosen, in the order of its parameters."""
    text = fill_in(form.text, values)
    numbers = {one.name: _leading(form, text, one.name) for one in form.parameters}
    named = {iri for found in numbers.values() for iri in found or ()}
    names = name_nodes(named | set(filter(None, values.values())))
    return [
        _picker(one, numbers[one.name], values[one.name], names, language)
        for one in form.parameters
    ]


def leads(form: Form, values: Values) -> bool:
    """Tell whether there is an answer with these values, as far as that is known in time."""
    text = fill_in(form.text, values)
    for name, iri in values.items():
        if iri:
            found = _leading(form, text, name)
            return found is None or iri in found
    return True


def named_in(form: Form, words: str) -> dict[str, str]:
    """Give the parameters whose values are named in a text, with the slug of each.

    The longest name counts.
    """
    asked = f" {' '.join(words.casefold().split())} "
    found = {}
    for one in form.parameters:
        known = _known(form, one.name)
        names = sorted(known.called, key=len, reverse=True) if known else ()
        name = next((n for n in names if len(n) >= _SHORTEST_NAME and _holds(asked, n)), "")
        if known and len(known.called.get(name, ())) == 1:
            found[one.name] = _slug(min(known.called[name]), known.slugs)
    return found


def changed(form: Form, chosen: Mapping[str, str]) -> dict[str, str]:
    """Give what of these slugs is not the default of its parameter anyway."""
    defaults = {one.name: _last_part(_expanded(one.default)) for one in form.parameters}
    return {name: slug for name, slug in chosen.items() if slug != defaults[name]}


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything that a parameter may be when the others are left open, by slug and by name."""

    slugs: Mapping[str, str]
    called: Mapping[str, set[str]]


def _known(form: Form, name: str) -> _Known | None:
    """Give what a parameter may be, None where that takes too long to find out."""

    def ask() -> _Known | None:
        text = fill_in(form.text, dict.fromkeys((one.name for one in form.parameters), ""))
        found = _leading(form, text, name)
        return None if found is None else _catalogue(list(found))

    return once(f"values of {form.key} {name}", ask)


def _catalogue(iris: Sequence[str]) -> _Known:
    names = name_nodes(iris)
    called: dict[str, set[str]] = defaultdict(set)
    for iri in iris:
        for label in names.labels(iri):
            called[label.text.casefold()].add(iri)
    return _Known({slug: iri for iri, slug in _slugs(iris).items()}, called)


def _leading(form: Form, text: str, name: str) -> dict[str, int] | None:
    """Give the values that lead to an answer beside the others, with how many things each has."""
    asked = choices_query(form.text_for(text, name), name, form.counted)
    kept = once("values that lead to an answer", dict[str, dict[str, int]])
    if (found := kept.get(asked)) is not None:
        return found
    try:
        rows = solutions(asked, _SECONDS)
    except Problem as problem:
        if problem.code in _TOO_MUCH:
            return None
        raise
    if len(kept) >= _KEPT:
        kept.clear()
    kept[asked] = found = {
        value.value: int(row["number"].value) if "number" in row else 0
        for row in rows
        if isinstance(value := row.get(name), NamedNode)
    }
    return found


def _picker(
    one: Parameter, numbers: Mapping[str, int] | None, chosen: str, names: Names, language: str
) -> Picker:
    offered = numbers or {}
    slugs = _slugs([*offered, *filter(None, [chosen])])
    choices = [Choice(slugs[iri], iri, names.of(iri, language), n) for iri, n in offered.items()]
    if one.type in _NEWEST_FIRST:
        choices.sort(key=lambda choice: choice.slug, reverse=True)
    else:
        choices.sort(key=lambda choice: choice.name.text.casefold())
    picked = Choice(slugs[chosen], chosen, names.of(chosen, language)) if chosen else None
    typed = numbers is None or len(choices) > _LISTED
    return Picker(one.name, picked, tuple(choices[:_LISTED]), typed)


def _slugs(iris: Iterable[str]) -> dict[str, str]:
    """Give how addresses say each of these: its last part, with a prefix where two end alike."""
    distinct = set(iris)
    counts = Counter(map(_last_part, distinct))
    return {iri: part if counts[part := _last_part(iri)] == 1 else shorten(iri) for iri in distinct}


def _meant(form: Form, parameter: Parameter, raw: str) -> str:
    known = _known(form, parameter.name)
    slugs = known.slugs if known else {}
    if raw in slugs:
        return slugs[raw]
    iri = _expanded(raw)
    if is_iri(iri) and (iri in slugs.values() or occurs(iri)):
        return iri
    if known is None:
        prefix = (parameter.default or parameter.type).partition(":")[0]
        iri = PREFIXES.get(prefix, "") + raw
        if is_iri(iri) and occurs(iri):
            return iri
        raise _unknown(parameter, raw, {})
    called = known.called
    found = called.get(raw.casefold(), set())
    if len(found) == 1:
        return min(found)
    forms = {**{slug.casefold(): slug for slug in slugs},
             **{name: _slug(min(iris), slugs) for name, iris in called.items()}}  # fmt: skip
    near = [forms[one] for one in get_close_matches(raw.casefold(), forms, _NEAREST, 0.5)]
    meant = [_slug(one, slugs) for one in sorted(found)] or near
    raise _unknown(parameter, raw, {slug: slugs.get(slug, _expanded(slug)) for slug in meant})


def _unknown(parameter: Parameter, raw: str, near: Mapping[str, str]) -> Problem:
    """Refuse a value, with the same page for each of the nearest: slug → IRI."""
    asked = {**request.args, parameter.name: ""}
    page = f"{request.root_path}{quote(request.path)}?"
    return Problem(
        "not-found",
        f"nothing that {parameter.name!r} may be here is called {raw[:100]!r}",
        expected="the last part of an IRI, a prefixed name or a name in any language"
        + (f", such as {', '.join(near)}" if near else ""),
        remedy=f"choose a value from the list on the page, {page[:-1]}",
        nearest=[
            {"iri": iri, "address": page + urlencode({**asked, parameter.name: slug})}
            for slug, iri in near.items()
        ],
    )


def _expanded(name: str) -> str:
    """Give the IRI of a prefixed name; what has no prefix of ours stays as it is."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def _slug(iri: str, slugs: Mapping[str, str]) -> str:
    part = _last_part(iri)
    return part if slugs.get(part) == iri else shorten(iri)


def _last_part(iri: str) -> str:
    return iri.rstrip("/#").rpartition("#" if "#" in iri else "/")[2]


def _holds(asked: str, name: str) -> bool:
    """Tell whether a name stands in a text, as words where its script has spaces."""
    if not name.isascii() and any(ord(one) > 0x2E80 for one in name):
        return name in asked
    place = asked.find(name)
    while place >= 0:
        before, behind = asked[place - 1], asked[place + len(name)]
        if not before.isalnum() and not behind.isalnum():
            return True
        place = asked.find(name, place + 1)
    return False
