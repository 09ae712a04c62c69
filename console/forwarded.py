"""What a trusted proxy may say of a request: only what can stand in an address."""

from __future__ import annotations

import re
from typing import Any, Final

from werkzeug.middleware.proxy_fix import ProxyFix

from console.gateway import Wsgi

__all__ = ["Forwarded"]

# a proxy may hand on what its client wrote, and a prefix of two slashes names another site
_WANTED: Final = {
    "HTTP_X_FORWARDED_PREFIX": re.compile(r"/?|(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+"),
    "HTTP_X_FORWARDED_PROTO": re.compile(r"https?"),
}


class Forwarded:
    """The application behind so many proxies, whose ``X-Forwarded-*`` headers are believed.

    A prefix that is no path of plain segments counts for nothing, nor does a scheme other than
    those of the web.
    """

    def __init__(self, app: Wsgi, proxies: int) -> None:
        self._app = ProxyFix(app, x_for=proxies, x_proto=proxies, x_host=proxies, x_prefix=proxies)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:  # as PEP 3333 says
        """Answer a request."""
        for name, wanted in _WANTED.items():
            values = environ.get(name, "").split(",")
            if not all(wanted.fullmatch(value.strip()) for value in values):
                environ.pop(name, None)  # it may not have been sent at all
        return self._app(environ, start_response)
