"""FAIR Signposting: the links of a description, as ``Link`` headers and as a link set.

https://signposting.org/FAIR/ and https://www.rfc-editor.org/rfc/rfc9264. The alternates stand on
the page alone, and only one of them has the relation ``alternate`` by itself: PyLD cannot read a
header with two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from console.twins import HTML, LINKSET, TWINS, Twin

__all__ = ["Landing", "Target", "header", "linkset", "of_page", "of_twin"]

ABOUT_PAGE: Final = "https://schema.org/AboutPage"
_KEPT: Final = "/:?#[]@!$&'()*+,;=-._~%"


@dataclass(frozen=True, slots=True)
class Target:
    """One link: its relation, where it leads, and the media type of what is there."""

    rel: str
    href: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Landing:
    """What the links of a description are made of.

    ``iri`` is what to cite; ``address`` is the absolute address of the description without a
    suffix. ``types`` are classes of schema.org.
    """

    iri: str
    address: str
    types: tuple[str, ...] = ()
    license: str = ""
    authors: tuple[str, ...] = ()

    def twin(self, suffix: str) -> str:
        """Give the address of the form with this suffix."""
        return f"{self.address}.{suffix}"


def of_page(landing: Landing) -> list[Target]:
    """Give the links of the page, from which machines find everything else."""
    targets = [Target("cite-as", landing.iri), Target("type", ABOUT_PAGE)]
    targets += [Target("type", kind) for kind in landing.types]
    targets += [Target("author", author) for author in landing.authors]
    if landing.license:
        targets.append(Target("license", landing.license))
    for twin in TWINS:
        if twin.media_type == HTML:
            continue
        href = landing.twin(twin.suffix)
        # one link with several relations: nginx takes 4 kB of headers from a server behind it
        rels = "describedby item" if twin.rdf else "item"
        if twin.suffix == "jsonld":
            targets.append(Target("alternate", href, twin.media_type))
        else:
            rels += " alternate"
        targets.append(Target(rels, href, twin.media_type))
    targets.append(Target("linkset", landing.twin("linkset"), LINKSET))
    return targets


def of_twin(landing: Landing, twin: Twin) -> list[Target]:
    """Give the links of a machine twin: back to the page and to what it is part of."""
    page = landing.twin("html")
    targets = [
        Target("cite-as", landing.iri),
        Target("describes", page, HTML),
        Target("collection", page, HTML),
    ]
    targets += [Target("author", author) for author in landing.authors]
    if landing.license:
        targets.append(Target("license", landing.license))
    targets.append(Target("linkset", landing.twin("linkset"), LINKSET))
    return targets


def header(targets: Iterable[Target]) -> str:
    """Give the value of a ``Link`` header."""
    return ", ".join(
        f'<{quote(one.href, safe=_KEPT)}>; rel="{one.rel}"'
        + (f'; type="{one.type}"' if one.type else "")
        for one in dict.fromkeys(targets)
    )


def linkset(landing: Landing) -> str:
    """Give the link set of a description: the links of the page and those of its twins."""
    contexts = [_context(landing.twin("html"), of_page(landing))]
    contexts += [
        _context(landing.twin(twin.suffix), of_twin(landing, twin))
        for twin in TWINS
        if twin.media_type != HTML
    ]
    return json.dumps({"linkset": contexts}, ensure_ascii=False, indent=1) + "\n"


def _context(anchor: str, targets: Iterable[Target]) -> dict[str, object]:
    links: dict[str, list[dict[str, str]]] = {}
    for one in targets:
        target = {"href": one.href} | ({"type": one.type} if one.type else {})
        for rel in one.rel.split():
            if target not in (there := links.setdefault(rel, [])):
                there.append(target)
    return {"anchor": anchor, **links}
