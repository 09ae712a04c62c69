"""What browsers are told on every answer, so that nothing of a stranger's ever runs in one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["CORS", "EMBEDDED", "HEADERS"]

HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # no inline script or style, no eval, no other site, no frame around a page
        "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        # public data may be used by any site; what is private needs a token, never a cookie
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
        "payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
EMBEDDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        # any site may have it in a frame: it shows public data, and nothing in it acts for a reader
        "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors *; object-src 'none'",
        "X-Frame-Options": "",
    }
)
"""What is said instead by the pages that other sites may frame."""
CORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Accept-Post, Accept-Ranges, Allow, "
        "Content-Disposition, Content-Location, Content-Range, ETag, Link, Location, "
        "Retry-After, WWW-Authenticate, X-Request-ID",
    }
)
