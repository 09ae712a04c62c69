"""The styles and scripts of our own: packed and repeated like pages, and not sent as files are."""

from __future__ import annotations

from flask import Response, request

from console.manners import REVALIDATE

__all__ = ["as_answer"]


def as_answer(response: Response) -> Response:
    """Give what stands in a static file as an answer that `finish` may pack and keep."""
    if request.endpoint == "static" and response.status_code == 200:
        response.direct_passthrough = False
        body = b"".join(response.iter_encoded())
        response.close()
        response.set_data(body)
        response.headers["Cache-Control"] = REVALIDATE
        del response.headers["Accept-Ranges"]
    return response
