"""Figures that follow from figures, with the bounds that are known of them."""

from kg.figures.derive import DEPTH, WAYS, Derivation, best_ways, derive, derive_incremental
from kg.figures.figure import Cell, Figure, Subject
from kg.figures.ground import Ground, read_ground
from kg.figures.interval import Interval
from kg.figures.reading import read_figures
from kg.figures.writing import derive_quads, figure_quads, period_quads

__all__ = [
    "DEPTH",
    "WAYS",
    "Cell",
    "Derivation",
    "Figure",
    "Ground",
    "Interval",
    "Subject",
    "best_ways",
    "derive",
    "derive_incremental",
    "derive_quads",
    "figure_quads",
    "period_quads",
    "read_figures",
    "read_ground",
]
