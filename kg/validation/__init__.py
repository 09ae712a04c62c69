"""SHACL: the shapes, the engine that holds data against them, and the report in four formats."""

from __future__ import annotations

from kg.validation.data import read_data
from kg.validation.human import human_text
from kg.validation.places import PlaceOf, find_places
from kg.validation.render import REPORT_FORMATS, render
from kg.validation.report import Report, Result, Severity
from kg.validation.report_graph import report_quads
from kg.validation.shapes import ShapeTexts, shape_texts, shapes_graph, shapes_quads
from kg.validation.touched import Targets, Touched, touched_targets
from kg.validation.validate import prepare, validate, validate_touched

__all__ = [
    "REPORT_FORMATS",
    "PlaceOf",
    "Report",
    "Result",
    "Severity",
    "ShapeTexts",
    "Targets",
    "Touched",
    "find_places",
    "human_text",
    "prepare",
    "read_data",
    "render",
    "report_quads",
    "shape_texts",
    "shapes_graph",
    "shapes_quads",
    "touched_targets",
    "validate",
    "validate_touched",
]
