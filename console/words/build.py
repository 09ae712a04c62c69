"""Makes the index of names of a store: one SQLite file, whole or not there at all.

Memory stays small whatever the size of the store: what is read goes to the disk at once, and the
disk sorts it.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from console.words.folding import fold, held_words, is_unspaced, local_name
from console.words.gather import rows
from console.words.read import LONGEST_NAME, insert, read, text_of
from console.words.typos import held_keys, takes_typos
from kg.store.base import Store

__all__ = ["LONGEST_BEGINNING", "LONGEST_NAME", "VERSION", "build", "mark"]

VERSION: Final = "3"
"""Of the form of the file: one of another version is made anew."""
LONGEST_BEGINNING: Final = 40
_HERE: Final = Path(__file__).parent
_THINGS: Final = 1_000
_KINDS: Final = ("class", "property", "graph", "individual")
_SETTINGS: Final = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -64000")

Named = tuple[int, int, str, str]
"""The number of a thing, and a name of it: its source, its language, its text."""


@lru_cache(1 << 14)
def mark(kind: str, value: str) -> str:
    """Give the word that stands for "is of this kind, class or list" among the words of a thing.

    Its first character is one that no name has (https://www.unicode.org/faq/private_use.html).
    """
    return "\ue000" + kind + blake2b(value.encode(), digest_size=6).hexdigest()


def build(store: Store, path: Path, release: str = "") -> None:
    """Make the index of a store at ``path``; what is there is replaced in one step.

    Raises ``KgError`` where the store fails and ``OSError`` or ``sqlite3.Error`` where the disk
    does; nothing is left behind then.
    """
    work = path.with_name(f".tmp-{path.name}-{secrets.token_hex(4)}")
    try:
        with closing(sqlite3.connect(work, isolation_level=None)) as file:
            for setting in _SETTINGS:
                file.execute(f"PRAGMA {setting}")
            _run(file, "schema")
            file.execute("BEGIN")
            read(file, store)
            _run(file, "fill")
            _write_names(file)
            _write_words(file)
            _write_customs(file, store)
            _run(file, "finish")
            about = [("version", VERSION), ("release", release)]
            file.executemany("INSERT INTO about VALUES (?, ?)", about)
            file.execute("COMMIT")
            file.execute("VACUUM")
        work.replace(path)
    finally:
        work.unlink(missing_ok=True)


class _Sorts:
    """The sorts of things that have been met, each with a number and the marks of its things."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._classes = dict(file.execute("SELECT number, iri FROM read_class"))
        self._lists = dict(file.execute("SELECT number, iri FROM read_list"))
        self._known: dict[tuple[object, ...], tuple[int, str]] = {}

    def of(self, kind: int, classes: str | None, lists: str | None) -> tuple[int, str]:
        """Give the number of a sort and its marks."""
        said = kind, classes, lists
        if said not in self._known:
            in_classes, in_lists = _numbers(classes), _numbers(lists)
            exact = kind, in_classes, in_lists
            if exact not in self._known:
                found = [("class", self._classes[one]) for one in in_classes]
                found += [("scheme", self._lists[one]) for one in in_lists]
                self._known[exact] = self._write(_KINDS[kind], found)
            self._known[said] = self._known[exact]
        return self._known[said]

    def _write(self, kind: str, found: list[tuple[str, str]]) -> tuple[int, str]:
        number = self._file.execute("INSERT INTO sort (kind) VALUES (?)", [kind]).lastrowid
        assert number is not None, "a row was inserted"
        pairs = [(iri, number) for _, iri in found]
        self._file.executemany("INSERT OR IGNORE INTO sort_of VALUES (?, ?)", pairs)
        return number, " ".join([mark("kind", kind), *(mark(*one) for one in found)])


def _numbers(listed: str | None) -> tuple[int, ...]:
    return tuple(sorted(set(map(int, listed.split(","))))) if listed else ()


def _write_names(file: sqlite3.Connection) -> None:
    """Write each thing's names and the words by which it is found, thing by thing."""
    things = file.execute("SELECT id, iri, kind, classes, lists FROM read_order ORDER BY id")
    held = file.execute(
        "SELECT id, source, language, text FROM read_name "
        "CROSS JOIN thing ON thing.iri = read_name.iri ORDER BY id, source, language, text"
    )
    sorts = _Sorts(file)
    write = file.cursor()
    named = _beside(things, held)
    while batch := list(islice(named, _THINGS)):
        names: list[tuple[int, int, str, str, int]] = []
        beginnings: list[tuple[str, int, int]] = []
        words: list[tuple[int, str]] = []
        for (number, iri, kind, classes, lists), own in batch:
            sort, marks = sorts.of(kind, classes, lists)
            texts = dict.fromkeys(text for text, *_ in own)
            local = local_name(iri)
            if local not in texts:
                own.append((local[:LONGEST_NAME], "", 3))
                texts[local[:LONGEST_NAME]] = None
            names.extend((number, place, *name) for place, name in enumerate(own))
            folded = {fold(text)[:LONGEST_BEGINNING] for text in texts}
            beginnings.extend((one, number, sort) for one in folded)
            found = dict.fromkeys(chain.from_iterable(map(held_words, texts)))
            words.append((number, " ".join([*found, marks])))
        write.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", names)
        write.executemany("INSERT INTO read_beginning VALUES (?, ?, ?)", beginnings)
        write.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", words)


def _beside(
    things: Iterator[tuple[Any, ...]], held: Iterator[Named]
) -> Iterator[tuple[tuple[Any, ...], list[tuple[str, str, int]]]]:
    """Give each thing with its names, where both come in the order of their numbers."""
    groups = groupby(held, key=itemgetter(0))
    number, group = next(groups, (0, iter(())))
    for thing in things:
        own: list[tuple[str, str, int]] = []
        if thing[0] == number:
            own = list(
                dict.fromkeys((text, language, source) for _, source, language, text in group)
            )
            number, group = next(groups, (0, iter(())))
        yield thing, own


def _write_words(file: sqlite3.Connection) -> None:
    """Write the words that occur, for typos and for parts of words."""
    file.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, row)")
    found = file.execute("SELECT term FROM temp.vocabulary ORDER BY doc DESC, term")
    kept = (term for (term,) in found if len(term) > 2 and not is_unspaced(term))
    words = ((term,) for term in kept if not term.startswith("\ue000"))
    insert(file, "INSERT INTO word (text) VALUES (?)", words)
    file.execute("INSERT INTO parts (rowid, text) SELECT id, text FROM word")
    insert(
        file,
        "INSERT INTO read_spelling VALUES (?, ?)",
        (
            (key, number)
            for number, word in file.execute("SELECT id, text FROM word")
            if takes_typos(word)
            for key in held_keys(word)
        ),
    )


