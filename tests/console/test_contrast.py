"""The colours of the style sheet can be read in both schemes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import console

STYLE = (Path(console.__path__[0]) / "static/style.css").read_text(encoding="utf-8")
# (foreground, background, least ratio): 4.5 for text, 3 for the edges of fields, by WCAG 2.2
PAIRS = [
    ("ink", "paper", 4.5), ("ink", "card", 4.5), ("ink", "accent-wash", 4.5),
    ("ink", "alarm-wash", 4.5), ("faint", "paper", 4.5), ("faint", "card", 4.5),
    ("accent", "paper", 4.5), ("accent", "card", 4.5), ("accent", "accent-wash", 4.5),
    ("accent-ink", "accent", 4.5), ("alarm", "alarm-wash", 4.5), ("edge", "paper", 3.0),
    ("edge", "card", 3.0), ("alarm", "card", 3.0), ("accent", "alarm-wash", 4.5),
    ("caution", "caution-wash", 4.5), ("caution", "card", 4.5),
    *((f"code-{part}", back, 4.5)
      for part in ("keyword", "variable", "iri", "string", "number", "function")
      for back in ("card", "code-line", "code-selection")),
    ("ink", "code-selection", 4.5), ("faint", "code-line", 4.5), ("faint", "code-selection", 4.5),
]  # fmt: skip


def schemes() -> dict[str, dict[str, str]]:
    pairs = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", STYLE)
    assert len(pairs) >= 10
    return {
        "light": {name: light for name, light, _ in pairs},
        "dark": {name: dark for name, _, dark in pairs},
    }


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_each_pair_of_colours_has_enough_contrast(
    scheme: str, front: str, back: str, least: float
) -> None:
    colours = schemes()[scheme]
    bright, dim = sorted((luminance(colours[front]), luminance(colours[back])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= least


def test_colours_are_named_once_and_used_by_name() -> None:
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    root = Path(console.__path__[0])
    files = [*root.glob("templates/*.html"), *root.glob("static/*.*")]
    assert len(files) >= 5
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|url\(|@import|fetch\()\s*=?\s*["']?(?:https?:)?//""", text)
        assert not re.search(r"\son[a-z]+=|<style|style=|<script>", text), "no inline code"
