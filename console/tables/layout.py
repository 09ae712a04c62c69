"""How a workbook lays out an answer for people: which columns in which order, called what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox

from console.addresses import path_of, web_address

__all__ = ["MOST_LINKS", "PLAIN", "Layout"]

MOST_LINKS = 65_000
"""Excel follows 65,530 links of a sheet at most, and refuses a workbook with more."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The heads of columns in their order, as variable and title; what is left out comes last.

    ``site`` is the address of this server, to whose pages IRIs lead; without it nothing leads.
    """

    heads: tuple[tuple[str, str], ...] = ()
    site: str = ""

    def order(self, names: Sequence[str]) -> list[int]:
        """Give the places of these columns in the order in which they are shown.

        >>> Layout((("areaName", "area"), ("area", "area (IRI)"))).order(["n", "area", "areaName"])
        [2, 1, 0]
        """
        first = [names.index(name) for name, _ in self.heads if name in names]
        return first + [place for place, name in enumerate(names) if name not in dict(self.heads)]

    def title(self, name: str) -> str:
        """Give what a column is called."""
        return dict(self.heads).get(name, name)

    def link(self, term: object) -> str:
        """Give the address to which a term leads, '' for none."""
        if not self.site or not isinstance(term, ox.NamedNode):
            return ""
        path = path_of(term.value)
        return web_address(term.value) if path is None else f"{self.site}doc/{quote(path)}"


PLAIN = Layout()
"""The columns as they were asked for, named by their variables."""
