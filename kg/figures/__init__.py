"""Figures that follow from figures, with the bounds that are known of them."""

from kg.figures.figure import Cell, Figure, Subject
from kg.figures.interval import Interval
from kg.figures.reading import read_figures

__all__ = ["Cell", "Figure", "Interval", "Subject", "read_figures"]
