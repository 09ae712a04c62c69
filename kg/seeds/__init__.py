"""Seed records: what source documents state, kept as files that people read and compare."""

from kg.seeds.reader import read_document, read_register, read_seeds
from kg.seeds.record import Discrepancy, Document, Entity, Seeds, Statement

__all__ = [
    "Discrepancy",
    "Document",
    "Entity",
    "Seeds",
    "Statement",
    "read_document",
    "read_register",
    "read_seeds",
]
