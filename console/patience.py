"""How long a request waits for what it only adds to its answer."""

from __future__ import annotations

import time
from dataclasses import replace

from console.engine import Asker
from console.site import this_asker

__all__ = ["until"]


def until(seconds: float) -> Asker:
    """Give the asker of the request, who leaves at the latest after so many seconds."""
    asker = this_asker()
    end = time.monotonic() + seconds
    gone = asker.gone
    return replace(asker, gone=lambda: time.monotonic() > end or bool(gone and gone()))
