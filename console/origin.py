"""Whether a request that leaves something here comes from a page of this site, or from no page.

Nothing here rests on cookies, so a page of another site could do no more than spend the rate of
its visitor; it may not do that either.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from flask import request

from console.problems import Problem

__all__ = ["check_origin", "client_net"]


def check_origin() -> None:
    """Raise `Problem` where a browser says that a page of another site made the request.

    https://www.w3.org/TR/fetch-metadata/, https://www.rfc-editor.org/rfc/rfc6454#section-7.
    Browsers tell the first only to servers that they reach safely, hence the second.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        foreign = site not in {"same-origin", "none"}
    else:
        origin = request.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign:
        raise Problem(
            "other-site",
            "a page of another site made this request",
            expected="a request of this site's own pages, or of a program",
        )


def client_net() -> str:
    """Give whom to count a request for: an address, or the network of 64 bits that it is in.

    One customer of a provider has a whole such network.
    """
    address = request.remote_addr or ""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return f"{IPv6Address(int(known) >> 64 << 64)}/64"
    return str(known)
