"""Stores: the dataset of a release, queried by SPARQL and never changed."""

from __future__ import annotations

from kg.store.base import Result, Store, Subject, Term
from kg.store.embedded import EmbeddedStore, create_store, open_store

__all__ = ["EmbeddedStore", "Result", "Store", "Subject", "Term", "create_store", "open_store"]
