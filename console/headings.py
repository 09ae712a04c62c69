"""What the columns of an answer are called: a variable in the words of a reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from console.naming import Name, Names, name_nodes
from console.phrases import phrases
from kg.vocab import ONT

__all__ = ["heading", "headings", "terms_of"]

_VARIABLE: Final = re.compile(r"\w{1,100}")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def terms_of(variables: Iterable[str]) -> set[str]:
    """Give the terms after which these variables may be named.

    >>> sorted(terms_of(["basedIn"]))
    ['https://w3id.org/cbec/ont#BasedIn', 'https://w3id.org/cbec/ont#basedIn']
    """
    return {f"{ONT}{form}" for name in variables for form in _forms(name)}


def heading(variable: str, names: Names, language: str) -> Name:
    """Give our phrase for a column, the label of the term it is named after, or its words.

    The names are those of `terms_of` the variable.
    """
    if phrase := phrases(language).get(f"column_{variable}"):
        return Name(phrase, language)
    for form in _forms(variable):
        if names.labels(ONT + form):
            return names.of(ONT + form, language)
    return Name(_HUMP.sub(" ", variable).lower(), "en")


def headings(variables: Iterable[str], language: str) -> Mapping[str, str]:
    """Give what each of these columns is called; what is no variable is left out."""
    wanted = [one for one in variables if _VARIABLE.fullmatch(one)]
    names = name_nodes(terms_of(wanted))
    return {one: heading(one, names, language).text for one in wanted}


def _forms(name: str) -> tuple[str, str]:
    return name, name[:1].upper() + name[1:]
