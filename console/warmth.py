"""What the first visitor of each kind of page would wait for, done before anybody comes."""

from __future__ import annotations

from flask import Flask

__all__ = ["warm"]

_ENTRANCES = ("/", "/sparql")


def warm(app: Flask) -> None:
    """Have the pages on which visits begin made once: templates, phrases, questions are read then.

    Whatever goes wrong is told to who asks for the page, and to the log.
    """
    client = app.test_client()
    for path in _ENTRANCES:
        client.get(path, headers={"Accept": "text/html"}).close()
