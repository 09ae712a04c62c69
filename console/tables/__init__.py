"""Answers as files of typed columns: Excel workbooks and Parquet.

They need the libraries of the extra ``tables``. A process of its own makes each file, since that
takes seconds of computing for what a client asks in one line.
"""

from __future__ import annotations

from console.tables.files import TABLES, table_file
from console.tables.layout import Layout

__all__ = ["TABLES", "Layout", "table_file"]
