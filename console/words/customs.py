"""What the data, the shapes and the ontology say of classes and properties: who has which."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from console.words.expressions import Narrow
from console.words.file import File

__all__ = ["Customs", "array"]


class Customs(File):
    """The part of the index that tells which properties go with which classes and values."""

    def above(self, classes: Sequence[str]) -> tuple[str, ...]:
        """Give these classes and those above them."""
        rows = self._rows(
            "SELECT above FROM json_each(?) AS asked JOIN above ON class = asked.value",
            [array(classes)],
        )
        return tuple(dict.fromkeys([*classes, *(one for (one,) in rows)]))

    def below(self, classes: Sequence[str]) -> tuple[str, ...]:
        """Give these classes and those below them."""
        rows = self._rows(
            "SELECT class FROM json_each(?) AS asked JOIN above ON above = asked.value",
            [array(classes)],
        )
        return tuple(dict.fromkeys([*classes, *(one for (one,) in rows)]))

    def bearing(self, properties: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the classes whose things have all of these properties, by how often they do.

        First those of which most things do, then all.
        """
        rows = self._rows(
            "SELECT class, 2 * min(count) >= (SELECT max(count) FROM usual AS other "
            "WHERE other.class = usual.class) "
            "FROM json_each(?) AS asked JOIN usual ON property = asked.value "
            "GROUP BY class HAVING count(DISTINCT property) = ? ORDER BY min(count) DESC, class",
            [array(dict.fromkeys(properties)), len(set(properties))],
        )
        found = list(rows)
        return tuple(one for one, most in found if most), tuple(one for one, _ in found)

    def customs(self, classes: Sequence[str]) -> dict[str, tuple[bool, int]]:
        """Give the properties of the things of these classes: if required, and how often used.

        The number is that among the first thousand things; 0 where only a shape names it.
        """
        counted = self._rows(
            "SELECT property, max(count) FROM json_each(?) AS asked "
            "JOIN usual ON class = asked.value GROUP BY property",
            [array(classes)],
        )
        shaped = self._rows(
            "SELECT property, max(required) FROM json_each(?) AS asked "
            "JOIN shaped ON class = asked.value GROUP BY property",
            [array(self.above(classes))],
        )
        found = {name: (False, count) for name, count in counted}
        for name, required in shaped:
            found[name] = bool(required), found.get(name, (False, 0))[1]
        return found

    def allowed(self, classes: Sequence[str]) -> frozenset[str]:
        """Give the properties that the ontology says things of these classes may have."""
        rows = self._rows(
            "SELECT DISTINCT property FROM json_each(?) AS asked "
            "JOIN domain ON class = asked.value",
            [array(self.above(classes))],
        )
        return frozenset(name for (name,) in rows)

    def values(self, properties: Sequence[str]) -> tuple[dict[str, int], Narrow]:
        """Give the usual values of these properties with their number, and what others may be."""
        asked = [array(properties)]
        usual: dict[str, int] = dict(
            self._rows(
                "SELECT iri, sum(count) FROM json_each(?) AS asked "
                "JOIN object ON property = asked.value GROUP BY iri",
                asked,
            )
        )
        ranges: dict[str, list[str]] = {}
        for kind, iri in self._rows(
            "SELECT DISTINCT kind, iri FROM json_each(?) AS asked "
            "JOIN range ON property = asked.value ORDER BY kind, iri",
            asked,
        ):
            ranges.setdefault(kind, []).append(iri)
        usual |= {iri: usual.get(iri, 0) for iri in ranges.get("member", ())}
        schemes = tuple(ranges.get("scheme", ()))
        # a list of codes says more than "any concept"
        classes = () if schemes else tuple(ranges.get("class") or ranges.get("usual") or ())
        return usual, Narrow((), classes, schemes)


def array(values: Iterable[object]) -> str:
    """Give values as the tables are asked for them."""
    return json.dumps(list(values))
