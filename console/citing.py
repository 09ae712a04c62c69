"""How something here is cited: in words, as BibTeX, as CSL-JSON and as RIS.

https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html,
https://en.wikipedia.org/wiki/RIS_(file_format).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["Citation", "title_of"]

_SUMMARY: Final = re.compile(r"^#\+\s*summary:\s*(.+)$", re.MULTILINE)
_COMMENT: Final = re.compile(r"\s*#+\s*(.*)")
_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    **{char: f"\\{char}" for char in "&%$#_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: its title, of which dataset and release, made when, and where it stands.

    ``day`` is a date as ISO 8601 writes it. ``key`` names it in a bibliography. ``note`` says what
    kind of thing it is, and how large.
    """

    key: str
    title: str
    dataset: str
    release: str
    day: str
    address: str
    note: str

    def text(self, say: Mapping[str, str]) -> str:
        """Give the citation in the words of a language."""
        return say["cite_text" if self.note else "cite_text_plain"].format(
            title=self.title or say["cite_untitled"],
            note=self.note,
            dataset=self.dataset,
            release=self.release[:16],
            day=self.day,
            address=self.address,
        )

    def bibtex(self, say: Mapping[str, str]) -> str:
        """Give it as an entry of BibTeX."""
        fields = {
            "title": self.title or say["cite_untitled"],
            "howpublished": self.dataset,
            "edition": f"release {self.release[:16]}",
            "year": self.day[:4],
            "month": str(int(self.day[5:7])),
            "note": self.note,
        }
        lines = [f"  {name} = {{{_tex(value)}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{{self.key},", *lines, f"  url = {{{self.address}}}", "}"]) + "\n"

    def csl(self, say: Mapping[str, str]) -> dict[str, object]:
        """Give it as an item of CSL-JSON."""
        item: dict[str, object] = {
            "id": self.key,
            "type": "dataset",
            "title": self.title or say["cite_untitled"],
            "container-title": self.dataset,
            "version": self.release,
            "issued": {"date-parts": [[int(part) for part in self.day.split("-")]]},
            "URL": self.address,
        }
        return item | ({"note": self.note} if self.note else {})

    def ris(self, say: Mapping[str, str]) -> str:
        """Give it as a record of RIS."""
        lines = [
            ("TY", "DATA"),
            ("ID", self.key),
            ("TI", self.title or say["cite_untitled"]),
            ("T2", self.dataset),
            ("ET", self.release),
            ("PY", self.day[:4]),
            ("DA", self.day.replace("-", "/")),
            ("UR", self.address),
            *([("N1", self.note)] if self.note else []),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines)


def title_of(query: str) -> str:
    r"""Give what a query calls itself: its summary or first remark; empty where it has none.

    >>> title_of("# Cities\nSELECT * { ?city a cbec:City }")
    'Cities'
    """
    if summary := _SUMMARY.search(query):
        return _line(summary[1]).strip("\"'")[:_LONGEST]
    for line in query.splitlines()[:40]:
        remark = _COMMENT.fullmatch(line)
        if remark is None:
            if line.strip():
                return ""
            continue
        said = remark[1].strip()
        if said and not said.lower().startswith(("defaultview", "+")):
            return _line(said)[:_LONGEST]
    return ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(char, char) for char in _line(text))
