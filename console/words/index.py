"""The index of names of one release, asked for what was typed.

Everything is found in the order of its use, and cut off there, so that a letter that a hundred
thousand names begin with costs no more than a rare one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from console.words.build import LONGEST_BEGINNING, VERSION
from console.words.customs import Customs, array
from console.words.expressions import Narrow, all_of, any_of, begun, quoted
from console.words.folding import asked_words, fold, is_unspaced
from console.words.ranking import EXACT, NEAR, Asked, Found, Held
from console.words.typos import asked_keys, nearest, takes_typos

__all__ = ["CANDIDATES", "Index"]

CANDIDATES: Final = 100
"""So many of each way of finding are looked at more closely."""
_WORDS: Final = 24
_thing = itemgetter(0, 1, 2, 3, 4)
_ENOUGH: Final = 5
_MOST_ASKED: Final = 8
_LONGEST_ASKED: Final = 100
_TELLING: Final = 3
"""What is shorter begins too many names; the words give the most used of them."""
_LOOKED_THROUGH: Final = 50_000
"""So many names with one beginning are looked through for those of a sort."""
_BEGINNING: Final = """\
SELECT thing FROM (
    SELECT thing, sort FROM beginning WHERE folded >= ? AND folded < ? LIMIT ?
) WHERE sort IN (SELECT value FROM json_each(?)) LIMIT ?"""
_SORTS: Final = """\
SELECT id FROM sort WHERE (? = '[]' OR kind IN (SELECT value FROM json_each(?)))
AND (? = '[]' OR id IN (SELECT sort FROM json_each(?) AS asked JOIN sort_of ON iri = asked.value))
"""
_UNDER: Final = "SELECT id FROM thing WHERE iri >= ? AND iri < ? ORDER BY iri LIMIT ?"
_UNDER_OF_KINDS: Final = """\
SELECT id FROM thing WHERE iri >= ? AND iri < ?
AND kind IN (SELECT value FROM json_each(?)) ORDER BY iri LIMIT ?"""
# terms and graphs are few beside individuals, and have an index of their own
_TERMS_UNDER_OF_KINDS: Final = """\
SELECT id FROM thing WHERE iri >= ? AND iri < ? AND kind <> 'individual'
AND kind IN (SELECT value FROM json_each(?)) ORDER BY iri LIMIT ?"""


class Index(Customs):
    """An index in a file that `console.words.build` made. It may be asked from any thread.

    Raises ``sqlite3.Error`` where the file is none, or of another form.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        about = dict(self._rows("SELECT name, value FROM about"))
        if about.get("version") != VERSION:
            self.close()
            raise sqlite3.DatabaseError(f"{path} has the form {about.get('version')}")
        self.release: str = about["release"]

    def find(
        self, text: str, language: str = "en", narrow: Narrow | None = None, limit: int = 50
    ) -> list[Found]:
        """Give the things that a text may mean, the likeliest first.

        An empty text finds what is used most.
        """
        narrow = narrow or Narrow()
        text = text.strip()[:_LONGEST_ASKED]
        words = asked_words(text)[:_MOST_ASKED]
        only = narrow.expression()
        if not text:
            return self.things(self._matching(only, limit) if only else range(1, limit + 1))
        numbers = self._beginning(fold(text), narrow)
        if words:
            numbers |= dict.fromkeys(self._matching(begun(words, only)))
        found = self._ranked(numbers, text, language)
        if len(found) < _ENOUGH and words:
            more = dict.fromkeys(self._loosely(words, only))
            found += self._ranked({n: None for n in more if n not in numbers}, text, language)
        found.sort(key=_order(language))
        return found[:limit]

    def things(self, numbers: Iterable[int]) -> list[Found]:
        """Give the things of these numbers with their names, in the order of the numbers."""
        rows = self._rows(
            "SELECT thing.id, iri, kind, class, uses, text, language, source "
            "FROM json_each(?) AS asked JOIN thing ON thing.id = asked.value "
            "JOIN name ON name.thing = thing.id ORDER BY thing.id, number",
            [array(numbers)],
        )
        return [
            Found(number, iri, kind, narrowest, uses, tuple(Held(*row[5:]) for row in group))
            for (number, iri, kind, narrowest, uses), group in groupby(rows, key=_thing)
        ]

    def known(self, iris: Iterable[str]) -> dict[str, Found]:
        """Give the things of these IRIs that the store knows."""
        rows = self._rows(
            "SELECT DISTINCT thing.id FROM json_each(?) AS asked JOIN thing ON iri = asked.value",
            [array(iris)],
        )
        return {found.iri: found for found in self.things(number for (number,) in rows)}

    def exactly(self, names: Iterable[str]) -> dict[str, list[Found]]:
        """Give the things of which one of these folded texts is a whole name, by that text."""
        rows = self._rows(
            "SELECT folded, thing FROM json_each(?) AS asked JOIN beginning ON folded = value",
            [array(names)],
        )
        things = {one.number: one for one in self.things({number for _, number in rows})}
        found: dict[str, list[Found]] = {}
        for name, number in sorted(rows):
            found.setdefault(name, []).append(things[number])
        return found

    def under(
        self,
        space: str,
        begun: str,
        language: str,
        kinds: Sequence[str] = (),
        limit: int = 50,
    ) -> list[Found]:
        """Give the things whose IRI is in a namespace and whose last part begins so.

        With ``kinds`` only those of these kinds; of an empty beginning those that are used most.
        """
        start = space + begun
        ends = [start, start + "\U0010ffff"]
        most = max(limit, 10 * CANDIDATES) if limit > 1 else limit
        if not kinds:
            rows = self._rows(_UNDER, [*ends, most])
        else:
            text = _UNDER_OF_KINDS if "individual" in kinds else _TERMS_UNDER_OF_KINDS
            rows = self._rows(text, [*ends, json.dumps(kinds), most])
        numbers = sorted(number for (number,) in rows)[:CANDIDATES]
        if not begun:
            return self.things(numbers)[:limit]
        return sorted(self._ranked(numbers, begun, language), key=_order(language))[:limit]

    def prefixes(self) -> dict[str, str]:
        """Give the prefixes that the dataset declares."""
        return dict(self._rows("SELECT name, iri FROM prefix"))

    def match(self, things: Iterable[Found], text: str, language: str) -> list[Found]:
        """Give these things with how they match a text."""
        asked = Asked(text)
        return [replace(one, match=asked.best(one.names, language)) for one in things]

    def _ranked(self, numbers: Iterable[int], text: str, language: str) -> list[Found]:
        return self.match(self.things(sorted(numbers)), text, language)

    def _beginning(self, folded: str, narrow: Narrow) -> dict[int, None]:
        """Give things with a name that is the text, or begins with it."""
        start = " ".join(folded.split())[:LONGEST_BEGINNING]
        ends = [start + "\x00"]
        if len(start) >= _TELLING:
            ends.append(start + "\U0010ffff")
        if narrow == Narrow():
            statement = "SELECT thing FROM beginning WHERE folded >= ? AND folded < ? LIMIT ?"
            asked = [[start, end, CANDIDATES] for end in ends]
        else:
            statement, sorts = _BEGINNING, self._sorts(narrow)
            asked = [[start, end, _LOOKED_THROUGH, sorts, CANDIDATES] for end in ends]
        found = (self._rows(statement, values) for values in asked)
        return dict.fromkeys(number for rows in found for (number,) in rows)

    def _sorts(self, narrow: Narrow) -> str:
        """Give the numbers of the sorts that are wanted."""
        kinds, lists = array(narrow.kinds), array(narrow.classes + narrow.schemes)
        return array(number for (number,) in self._rows(_SORTS, [kinds, kinds, lists, lists]))

    def _matching(self, expression: str, limit: int = CANDIDATES) -> list[int]:
        rows = self._rows(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?",
            [expression, limit],
        )
        return [number for (number,) in rows]

    def _loosely(self, words: list[str], only: str) -> Iterator[int]:
        """Give things with words that hold, or nearly are, those that were typed."""
        groups = {word: [word, *self._parts(word), *self._meant(word)] for word in words}
        spelled = [any_of(group) for group in groups.values()]
        yield from self._matching(all_of(spelled, only))
        if len(words) > 1:
            every = [one for group in groups.values() for one in group]
            yield from self._matching(all_of([any_of(every)], only))

    def _parts(self, word: str) -> Iterator[str]:
        """Give words that hold this one."""
        if len(word) < 3 or is_unspaced(word):
            return
        pieces = (quoted(word[at : at + 3]) for at in range(len(word) - 2))
        rows = self._rows(
            "SELECT word.text FROM parts JOIN word ON id = parts.rowid "
            "WHERE parts MATCH ? AND instr(word.text, ?) ORDER BY parts.rowid LIMIT ?",
            [" AND ".join(pieces), word, _WORDS],
        )
        yield from (text for (text,) in rows)

    def _meant(self, word: str) -> list[str]:
        """Give words that this one may be meant to be."""
        if not takes_typos(word) or is_unspaced(word):
            return []
        rows = self._rows(
            "SELECT DISTINCT word.text FROM json_each(?) AS asked "
            "JOIN spelling ON spelling.key = asked.value JOIN word ON word.id = spelling.word",
            [array(asked_keys(word))],
        )
        return nearest(word, (text for (text,) in rows), begun=True)[:_WORDS]


def _order(language: str) -> Callable[[Found], tuple[object, ...]]:
    def order(found: Found) -> tuple[object, ...]:
        match = found.match
        assert match is not None, "it was looked for by name"
        near = (match.distance, len(match.name.text) // 12) if match.step == NEAR else (0, 0)
        spoken = match.name.language not in {language, ""} if match.step > EXACT else False
        return (
            found.technical and found.kind == "individual" and match.step > EXACT,
            match.step,
            near,
            match.name.source > 0,
            spoken,
            # a little more use says less than a shorter name
            -((found.uses.bit_length() + 1) // 2),
            len(match.name.text),
            -found.uses,
            found.iri,
        )

    return order