def _write_customs(file: sqlite3.Connection, store: Store) -> None:
    """Write which properties go with which classes and of which classes their values are."""
    above = (tuple(map(text_of, row)) for row in rows(store, "classes-above"))
    insert(file, "INSERT OR IGNORE INTO above VALUES (?, ?)", above)
    shaped = (
        (text_of(a), text_of(b), int(text_of(n) or "0") > 0) for a, b, n in rows(store, "shaped")
    )
    insert(file, "INSERT OR IGNORE INTO shaped VALUES (?, ?, ?)", shaped)
    domains = (tuple(map(text_of, row)) for row in rows(store, "domains"))
    insert(file, "INSERT OR IGNORE INTO domain VALUES (?, ?)", domains)
    ranges = (tuple(map(text_of, row)) for row in rows(store, "ranges"))
    insert(file, "INSERT OR IGNORE INTO range VALUES (?, ?, ?)", ranges)
    prefixes = (tuple(map(text_of, row)) for row in rows(store, "prefixes"))
    insert(file, "INSERT OR IGNORE INTO prefix VALUES (?, ?)", prefixes)
    classes = file.execute("SELECT iri FROM thing WHERE kind = 'class' AND uses > 0").fetchall()
    for (iri,) in classes:
        usual = rows(store, "usual-properties", **{"class": iri})
        counted = ((iri, text_of(name), int(text_of(number))) for name, number in usual)
        insert(file, "INSERT OR IGNORE INTO usual VALUES (?, ?, ?)", counted)
    used = file.execute("SELECT iri FROM thing WHERE kind = 'property' AND uses > 0").fetchall()
    for (iri,) in used:
        kinds = rows(store, "usual-classes", property=iri)
        classed = ((iri, "usual", text_of(one)) for one, _ in kinds)
        insert(file, "INSERT OR IGNORE INTO range VALUES (?, ?, ?)", classed)


def _run(file: sqlite3.Connection, name: str) -> None:
    """Run the statements of a file of ours, without ending a transaction."""
    for statement in (_HERE / f"{name}.sql").read_text(encoding="utf-8").split(";\n"):
        file.execute(statement)
