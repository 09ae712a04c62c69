"""Revisions: a change that a client asks for becomes a new release, or changes nothing.

::

    Reviser          in the server: gathers the changes that wait and hands them over together
      └── writer     a process of its own that keeps the current data in memory (holding)
            ├── apply     one change, in a forked process that can be killed: what moves
            ├── judge     the shapes, what follows, HermiT, in another: may the data be so?
            └── publish   a new release, the pointer, the history

Nothing that a client sends is read in the process that serves.
"""

from __future__ import annotations

from kg.revision.reviser import Bounds, Reviser

__all__ = ["Bounds", "Reviser"]
