"""Under which names the server may be called.

A page of another site cannot read from here, but its owner can let its own name lead to this
machine (DNS rebinding) and then ask under that name: so a name that is not ours is refused.
Addresses are safe, since no one else's page can have one as its origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

from console.problems import Problem

__all__ = ["check_host"]

# https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2
_HOST: Final = re.compile(
    r"(?:\[(?P<address>[0-9A-Za-z:.%]*)\]|(?P<name>[0-9A-Za-z._~!$&'()*+,;=%-]*))"
    r"(?::(?P<port>[0-9]{0,5}))?"
)
_LAST_PORT: Final = 65_535
_LOCAL: Final = frozenset({"localhost", "ip6-localhost", "ip6-loopback"})


def check_host(host: str, known: Iterable[str]) -> None:
    """Raise `Problem` where the Host header is neither local, an address, nor one of ``known``.

    It may have a port. https://www.rfc-editor.org/rfc/rfc9112#section-3.2 wants all else refused.

    A known name may begin with a dot: then it stands for every name that ends so.
    """
    parts = _HOST.fullmatch(host.strip())
    if not parts or int(parts["port"] or 0) > _LAST_PORT:
        raise Problem("bad-request", f"the Host is {host[:100]!r}", expected="a name or an address")
    name = (parts["name"] or parts["address"] or "").rstrip(".").lower()
    if not name:
        raise Problem("bad-request", "the request has no Host")
    if name in _LOCAL or _is_address(name):
        return
    for one in known:
        wanted = one.lower()
        if name == wanted or (wanted.startswith(".") and name.endswith(wanted)):
            return
    raise Problem(
        "host",
        f"this server is not called {name[:100]}",
        remedy="call it by its own name; its operator adds names with --allow-host",
    )


@lru_cache(maxsize=64)
def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
