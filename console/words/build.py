"""Makes the index of names of a store: one SQLite file, whole or not there at all.

Memory stays small whatever the size of the store: what is read goes to the disk at once, and the
disk sorts it.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from console.words.folding import fold, held_words, is_unspaced, local_name
from console.words.gather import rows
from console.words.typos import held_keys, takes_typos
from kg.store.base import Store, Term
from kg.store.remote import RemoteStore

__all__ = ["LONGEST_BEGINNING", "LONGEST_NAME", "VERSION", "build", "mark"]

VERSION: Final = "2"
"""Of the form of the file: one of another version is made anew."""
LONGEST_NAME: Final = 200
LONGEST_BEGINNING: Final = 40
_HERE: Final = Path(__file__).parent
_AT_ONCE: Final = 50_000
_THINGS: Final = 1_000
_KINDS: Final = {"class": 0, "property": 1, "graph": 2}
_W3: Final = "http://www.w3.org/"
_FORMAL: Final = {
    f"{_W3}2002/07/owl#Class": "class",
    f"{_W3}2000/01/rdf-schema#Class": "class",
    f"{_W3}1999/02/22-rdf-syntax-ns#Property": "property",
    f"{_W3}2002/07/owl#ObjectProperty": "property",
    f"{_W3}2002/07/owl#DatatypeProperty": "property",
    f"{_W3}2002/07/owl#AnnotationProperty": "property",
}


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
            for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32000"):
                file.execute(f"PRAGMA {setting}")
            file.executescript(_sql("schema"))
            file.execute("BEGIN")
            _read(file, store)
            for statement in _sql("fill").split(";\n"):
                file.execute(statement)
            _write_names(file)
            _write_words(file)
            _write_customs(file, store)
            for statement in _sql("finish").split(";\n"):
                file.execute(statement)
            about = [("version", VERSION), ("release", release)]
            file.executemany("INSERT INTO about VALUES (?, ?)", about)
            file.execute("COMMIT")
            file.execute("VACUUM")
        work.replace(path)
    finally:
        work.unlink(missing_ok=True)


def _read(file: sqlite3.Connection, store: Store) -> None:
    """Read what things are called, what they are and how often they are used."""
    _many(
        file,
        "INSERT OR IGNORE INTO read_name VALUES (?, ?, ?, ?)",
        (
            (_text(node), int(_text(source)), _language(name), " ".join(shown.split()))
            for node, source, name in rows(store, "names", key="node")
            if (shown := _text(name)[:LONGEST_NAME].strip())
        ),
    )
    _many(
        file,
        "INSERT OR IGNORE INTO read_type VALUES (?, ?)",
        (tuple(map(_text, row)) for row in rows(store, "types", key="node")),
    )
    _many(
        file,
        "INSERT OR IGNORE INTO read_scheme VALUES (?, ?)",
        (tuple(map(_text, row)) for row in rows(store, "schemes", key="node")),
    )
    counted = "INSERT OR REPLACE INTO read_thing VALUES (?, ?, ?)"
    for name, kind in (("graphs", "graph"), ("properties", "property")):
        found = rows(store, name)
        _many(file, counted, ((_text(iri), _KINDS[kind], int(_text(n))) for iri, n in found))
    for formal, kind in _FORMAL.items():
        file.execute(
            "INSERT INTO read_thing (iri, kind) SELECT iri, ? FROM read_type WHERE class = ? "
            "ON CONFLICT (iri) DO UPDATE SET kind = min(kind, excluded.kind)",
            (_KINDS[kind], formal),
        )
    if not isinstance(store, RemoteStore):  # another server would send everything it holds
        _count_links(file, store)


def _count_links(file: sqlite3.Connection, store: Store) -> None:
    """Count how often each IRI is a value; classes have their instances instead."""
    values = (row[2] for row in rows(store, "links"))
    while batch := list(islice(values, 4 * _AT_ONCE)):
        counts = Counter(term.value for term in batch if isinstance(term, NamedNode))
        file.executemany(
            "INSERT INTO read_use VALUES (?, ?) "
            "ON CONFLICT (iri) DO UPDATE SET count = count + excluded.count",
            counts.items(),
        )


def _write_names(file: sqlite3.Connection) -> None:
    """Write each thing's names and the words by which it is found, thing by thing."""
    held = file.execute(
        "SELECT thing.id, iri, kind, source, language, text FROM thing "
        "LEFT JOIN read_name USING (iri) ORDER BY thing.id, source, language, text"
    )
    groups = groupby(held, key=itemgetter(0, 1, 2))
    write = file.cursor()
    while batch := [(thing, list(group)) for thing, group in islice(groups, _THINGS)]:
        marks = _marks(write, [iri for (_, iri, _), _ in batch])
        names: list[tuple[int, int, str, str, int]] = []
        beginnings: list[tuple[str, int]] = []
        words: list[tuple[int, str]] = []
        for (number, iri, kind), group in batch:
            own = [(text, language, source) for *_, source, language, text in group if text]
            local = local_name(iri)
            if local not in {text for text, *_ in own}:
                own.append((local[:LONGEST_NAME], "", 3))
            names.extend((number, place, *name) for place, name in enumerate(own))
            texts = dict.fromkeys(text for text, *_ in own)
            folded = {fold(text)[:LONGEST_BEGINNING] for text in texts}
            beginnings.extend((one, number) for one in folded)
            found = dict.fromkeys(word for text in texts for word in held_words(text))
            every = [*found, mark("kind", kind), *marks.get(iri, ())]
            words.append((number, " ".join(every)))
        write.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", names)
        write.executemany("INSERT INTO beginning VALUES (?, ?)", beginnings)
        write.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", words)


