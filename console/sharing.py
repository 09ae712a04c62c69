"""A short link as its page shows it: what it carries, whether its answer changed, its citation."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from flask import current_app, url_for

from console.calling import call_query
from console.citing import Citation
from console.counting import Count, count_answer
from console.patience import until
from console.phrases import phrases, reader_language
from console.problems import Problem
from console.shelf import Link, Links, shelf_of
from console.site import this_site
from kg.errors import KgError
from kg.release import Releases

__all__ = ["COUNT_SECONDS", "Shared", "find_link", "links", "read_shared", "was_current"]

COUNT_SECONDS: Final = 8.0
"""So long an answer may take that is only to be counted."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A link, and how things stand with it now.

    ``now`` is what its answer is with the release ``current``, None where that is not known, and
    ``changed`` whether it is another than it was, None where that cannot be said. ``compare``
    is where the two releases stand side by side, empty where they are one or nobody knows.
    """

    name: str
    link: Link
    address: str
    title: str
    current: str
    now: Count | None
    citation: Citation
    compare: str = ""

    @property
    def moved(self) -> bool:
        """Whether the data are those of another release now."""
        return self.link.release != self.current

    @property
    def fickle(self) -> bool:
        """Whether the answer differs each time, whatever the data are."""
        return any(count is not None and not count.mark for count in (self.link.count, self.now))

    @property
    def changed(self) -> bool | None:
        """Whether the answer is another now."""
        then = self.link.count
        if then is None or self.now is None or self.fickle:
            return None
        return then != self.now

    @property
    def words(self) -> str:
        """The citation in the words of the reader."""
        return self.citation.text(phrases(reader_language()))

    @property
    def bibtex(self) -> str:
        """The citation for BibTeX."""
        return self.citation.bibtex(phrases(reader_language()))

    def document(self) -> dict[str, object]:
        """Give all of it as values for JSON."""
        link = self.link
        return {
            "id": self.name,
            "url": self.address,
            "title": self.title,
            "query": link.query,
            "view": link.view,
            "options": dict(link.options),
            "release": link.release,
            "made": link.made,
            "answer": _count(link.count),
            "now": {
                "release": self.current,
                "answer": _count(self.now),
                "changed": self.changed,
            },
            "citation": {
                "text": self.words,
                "bibtex": self.bibtex,
                "csl": self.citation.csl(phrases(reader_language())),
            },
        }


def links() -> Links:
    """Give the links of this server; raises `Problem` where it keeps none."""
    folder = shelf_of(this_site())
    if folder is None:
        raise Problem(
            "read-only",
            "this server keeps no links",
            remedy="use the long address, which carries the query",
        )
    return Links(folder)


def find_link(name: str) -> Link:
    """Give the link of a name; raises `Problem` where there is none."""
    found = links().find(name) if name.isascii() and name.isalnum() else None
    if found is None:
        raise Problem(
            "not-found",
            f"no link is called {name[:60]!r}",
            remedy="check the address; ask whoever sent it for the query itself",
        )
    return found


def read_shared(name: str, link: Link) -> Shared:
    """Give a link with how things stand with it now."""
    say = phrases(reader_language())
    title = call_query(link.query, reader_language())
    address = url_for("links.link", name=name, _external=True, lang=None)
    rows = say["cite_answer"]
    if link.count:
        rows = say["cite_rows"].format(rows=f"{link.count.rows:,}")
    citation = Citation(
        f"cbec-{name}",
        title,
        f"{say['graph_subject']} {say['graph_kind']}",
        link.release,
        link.made[:10],
        address,
        rows,
    )
    current = this_site().settings.release
    now = _now(name, link, current)
    return Shared(
        name, link, address, title, current, now, citation, _compare(link.release, current)
    )


def was_current(release: str) -> bool:
    """Tell whether a release of this name was ever current here."""
    data = this_site().data
    return data is not None and any(one.id == release for one in Releases(data).history())


def _now(name: str, link: Link, release: str) -> Count | None:
    """Give what the answer of a link is with the current release, None where it is not known."""
    if release == link.release:
        return link.count
    known = links().later(name, release)
    if known:
        return known
    with suppress(Problem, KgError):
        counted = count_answer(this_site(), link.query, release, until(COUNT_SECONDS))
        if counted:
            # where nothing more can be kept it is counted again the next time
            with suppress(Problem):
                links().note_later(name, release, counted)
        return counted
    return None


def _compare(release: str, current: str) -> str:
    if release == current or "compare.compare" not in current_app.view_functions:
        return ""
    return url_for("compare.compare", a=release, b=current) if was_current(release) else ""


def _count(count: Count | None) -> dict[str, object] | None:
    return {"rows": count.rows, "mark": count.mark or None} if count else None