def _marks(file: sqlite3.Cursor, iris: list[str]) -> dict[str, list[str]]:
    """Give the marks of the classes and the lists of things."""
    found: dict[str, list[str]] = {}
    statement = "SELECT iri, {0} FROM json_each(?) AS asked JOIN read_{1} ON iri = asked.value"
    for kind, table in (("class", "type"), ("scheme", "scheme")):
        for iri, one in file.execute(statement.format(kind, table), [json.dumps(iris)]):
            found.setdefault(iri, []).append(mark(kind, one))
    return found


def _write_words(file: sqlite3.Connection) -> None:
    """Write the words that occur, for typos and for parts of words."""
    file.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, row)")
    found = file.execute("SELECT term FROM temp.vocabulary ORDER BY doc DESC, term")
    kept = (term for (term,) in found if len(term) > 2 and not is_unspaced(term))
    words = ((term,) for term in kept if not term.startswith("\ue000"))
    _many(file, "INSERT INTO word (text) VALUES (?)", words)
    file.execute("INSERT INTO parts (rowid, text) SELECT id, text FROM word")
    _many(
        file,
        "INSERT OR IGNORE INTO spelling VALUES (?, ?)",
        (
            (key, number)
            for number, word in file.execute("SELECT id, text FROM word")
            if takes_typos(word)
            for key in held_keys(word)
        ),
    )


def _write_customs(file: sqlite3.Connection, store: Store) -> None:
    """Write which properties go with which classes and which values with which properties."""
    above = (tuple(map(_text, row)) for row in rows(store, "classes-above"))
    _many(file, "INSERT OR IGNORE INTO above VALUES (?, ?)", above)
    shaped = ((_text(a), _text(b), int(_text(n) or "0") > 0) for a, b, n in rows(store, "shaped"))
    _many(file, "INSERT OR IGNORE INTO shaped VALUES (?, ?, ?)", shaped)
    domains = (tuple(map(_text, row)) for row in rows(store, "domains"))
    _many(file, "INSERT OR IGNORE INTO domain VALUES (?, ?)", domains)
    ranges = (tuple(map(_text, row)) for row in rows(store, "ranges"))
    _many(file, "INSERT OR IGNORE INTO range VALUES (?, ?, ?)", ranges)
    prefixes = (tuple(map(_text, row)) for row in rows(store, "prefixes"))
    _many(file, "INSERT OR IGNORE INTO prefix VALUES (?, ?)", prefixes)
    classes = file.execute("SELECT iri FROM thing WHERE kind = 'class' AND uses > 0").fetchall()
    for (iri,) in classes:
        usual = rows(store, "usual-properties", **{"class": iri})
        counted = ((iri, _text(name), int(_text(number))) for name, number in usual)
        _many(file, "INSERT OR IGNORE INTO usual VALUES (?, ?, ?)", counted)
    used = file.execute("SELECT iri FROM thing WHERE kind = 'property' AND uses > 0").fetchall()
    for (iri,) in used:
        values = rows(store, "usual-values", property=iri)
        counted = ((iri, _text(value), int(_text(number))) for value, number in values)
        _many(file, "INSERT OR IGNORE INTO object VALUES (?, ?, ?)", counted)
        kinds = rows(store, "usual-classes", property=iri)
        classed = ((iri, "usual", _text(one)) for one, _ in kinds)
        _many(file, "INSERT OR IGNORE INTO range VALUES (?, ?, ?)", classed)


def _many(file: sqlite3.Connection, statement: str, values: Iterable[tuple[Any, ...]]) -> None:
    """Run a statement for each row, a batch at a time."""
    given: Iterator[tuple[Any, ...]] = iter(values)
    while batch := list(islice(given, _AT_ONCE)):
        file.executemany(statement, batch)


def _text(term: Term | None) -> str:
    return "" if term is None else term.value


def _language(term: Term | None) -> str:
    return (term.language or "") if isinstance(term, Literal) else ""


def _sql(name: str) -> str:
    return (_HERE / f"{name}.sql").read_text(encoding="utf-8")
